"""The record that everybody at the table consents to: one hash, which any change of anything in it changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM
from kpi.domain.minutes import (
    Answer,
    Record,
    RecordedAction,
    RecordedAddendum,
    RecordedHead,
    RecordedInput,
    RecordedItem,
    RecordedParty,
    RecordedPerson,
    all_agree,
    canonical,
    check_answer,
    fingerprint,
    fingerprint_of,
    parse,
)

AT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
INPUT = RecordedInput(2, "Stichting De Berm", "Minder uitstroom.", "Te weinig woningen.", "Een plan.")
ITEM = RecordedItem(1, "data", 3000, "Doorstroom", 7, "Het cijfer is 41%.", "Besproken.", "afwijking", "41,0 %", "2026-K3", 2, AT, (INPUT,))
ACTION = RecordedAction(
    1, 1, 7, "Maak een plan", "Stichting De Berm", "Sam Peters", date(2026, 10, 1), "MZ-04", 3, "Verblijf", Decimal("45.5"), "41,0 %", "2026-K3"
)
HEAD = RecordedHead(
    5, "Gesprek", AT, "Stadhuis",
    (RecordedParty(1, "Gemeente", "gemeente"), RecordedParty(2, "Stichting De Berm", "aanbieder")),
    (RecordedPerson("Karin Peters", "Gemeente", "deelnemer", "aanwezig"),),
)  # fmt: skip
OTHER_HEAD = RecordedHead(6, "Een ander gesprek", AT, "", ())
WHOLE = Record(HEAD, (ITEM,), (ACTION,), (RecordedAddendum(1, "De datum is 15 december.", "Verkeerde datum.", "Sam Peters", "Stichting De Berm"),))


def _changed(value: Any) -> Any:
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value + 1 if isinstance(value, int | Decimal) else f"{value}."


def _versions(thing: Any) -> Iterator[tuple[str, Any]]:
    """The thing with one of its fields changed, each in turn, however deep."""
    for field in fields(thing):
        value = getattr(thing, field.name)
        if is_dataclass(value):
            yield from ((f"{field.name}.{name}", replace(thing, **{field.name: other})) for name, other in _versions(value))
        elif isinstance(value, tuple):
            yield f"{field.name} shorter", replace(thing, **{field.name: value[1:]})
            for number, one in enumerate(value):
                for name, other in _versions(one):
                    yield f"{field.name}[{number}].{name}", replace(thing, **{field.name: (*value[:number], other, *value[number + 1 :])})
        else:
            yield field.name, replace(thing, **{field.name: _changed(value)})


@pytest.mark.parametrize(("name", "other"), [pytest.param(name, other, id=name) for name, other in _versions(WHOLE)])
def test_any_change_of_anything_changes_the_hash(name: str, other: Record) -> None:
    assert fingerprint(other) != fingerprint(WHOLE), name


def test_the_text_of_an_edition_is_the_record() -> None:
    assert parse(canonical(WHOLE), OTHER_HEAD) == WHOLE
    assert canonical(parse(canonical(WHOLE), OTHER_HEAD)) == canonical(WHOLE)
    assert fingerprint_of(canonical(WHOLE)) == fingerprint(WHOLE)
    bare = Record(replace(HEAD, people=()), (RecordedItem(1, "data", 1, "x", None, "", ""),), ())
    assert parse(canonical(bare), OTHER_HEAD) == bare


def test_a_text_of_the_first_form_is_read_with_the_head_of_its_session() -> None:
    item = {"item_id": 1, "part": "data", "position": 3000, "title": "Doorstroom", "deviation_id": 7, "figures": "41%", "minutes": "Besproken."}
    action = {"action_id": 1, "agenda_item_id": 1, "deviation_id": 7, "text": "Plan", "owner_organisation": "A", "owner_name": "Sam"}
    read = parse(json.dumps({"agenda": [item], "afspraken": [action | {"due_on": "2026-10-01"}]}), HEAD)
    assert read == Record(HEAD, (RecordedItem(**item),), (RecordedAction(**action, due_on=date(2026, 10, 1)),))


def test_the_same_moment_and_figure_is_the_same_text() -> None:
    here = replace(WHOLE, head=replace(HEAD, planned_at=AT.astimezone(AMSTERDAM)), actions=(replace(ACTION, expected_value=Decimal("45.500")),))
    assert canonical(here) == canonical(WHOLE)


@given(st.text(), st.text())
def test_the_hash_is_the_same_only_for_the_same_minutes(one: str, other: str) -> None:
    same = fingerprint(Record(HEAD, (replace(ITEM, minutes=one),), ())) == fingerprint(Record(HEAD, (replace(ITEM, minutes=other),), ()))
    assert same == (one == other)


def test_text_does_not_slide_from_one_field_into_the_next() -> None:
    one, other = (Record(HEAD, (replace(ITEM, title=title, figures=figures),), ()) for title, figures in (("ab", "c"), ("a", "bc")))
    assert fingerprint(one) != fingerprint(other)


def test_the_order_of_the_rows_does_not_matter() -> None:
    second, later = replace(ITEM, item_id=2, position=3001), replace(ACTION, action_id=2)
    inputs = (INPUT, replace(INPUT, organisation_id=1))
    one = Record(HEAD, (replace(ITEM, inputs=inputs), second), (ACTION, later))
    other = Record(replace(HEAD, parties=HEAD.parties[::-1], people=HEAD.people[::-1]), (second, replace(ITEM, inputs=inputs[::-1])), (later, ACTION))
    assert canonical(one) == canonical(other)


def test_an_addendum_makes_another_record_and_keeps_the_rest() -> None:
    more = WHOLE.with_addendum(RecordedAddendum(2, "En nog iets.", "Vergeten.", "Karin Peters", "Gemeente"))
    assert (more.head, more.items, more.actions) == (WHOLE.head, WHOLE.items, WHOLE.actions)
    assert fingerprint(more) != fingerprint(WHOLE)


AGREED = [Answer(1, "gemeente", "eens", "x", False), Answer(2, "aanbieder", "eens", "x", False)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (AGREED, True),
        (AGREED[:1], False),
        ([AGREED[0], AGREED[0]], False),
        ([AGREED[0], replace(AGREED[1], is_void=True)], False),
        ([AGREED[0], replace(AGREED[1], sha256="y")], False),
        ([AGREED[0], replace(AGREED[1], verdict="niet eens")], False),
        ([*AGREED, replace(AGREED[1], verdict="niet eens")], False),
        ([replace(AGREED[1], verdict="niet eens"), *AGREED], True),
    ],
)
def test_both_sides_must_agree_with_the_same_record(answers: list[Answer], expected: bool) -> None:
    assert all_agree(answers, "x", parties=(1, 2)) is expected


def test_everybody_at_a_joint_table_must_agree() -> None:
    others = [Answer(number, "aanbieder", "eens", "x", False) for number in (2, 3, 4, 5)]
    assert all_agree([AGREED[0], *others], "x", parties=(1, 2, 3, 4, 5))
    assert not all_agree([AGREED[0], *others[:-1]], "x", parties=(1, 2, 3, 4, 5))
    assert not all_agree([], "x", parties=())


@pytest.mark.parametrize(
    ("side", "verdict", "reason", "field"),
    [("klankbordgroep", "eens", "", "side"), ("gemeente", "misschien", "", "verdict"), ("gemeente", "niet eens", "", "reason")],
)
def test_an_incomplete_answer_is_refused(side: str, verdict: str, reason: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_answer(side=side, verdict=verdict, reason=reason)
    assert refused.value.field == field
