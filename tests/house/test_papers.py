"""The papers that make this a public work: the licence's whole text, and what publiccode.yml must say."""

from __future__ import annotations

import hashlib
import re
import tomllib

from tests.house.source import ROOT

# The words of the official English text of the EUPL 1.2, compared word by word in two independent copies.
EUPL_WORDS = "7481f0517e025d6dbba598a38d4600f50902b8b1ce3db7412ad0110651f8b205"

MANDATORY = {
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal", "maintenance", "localisation",
}  # fmt: skip


def fingerprint(licence: str) -> str:
    """The hash of a text's words, whatever its line breaks."""
    return hashlib.sha256(" ".join(licence.split()).encode()).hexdigest()


def top_keys(yaml: str) -> dict[str, str]:
    """The keys at the left margin, with what stands behind them."""
    return {found[1]: found[2].strip().strip("\"'") for found in re.finditer(r"^([A-Za-z]+):(.*)$", yaml, re.MULTILINE)}


def public_code() -> str:
    """The text of publiccode.yml."""
    return (ROOT / "publiccode.yml").read_text(encoding="utf-8")


def version() -> str:
    """The version in pyproject.toml."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def test_the_licence_is_whole() -> None:
    assert fingerprint((ROOT / "LICENSE").read_text(encoding="utf-8")) == EUPL_WORDS


def test_a_shortened_licence_is_seen() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert fingerprint(text.replace("royalty-free, ", "", 1)) != EUPL_WORDS


def test_publiccode_says_what_it_must() -> None:
    keys = top_keys(public_code())
    assert MANDATORY - set(keys) == set()
    assert keys["publiccodeYmlVersion"] == "0.7.0"
    assert keys["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}


def test_the_short_description_is_short() -> None:
    found = re.findall(r"shortDescription:\s*>?-?\s*\"?(.+?)\"?$", public_code(), re.MULTILINE)
    assert len(found) == 2
    assert all(0 < len(text) <= 150 for text in found)


def test_the_version_is_the_same_everywhere() -> None:
    assert top_keys(public_code())["softwareVersion"] == version()
    assert f"## [{version()}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_paper_gives_a_working_address() -> None:
    papers = "".join((ROOT / paper).read_text(encoding="utf-8") for paper in ("SECURITY.md", "CONTRIBUTING.md", "GOVERNANCE.md", "publiccode.yml"))
    addresses = re.findall(r"[\w.+-]+@([\w.-]+\w)", papers)
    assert addresses
    assert set(addresses) == {"samenzicht.example"}
