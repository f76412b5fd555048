"""The secret parameters of the rules: from a file that not everybody may read, never printed, and not needed to start."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from portal.config import DEMONSTRATION, INVENTED_RULES, ConfigurationError, Settings, from_environment
from tests.integration.trust.test_configuration import GOOD

SETTING = "SAMENZICHT_PUBLICATION_RULES"
SECRET = "threshold = 7\ncontributors = 3\npercent = 13.5\nbase = 5\n"


def _file(folder: Path, text: str, *, mode: int = 0o600) -> str:
    path = folder / "regels.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return str(path)


def _read(path: str) -> Settings:
    return from_environment(GOOD | {SETTING: path})


def test_the_portal_starts_without_them() -> None:
    assert from_environment(GOOD).publication_rules is None


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640])
def test_a_file_of_the_owner_is_read(tmp_path: Path, mode: int) -> None:
    rules = _read(_file(tmp_path, SECRET, mode=mode)).publication_rules
    assert rules is not None
    assert (rules.threshold, rules.contributors, rules.percent, rules.base) == (7, 3, Fraction(27, 2), 5)


def test_no_parameter_is_ever_printed(tmp_path: Path) -> None:
    settings = _read(_file(tmp_path, SECRET))
    for told in (repr(settings), str(settings), repr(settings.publication_rules), f"{settings.publication_rules}"):
        assert "13" not in told and "27/2" not in told and "threshold" not in told


@pytest.mark.parametrize(
    ("text", "mode", "says"),
    [
        (SECRET, 0o644, "Iedereen kan"),
        (SECRET, 0o602, "Iedereen kan"),
        ("threshold = 7\n", 0o600, "ontbreekt"),
        (SECRET + "k = 12\n", 0o600, "onbekende naam"),
        ("threshold = 'zeven'\ncontributors = 3\npercent = 13.5\nbase = 5\n", 0o600, "heel getal"),
        ("\x00\x01 geen toml", 0o600, "niet te lezen"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(tmp_path: Path, text: str, mode: int, says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as refusal:
        _read(_file(tmp_path, text, mode=mode))
    assert SETTING in str(refusal.value)
    assert "13" not in str(refusal.value) and "zeven" not in str(refusal.value)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="niet te openen"):
        _read(str(tmp_path / "nergens.toml"))
    binary = tmp_path / "plaatje"
    binary.write_bytes(b"\xff\xfe\x00\x80")
    binary.chmod(0o600)
    with pytest.raises(ConfigurationError, match="geen tekst"):
        _read(str(binary))


def test_the_demonstration_keeps_invented_ones_for_its_owner_only(tmp_path: Path) -> None:
    told = {"SAMENZICHT_MODE": DEMONSTRATION, "SAMENZICHT_INSTANCE": str(tmp_path)}
    first = from_environment(told).publication_rules
    kept = tmp_path / "demonstration-publication-rules.json"
    assert first is not None and kept.read_text() == INVENTED_RULES
    assert kept.stat().st_mode & 0o077 == 0
    kept.write_text(SECRET)
    again = from_environment(told).publication_rules
    assert again is not None and again.threshold == 7, "what is kept is what counts, and it is not made anew"
