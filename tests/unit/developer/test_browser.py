"""The search for a browser: the order, and that only one that draws a page counts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from portal.developer.bootstrap import browser

PYTHON = Path(sys.executable)


class Shop:
    """A machine of our own: which browsers are on it, which of them work, and what an installation brings."""

    def __init__(self, *working: str, on_path: tuple[str, ...] = (), brings: dict[str, str] | None = None) -> None:
        self.working = set(working)
        self.on_path = set(on_path)
        self.brings = brings or {}
        self.tried: list[str] = []
        self.ran: list[str] = []

    def renders(self, path: str) -> bool:
        self.tried.append(path)
        return path in self.working

    def run(self, command: list[str]) -> bool:
        line = " ".join(command)
        self.ran.append(line)
        for ending, brought in self.brings.items():
            if line.endswith(ending):
                self.on_path.add(brought)
                self.working.add(f"/bin/{brought}")
        return "playwright" not in line

    def which(self, name: str) -> str | None:
        return f"/bin/{name}" if name in self.on_path else None

    def machine(self, downloaded: Path, *, is_root: bool = True) -> browser.Machine:
        return browser.Machine(self.renders, self.run, downloaded, self.which, is_root, elsewhere=())


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("E2E_CHROMIUM", raising=False)


def test_the_named_browser_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("E2E_CHROMIUM", "/mine/chromium")
    shop = Shop("/mine/chromium", "/bin/chromium", on_path=("chromium",))
    assert browser.find_or_install(PYTHON, shop.machine(tmp_path)) == "/mine/chromium"


def test_a_browser_that_draws_nothing_is_passed_over(tmp_path: Path) -> None:
    shop = Shop("/bin/google-chrome", on_path=("chromium", "google-chrome"))
    assert browser.find_or_install(PYTHON, shop.machine(tmp_path)) == "/bin/google-chrome"
    assert shop.tried == ["/bin/chromium", "/bin/google-chrome"]
    assert shop.ran == []


def test_playwrights_own_comes_before_the_path_and_the_newest_first(tmp_path: Path) -> None:
    for build in ("chromium-1300", "chromium_headless_shell-999", "chromium_headless_shell-1200"):
        (tmp_path / build / "linux").mkdir(parents=True)
        (tmp_path / build / "linux" / "headless_shell").touch()
    shop = Shop(on_path=("chromium",))
    found = list(browser.candidates(shop.machine(tmp_path)))
    builds = [Path(path).relative_to(tmp_path).parts[0] for path in found[:3]]
    assert builds == ["chromium_headless_shell-1200", "chromium_headless_shell-999", "chromium-1300"]
    assert found[3:] == ["/bin/chromium"]


def test_root_installs_from_the_system_when_playwright_cannot(tmp_path: Path) -> None:
    shop = Shop(on_path=("apt-get",), brings={"install -y -qq --no-install-recommends chromium": "chromium"})
    assert browser.find_or_install(PYTHON, shop.machine(tmp_path)) == "/bin/chromium"
    assert [line.split()[-1] for line in shop.ran] == ["chromium-headless-shell", "-qq", "chromium-headless-shell", "chromium"]


def test_without_the_right_nothing_is_installed(tmp_path: Path) -> None:
    shop = Shop(on_path=("apt-get",))
    assert browser.find_or_install(PYTHON, shop.machine(tmp_path, is_root=False)) is None
    assert not any("apt-get" in line for line in shop.ran)


def test_sudo_is_used_only_when_it_asks_no_password(tmp_path: Path) -> None:
    shop = Shop(on_path=("apt-get", "sudo"), brings={"chromium-headless-shell": "chromium-headless-shell"})
    shop.brings = {"--no-install-recommends chromium-headless-shell": "chromium-headless-shell"}
    assert browser.find_or_install(PYTHON, shop.machine(tmp_path, is_root=False)) == "/bin/chromium-headless-shell"
    assert shop.ran[1] == "sudo -n true"
    assert shop.ran[2].startswith("sudo -n /bin/apt-get update")


@pytest.mark.skipif(os.name == "nt", reason="a shell script is no program there")
def test_a_stub_that_ends_well_does_not_count_as_a_browser(tmp_path: Path) -> None:
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\necho 'install the snap instead'\nexit 0\n", encoding="utf-8")
    stub.chmod(0o755)
    assert not browser.renders(PYTHON, str(stub))
