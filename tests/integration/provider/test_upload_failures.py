"""Half an upload is no upload: each statement of taking over fails in turn, and nothing of it is kept."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.integration.trust.test_failures import Broken, _broken_at
from tests.support.attacker import browser_of
from tests.support.figures import measured
from tests.support.whole_world import Whole
from tests.support.witness import Witness

assert issubclass(Broken, Exception)


@pytest.mark.parametrize("again", [False, True], ids=["once", "and once more"])
def test_taking_over_is_all_or_nothing_wherever_it_breaks(portal: Flask, whole: Whole, again: bool) -> None:
    path = f"/aanbieder/rapportages/2026-k4/upload/{whole.uploads['linde']}/overnemen"
    browser, witness, nth = browser_of(portal, whole.people["invoerder"]), Witness(portal), 1
    fields = {"once_key": "c" * 32, "keuze": "alles"}
    while (told := _broken_at(portal, browser, path, fields, nth))[1]:
        assert told[0] == 500, f"statement {nth}"
        assert not witness.saw_a_change(), f"statement {nth}"
        nth += 1
    assert told[0] == 303 and witness.saw_a_change()
    measured("faults injected", nth - 1)
    assert nth > 10
    if again:
        after = Witness(portal)
        assert browser.send("POST", path, data=fields).status_code == 303, "a double click"
        assert not after.saw_a_change()
        after.close()
    witness.close()
