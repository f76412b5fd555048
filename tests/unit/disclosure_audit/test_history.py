"""Everything that was ever published together: corrections, years, groups, what an insider sees over time, and time that runs out."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest

from contracts.foundation.errors import Refused
from kpi.domain.disclosure_audit.audit import Limits, audit
from kpi.domain.disclosure_audit.sentences import sentence, unproven
from kpi.domain.plain_language import LONGEST_SENTENCE
from portal.developer import history_file
from tests.support.disclosure_history import RULES
from tests.unit.disclosure.making import read
from tests.unit.disclosure_audit.asking import audited, found

Content = dict[str, Any]


def edition(name: str, values: dict[str, int], **more: Any) -> Content:
    """Figures under a name; without `suppressed` or `rounded` they are shown as they are."""
    return {"name": name, "cells": [{"id": one, "value": value} for one, value in values.items()]} | more


def history(*editions: Content, **more: Any) -> Content:
    return {"editions": list(editions), "rules": RULES} | more


def test_a_year_may_not_tell_what_a_quarter_left_out() -> None:
    quarters = [edition(f"K{k}", {f"K{k}": value}, suppressed=[f"K{k}"] if value < 5 else []) for k, value in enumerate((8, 3, 9, 12), start=1)]
    year = {"total": "jaar", "parts": ["K1", "K2", "K3", "K4"]}
    shown = audited(history(*quarters, edition("jaar", {"jaar": 32}), equations=[year]))
    assert [(one.cell, one.interval, one.allowed) for one in shown.findings] == [("K2", (3.0, 3.0), (0.0, 5.0))]
    assert audited(history(*quarters, edition("jaar", {"jaar": 32}, suppressed=["jaar"]), equations=[year])).safe


def test_a_small_correction_is_a_small_number_of_people() -> None:
    first = edition("eerst", {"a": 14})
    made = audited(history(first, edition("verbeterd", {"a": 12})))
    assert [(one.rule, one.cell, one.beside, one.interval) for one in made.findings] == [("difference", "a", "a (verbeterd)", (2.0, 2.0))]
    assert audited(history(first, edition("verbeterd", {"a": 30}))).safe
    assert audited(history(first, edition("verbeterd", {"a": 12}, suppressed=["a"]))).safe
    rounded = edition("eerst", {"a": 14}, rounded={"a": 15}), edition("verbeterd", {"a": 12}, rounded={"a": 10})
    assert audited(history(*rounded)).safe


def test_a_correction_is_held_against_every_edition_before_it() -> None:
    """Who kept the first edition lays it beside the third: what came in between hides nothing."""
    first, far = edition("een", {"a": 14}), edition("twee", {"a": 30})
    made = audited(history(first, far, edition("drie", {"a": 13})))
    assert [(one.rule, one.cell, one.beside, one.interval) for one in made.findings] == [("difference", "a", "a (drie)", (1.0, 1.0))]
    assert audited(history(first, far, edition("drie", {"a": 13}, suppressed=["a"]))).safe


def test_a_correction_that_is_undone_gives_the_first_figure_back() -> None:
    first, far = edition("een", {"a": 14}, rounded={"a": 15}), edition("twee", {"a": 30}, rounded={"a": 30})
    assert audited(history(first, far, edition("drie", {"a": 14}, rounded={"a": 15}))).safe
    made = audited(history(first, far, edition("drie", {"a": 14}, rounded={"a": 10})))
    assert [(one.rule, one.earlier, one.later, one.interval) for one in made.findings] == [("rounding", "een", "drie", (11.0, 14.0))]


def test_an_insider_sees_that_its_own_part_of_a_figure_changed() -> None:
    def one(name: str, own: int, **more: Any) -> Content:
        return edition(name, {}, cells=[{"id": "a", "value": 20, "contrib": {"A": own, "B": 20 - own}}], **more)

    made = audited(history(one("eerst", 10), one("verbeterd", 9)))
    assert found(made) == {("A", "a (verbeterd)", "difference"), ("B", "a", "difference")}
    assert audited(history(one("eerst", 10, suppressed=["a"]), one("verbeterd", 9, suppressed=["a"]))).safe


def test_rounding_twice_tells_more_than_once() -> None:
    first, second = (edition(name, {"a": 3, "b": 41}, rounded={"a": told, "b": 40}) for name, told in (("eerst", 0), ("daarna", 5)))
    made = audited(history(first, second))
    assert [(one.rule, one.interval) for one in made.findings] == [("rounding", (1.0, 4.0)), ("frequency", (1.0, 4.0))]
    assert (made.findings[0].earlier, made.findings[0].later) == ("eerst", "daarna")


def test_what_was_left_out_may_not_be_shown_later_but_what_was_shown_may_be_left_out() -> None:
    shown, hidden = edition("een", {"a": 14}), edition("twee", {"a": 14}, suppressed=["a"])
    assert found(audited(history(hidden, shown))) == {(None, "a", "pattern")}
    assert audited(history(shown, hidden)).safe


def test_a_group_may_not_share_one_category() -> None:
    values = {"18-22|BW": 7, "18-22|MO": 0, "18-22": 7}
    equation = [{"total": "18-22", "parts": ["18-22|BW", "18-22|MO"]}]
    groups = {"members": 1, "totals": ["18-22"]}
    made = audited(history(edition("K1", values, equations=equation), groups=groups))
    assert found(made) == {(None, "18-22", "groups")}
    assert (made.findings[0].beside, made.findings[0].interval) == ("18-22|BW", (0.0, 0.0))
    left_out = edition("K1", values, equations=equation, suppressed=["18-22|BW", "18-22|MO"])
    assert audited(history(left_out, groups=groups)).safe


def test_of_a_group_nobody_learns_what_it_makes_up_by_itself() -> None:
    """A brings in all but those in MO, and B all but those in BW: each knows where the others are, whatever is published. C is told nothing."""
    cells = [{"id": "18-22|BW", "value": 3, "contrib": {"A": 3}}, {"id": "18-22|MO", "value": 6, "contrib": {"B": 6}}]
    more = [{"id": "18-22|ZB", "value": 2, "contrib": {"A": 1, "B": 1}}]
    groups = {"members": 1, "totals": ["18-22"]}

    def told(*parts: Content) -> Content:
        total = {"id": "18-22", "value": sum(one["value"] for one in parts)}
        names = [one["id"] for one in (*parts, total)]
        return edition("K1", {}, cells=[*parts, total], equations=[{"total": "18-22", "parts": names[:-1]}], suppressed=names)

    assert audited(history(told(*cells), groups=groups)).safe
    assert audited(history(told(cells[1]), groups=groups)).safe  # one category: everybody is in it
    known = [{"id": "BW", "value": 7, "contrib": {"A": 7}}, {"id": "BW|23+", "value": 7, "contrib": {"A": 7}}, {"id": "18-22|BW", "value": 0}]
    youth = [{"id": "18-22|MO", "value": 6, "contrib": {"B": 6}}, {"id": "18-22", "value": 6}]
    both = [{"total": "BW", "parts": ["BW|23+", "18-22|BW"]}, {"total": "18-22", "parts": ["18-22|MO", "18-22|BW"]}]
    alone = edition("K1", {}, cells=[*known, *youth], equations=both, suppressed=["18-22", "18-22|MO", "18-22|BW", "BW", "BW|23+"])
    assert audited(history(alone, groups=groups)).safe  # nobody but A offers BW, so A knows that nobody of 18-22 is there
    shown = told(*cells, *more) | {"suppressed": ["18-22|BW", "18-22|MO"]}
    assert ("A", "18-22", "groups") in found(audited(history(shown, groups=groups)))


def test_equal_input_gives_equal_findings() -> None:
    content = history(edition("K1", {"a": 3, "b": 2, "t": 5}, equations=[{"total": "t", "parts": ["a", "b"]}], suppressed=["a"]))
    assert audited(content).findings == audited(content).findings != ()


def test_an_audit_that_did_not_finish_is_never_safe() -> None:
    content = history(edition("K1", {"a": 3, "b": 30, "t": 33}, equations=[{"total": "t", "parts": ["a", "b"]}], suppressed=["a", "b"]))
    published, insiders, _ = history_file.read(_bytes(content))
    assert audit(published, insiders, limits=Limits(60), elapsed=lambda: 0.0).safe
    for moments in range(1, 4):
        ticks = count()
        made = audit(published, insiders, limits=Limits(moments), elapsed=lambda ticks=ticks: float(next(ticks)))  # type: ignore[misc]
        assert made.safe == (not made.unproven)
    late = audit(published, insiders, limits=Limits(1), elapsed=lambda: 2.0)
    assert (late.safe, late.findings, late.unproven) == (False, (), ((None, "a"),))
    assert unproven(late).startswith("Niet bewezen veilig")


def test_every_finding_is_one_plain_sentence() -> None:
    content = history(
        edition("K1", {"a": 3, "b": 7, "c": 0, "t": 10}, equations=[{"total": "t", "parts": ["a", "b", "c"]}], suppressed=["a"]),
        edition("K2", {"a": 3, "b": 6, "c": 0, "t": 9}, equations=[{"total": "t", "parts": ["a", "b", "c"]}], rounded={"a": 5}),
        groups={"members": 3, "totals": ["t"]},
        insiders=["A"],
    )
    said = [sentence(one) for one in audited(content).findings]
    assert {one.rule for one in audited(content).findings} >= {"frequency", "difference", "groups", "pattern"}
    assert all(one.endswith(".") and len(one.split()) <= LONGEST_SENTENCE + 8 for one in said)
    assert "Aanbieder A kan uitrekenen dat het cijfer van de anderen in 'a' precies 3 is; er moet een ruimte van 4 overblijven." in said


BAD: list[tuple[Content, str]] = [
    (history(), "minstens 1"),
    (history(edition("", {"a": 1})), "tekst van 1"),
    (history(edition("K1", {"a": 1}), edition("K1", {"b": 1})), "dezelfde naam"),
    (history(edition("K1", {"a": -1})), "kleiner zijn dan 0"),
    (history(edition("K1", {"a": 1}, extra=1)), "niet bekend"),
    (history(edition("K1", {"a": 1}), extra=1), "niet bekend"),
    (history(edition("K1", {"a": 1}, suppressed=["z"])), "'z' bestaat niet"),
    (history(edition("K1", {"a": 10}, suppressed=["a"], rounded={"a": 10})), "weggelaten en ook afgerond"),
    (history(edition("K1", {"a": 10}), equations=[{"total": "a", "parts": ["z"]}]), "'z' bestaat niet"),
    (history(edition("K1", {"a": 10, "b": 9}), equations=[{"total": "a", "parts": ["b"]}]), "tellen niet op"),
    (history(edition("K1", {"a": 10, "b": 9, "t": 19}, equations=[{"total": "t", "parts": ["a", "b"]}]), edition("K2", {"a": 11})), "tellen niet op"),
    (history(edition("K1", {"a": 10, "b": 10}), equations=[{"total": "a", "parts": ["b", "b"]}]), "twee keer"),
    (history(edition("K1", {"a": 10, "b": 9}), flows=[{"begin": "a", "in": [], "out": [], "end": "b"}]), "tellen niet op"),
    (history(edition("K1", {"a": 10}), flows=[{"begin": "a", "end": 5}]), "tekst van 1"),
    (history(edition("K1", {"a": 10}), groups={"totals": ["z"]}), "'z' bestaat niet"),
    (history(edition("K1", {"a": 10}), groups={"totals": ["a"], "members": -1}), "kleiner zijn dan 0"),
    (history(edition("K1", {"a": 10}), prior={"upper": {"z": 1}}), "'z' bestaat niet"),
    (history(edition("K1", {"a": 10}), prior={"upper": {"a": 1}}), "buiten wat vooraf"),
    (history(edition("K1", {"a": 10}), protect=[{"id": "z"}]), "'z' bestaat niet"),
    (history(edition("K1", {"a": 10}), protect=[{"id": "a", "lower": -1}]), "breedte"),
    (history(edition("K1", {"a": 10}), protect=[{"id": "a"}, {"id": "a"}]), "twee keer"),
    (history(edition("K1", {"a": 10}), insiders=["A", "A"]), "twee keer"),
    (history(edition("K1", {"a": 10}), insiders=[str(n) for n in range(21)]), "te veel"),
    (history(edition("K1", {"a": 10}), time_limit=0), "tijd"),
    (history(edition("K1", {"a": 10}), rules=[{"type": "magic"}]), "Kies als type"),
]


@pytest.mark.parametrize(("content", "said"), BAD)
def test_a_history_that_contradicts_itself_is_refused(content: Content, said: str) -> None:
    with pytest.raises(Refused) as refused:
        audited(content)
    assert said in refused.value.reason


def test_contributions_must_add_up_between_editions() -> None:
    cells = [{"id": "a", "value": 4, "contrib": {"A": 4}}, {"id": "b", "value": 4, "contrib": {"B": 4}}]
    with pytest.raises(Refused, match="bijdraagt"):
        audited(history(edition("K1", {}, cells=cells), equations=[{"total": "a", "parts": ["b"]}]))


def test_one_set_of_tables_is_a_history_of_one() -> None:
    table = {"cells": [{"id": "a", "value": 3}], "rules": RULES, "suppressed": []}
    assert read(table).suppressed == frozenset()
    assert found(audited(table)) == {(None, "a", "frequency")}


def _bytes(content: Content) -> bytes:
    return json.dumps(content).encode()
