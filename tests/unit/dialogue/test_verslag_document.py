"""From record to words: what stands under a point, what an agreement should bring, and what a text is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kpi.domain.minutes import RecordedAction, RecordedPerson
from kpi.queries.dialogue_editions import EditionLine
from kpi.queries.dialogue_reading import Happened, OpenAddendum, Reading
from portal.dialogue.verslag_document import document_of
from portal.dialogue.verslag_pages import ReadingPage
from portal.dialogue.verslag_words import about_what, effect_of, present, standing
from portal.dialogue.words import Seat
from tests.unit.test_minutes_domain import ACTION, AT, INPUT, ITEM, WHOLE

BERM = "Stichting De Berm"
EARLIER = replace(ITEM, item_id=9, position=1, title="Open afspraak: bel de corporatie", inputs=(), frozen_at=None)
RECORD = replace(WHOLE, items=(EARLIER, ITEM, replace(ITEM, item_id=2, part="dialoog", position=4000, title="Wat leren we?", minutes="", inputs=())))


def _said(minutes: int, what: str, organisation_id: int, *, is_void: bool = False, reason: str = "") -> Happened:
    who = ("Karin Peters", "Gemeente") if organisation_id == 1 else ("Sam Peters", BERM)
    return Happened(AT + timedelta(minutes=minutes), True, what, *who, organisation_id, reason, "x", is_void)


def _step(minutes: int, what: str) -> Happened:
    return Happened(AT + timedelta(minutes=minutes), False, what, "Karin Peters", "Gemeente", None, "", "", False)


SETTLED = Reading(
    session_id=5, state="vastgesteld", provider_id=2, version=9, record=RECORD, sha256="x", edition=EditionLine(1, "x", AT + timedelta(minutes=4)),
    editions=(EditionLine(1, "x", AT + timedelta(minutes=4)),), addendum=None, now={},
    timeline=(_step(0, "begonnen"), _said(1, "niet eens", 2, is_void=True, reason="Er mist iets."), _said(2, "eens", 1), _said(3, "eens", 2),
              _step(4, "vastgesteld")),
)  # fmt: skip
OFFERED = replace(SETTLED, state="verslag ter instemming", edition=None, editions=(), timeline=SETTLED.timeline[:3], now={1: "44,0 %, uit versie 3"})


def test_points_stand_under_their_part_with_all_that_was_brought_in() -> None:
    document = document_of(SETTLED)
    assert [(section.title, [point.title for point in section.points]) for section in document.sections] == [
        ("Eerdere afspraken", ["Open afspraak: bel de corporatie"]),
        ("Data en informatie", ["Doorstroom"]),
        ("Betekenisvolle dialoog", ["Wat leren we?"]),
    ]
    point = document.sections[1].points[0]
    assert point.figures_note == "41,0 % in K3 2026. Vastgelegd op 3 november 2026 om 10:00, uit versie 2 van de aanlevering."
    assert [(given.party, dict(given.answers)) for given in point.inputs] == [
        (BERM, {"Wat zien we?": INPUT.seen, "Wat betekent het?": INPUT.meaning, "Wat doen we?": INPUT.doing})
    ]
    assert point.agreements == ("Maak een plan. Sam Peters (Stichting De Berm), uiterlijk 1 oktober 2026.",)
    assert document.sections[0].points[0].figures_note == ""


def test_answers_and_time_line_tell_who_agreed_when() -> None:
    document = document_of(SETTLED)
    assert [(one.party, one.verdict, one.who, one.when) for one in document.answers] == [
        ("Gemeente", "Eens", "Karin Peters", "3 november 2026 om 10:02"),
        (BERM, "Eens", "Sam Peters", "3 november 2026 om 10:03"),
    ]
    assert "Dit antwoord telt niet meer" in document.timeline[1].note and document.timeline[1].note.startswith("Er mist iets.")
    assert (document.is_concept, document.edition, document.settled, document.at) == (
        False, 1, "3 november 2026 om 10:04", AT + timedelta(minutes=4),
    )  # fmt: skip
    waiting = document_of(OFFERED)
    assert [one.verdict for one in waiting.answers] == ["Eens", "Nog geen antwoord"]
    assert (waiting.is_concept, waiting.edition, waiting.settled) == (True, 0, "")
    assert [point.now for section in waiting.sections for point in section.points] == ["", "44,0 %, uit versie 3", ""]


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (ACTION, "Van 41,0 % (K3 2026) naar 45,5 %"),
        (replace(ACTION, expected_value=None), "Was 41,0 % (K3 2026)"),
        (replace(ACTION, expected_value=Decimal(46), baseline_shown="", baseline_period=""), "Naar 46"),
        (RecordedAction(1, None, None, "Bel", "A", "Sam", date(2026, 1, 1)), ""),
    ],
)
def test_the_effect_that_is_expected(action: RecordedAction, said: str) -> None:
    assert effect_of(action) == said


def test_what_an_agreement_is_about() -> None:
    assert about_what(ACTION, {1: ITEM}) == "Doorstroom\nKPI MZ-04\nVerblijf"
    assert about_what(replace(ACTION, indicator_code=None, commitment_name="", agenda_item_id=None), {1: ITEM}) == ""


def test_people_at_the_table() -> None:
    guest = RecordedPerson("Toos Bos", "Woningstichting", "gast", "")
    assert [present(one) for one in (*WHOLE.head.people, guest, replace(guest, presence="afwezig"))] == [
        "Karin Peters, Gemeente", "Toos Bos, Woningstichting, gast (uitgenodigd)", "Toos Bos, Woningstichting, gast (afwezig)",
    ]  # fmt: skip


def _page(reading: Reading, provider_id: int | None, *, may_consent: bool = True) -> ReadingPage:
    return ReadingPage(reading, document_of(reading), Seat("x", may_chair=provider_id is None, may_consent=may_consent), provider_id)


def test_the_one_next_step_for_everybody() -> None:
    assert _page(SETTLED, None).step is None
    waits, answers, reads = _page(OFFERED, None).step, _page(OFFERED, 2).step, _page(OFFERED, 2, may_consent=False).step
    assert waits and waits.title == f"Wacht op {BERM}"
    assert answers and (answers.title, answers.action) == ("Lees het verslag en geef uw instemming", "consent")
    assert reads and reads.action == ""
    against = replace(OFFERED, timeline=(*OFFERED.timeline, _said(5, "niet eens", 2, reason="Er mist een punt.")))
    own, other = _page(against, 2).step, _page(against, None).step
    assert own and own.title == "U bent het niet eens"
    assert other and other.title == f"{BERM} is het niet eens" and "Pas het verslag samen aan" in other.text
    added = replace(against, addendum=OpenAddendum(1, "a", "b", "Sam", BERM, 1), editions=SETTLED.editions)
    step = _page(added, None).step
    assert step and "Pas de aanvulling aan, of trek haar in." in step.text


def test_what_this_text_is() -> None:
    addendum = OpenAddendum(1, "a", "b", "Sam", BERM, 1)
    talking = replace(OFFERED, state="in gesprek")
    told = [standing(one)[0] for one in (SETTLED, OFFERED, replace(OFFERED, addendum=addendum), talking)]
    assert told == ["Vastgesteld, editie 1", "Ter instemming", "Aanvulling ter instemming", "Concept"]
    assert not _page(replace(OFFERED, editions=SETTLED.editions), None).may_reopen
    assert _page(OFFERED, None).may_reopen and not _page(OFFERED, 2).may_reopen
