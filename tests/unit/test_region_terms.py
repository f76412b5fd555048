"""A region's own terms: read with their sources, refused with a sentence that names the place, and the Awb itself without them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contracts.actions.reference import read_reference, read_rulebook
from contracts.domain.awb_terms import AWB, DECIDE
from contracts.domain.reference.mistake import ReferenceMistake
from contracts.domain.region_terms import AWB_ALONE, parse_region_terms
from tests.support.reference import REGION, copy_with

TERM = {"code": DECIDE, "count": 13, "unit": "weken", "article": "Verordening artikel 8", "source": "[VOORSTEL]"}
DAY = {"day": date(2026, 5, 15), "name": "Vrijdag na Hemelvaart", "source": "[VOORSTEL]"}


def test_the_shipped_file_changes_nothing_of_the_awb() -> None:
    assert read_rulebook(REGION) == AWB_ALONE.book and read_reference(REGION).terms == AWB_ALONE


def test_own_terms_and_free_days_move_the_last_day() -> None:
    found = parse_region_terms({"term": [TERM], "free_day": [DAY]})
    assert found.book.last_day(DECIDE, date(2026, 1, 5)) == date(2026, 4, 6)  # 13 weeks: the Atw does not move it
    assert AWB_ALONE.book.last_day(DECIDE, date(2026, 3, 20)) == date(2026, 5, 15)
    assert parse_region_terms({"free_day": [DAY]}).book.last_day(DECIDE, date(2026, 3, 20)) == date(2026, 5, 18)
    assert found.sources == ((DECIDE, "[VOORSTEL]"), ("2026-05-15", "[VOORSTEL]")) and set(found.book.rules) == set(AWB)


@pytest.mark.parametrize(
    ("document", "field", "words"),
    [
        ({"term": [{**TERM, "source": ""}]}, "source", "bron ontbreekt"),
        ({"term": [{key: value for key, value in TERM.items() if key != "article"}]}, "article", "ontbreekt"),
        ({"term": [{**TERM, "code": "beslissing"}]}, "code", "kennen we niet"),
        ({"term": [{**TERM, "count": 0}]}, "count", "niet lager zijn dan 1"),
        ({"term": [{**TERM, "count": 5000}]}, "count", "hoogstens 1000"),
        ({"term": [{**TERM, "unit": "werkdagen"}]}, "unit", "kennen we niet"),
        ({"term": [TERM, TERM]}, "code", "twee keer"),
        ({"term": [{**TERM, "days": 3}]}, "days", "kennen we niet"),
        ({"term": []}, "term", "leeg"),
        ({"free_day": [{**DAY, "day": "15 mei"}]}, "day", "datum"),
        ({"free_day": [DAY, DAY]}, "day", "twee keer"),
        ({"free_day": [{**DAY, "source": " "}]}, "source", "bron ontbreekt"),
        ({"free_days": [DAY]}, "free_days", "kennen we niet"),
    ],
)
def test_a_mistake_is_told_at_its_place(document: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(ReferenceMistake) as caught:
        parse_region_terms(document)
    assert (caught.value.file, caught.value.field) == ("terms.toml", field) and words in str(caught.value)


def test_the_whole_region_is_read_with_them(tmp_path: Path) -> None:
    row = '[[term]]\ncode = "betaling"\ncount = 30\nunit = "dagen"\narticle = "Beleidsregel artikel 3"\nsource = "{}"\n# De termijnen'
    folder = copy_with(REGION, tmp_path / "own", file="terms.toml", old="# De termijnen", new=row.format("S001 §1"))
    assert read_reference(folder).terms.book.rules["betaling"].length == "30 dagen"
    folder = copy_with(REGION, tmp_path / "unknown", file="terms.toml", old="# De termijnen", new=row.format("Krant"))
    with pytest.raises(ReferenceMistake, match=r"region\.toml"):
        read_reference(folder)
    (folder / "terms.toml").unlink()
    assert read_reference(folder).terms == AWB_ALONE
