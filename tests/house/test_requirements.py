"""The locks: exact versions, a hash for every file, and not a word about where they came from."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.source import ROOT

_ORIGIN = re.compile(r"://|file:|--(?:index|extra|find|trusted)|^\s*#|^-[a-z]|\s@\s|(?:^|\s)/", re.MULTILINE)
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def lock(kind: str) -> str:
    """A lock's text."""
    return (ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")


def origins(text: str) -> list[str]:
    """Every mention of a server, a folder or an index."""
    return [text[max(0, found.start() - 20) : found.end() + 20] for found in _ORIGIN.finditer(text)]


def pins(text: str) -> dict[str, str]:
    """Package -> version."""
    return {plain(found[1]): found[2] for found in _PIN.finditer(text)}


def plain(package: str) -> str:
    """A package's name in its one plain spelling."""
    return re.sub(r"[-_.]+", "-", package).lower()


def unhashed(text: str) -> list[str]:
    """Entries that are not pinned to a version or have no hash."""
    entries = re.split(r"\n(?!\s)", text.strip())
    return [entry.split()[0] for entry in entries if not _PIN.match(entry) or "--hash=sha256:" not in entry]


def wanted(group: str) -> set[str]:
    """The packages that pyproject.toml asks for: the program's own, or those of development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] if group == "run" else project["dependency-groups"]["dev"]
    return {plain(re.split(r"[\[<>=;! ]", line)[0]) for line in lines}


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_a_lock_tells_what_and_not_where(kind: str) -> None:
    assert origins(lock(kind)) == []
    assert unhashed(lock(kind)) == []


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_a_lock_holds_everything_that_is_asked_for(kind: str) -> None:
    assert wanted(kind) - set(pins(lock(kind))) == set()


def test_the_dev_lock_holds_the_run_lock_whole() -> None:
    dev = pins(lock("dev"))
    assert {package: version for package, version in pins(lock("run")).items() if dev.get(package) != version} == {}


def test_the_locks_serve_other_machines_too() -> None:
    assert re.search(r"^pysqlite3==\S+ ; .*platform_machine", lock("run"), re.MULTILINE)
    assert re.search(r"^colorama==\S+ ; .*win32", lock("dev"), re.MULTILINE)


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https" + "://example.org/simple\n",
        "flask @ file" + ":///tmp/flask.whl\n",
        "# made by pip-compile from there\n",
        "-r other.txt\n",
        "/srv/packages/flask.whl\n",
    ],
)
def test_the_origin_check_can_fail(line: str) -> None:
    assert origins(lock("run") + line) != []


@pytest.mark.parametrize("line", ["flask>=3 \\\n    --hash=sha256:00\n", "flask==3.1.3\n"])
def test_the_hash_check_can_fail(line: str) -> None:
    assert unhashed(line + lock("run")) == ["flask>=3" if ">=" in line else "flask==3.1.3"]
