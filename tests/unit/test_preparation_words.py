"""How preparing a point is said, and what stays on the screen of whoever typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.foundation.errors import Conflict
from kpi.domain.dialogue import AGENDA_STATES, INPUT_IS_SHARED, KINDS, STATES
from kpi.queries.agenda_item import AgendaPoint
from kpi.queries.item_figures import FigureNow
from kpi.queries.preparation import Aside, InputLine, NoteLine, Prepared
from portal.dialogue.item_page import INPUT, NOTE, ItemPage, PrepConflictPage, Typed
from portal.dialogue.preparation_words import frozen_words, since_words, why_here
from portal.dialogue.words import EVENTS, STEPS
from portal.dialogue.words import STATES as STATE_WORDS

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
POINT = AgendaPoint(
    1, "Gesprek", AT, "voorbereiding", 2, "De Berm", 5, "afwijking", "data", "Doorstroom", "", "", False, "", "", None, 7, "BZ-01", None, None
)
FIGURE = FigureNow(5, "BZ-01", "2026-K3", "80,6 %", 6, "61,3 %", 4, AT, AT + timedelta(days=2), "", "", None, "")
OWN = InputLine(5, 2, "De Berm", "Wij zien", "", "", "Sam", AT, 3)
THEIRS = replace(OWN, organisation_id=1, organisation_name="Gemeente", seen="Zij zien")


def page(**change: Any) -> ItemPage:
    """The page of a point with an own input and a note."""
    state = change.pop("state", "voorbereiding")
    told: dict[str, Any] = {"prepared": Prepared(OWN), "aside": Aside(NoteLine("Notitie", "Sam", AT, 2), ())}
    return ItemPage(replace(POINT, state=state), **(told | change), chart=None, own_name="De Berm", deviation_href="")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_point_says_why_it_is_there(kind: str) -> None:
    assert why_here(replace(POINT, kind=kind)).endswith(".")


def test_a_point_of_people_names_who_put_it_there() -> None:
    assert why_here(replace(POINT, kind="punt", added_by="Karin Peters, Gemeente")) == "Karin Peters, Gemeente heeft dit op de agenda gezet."
    assert why_here(replace(POINT, kind="punt", added_by="Samenzicht")) == "Dit punt is op de agenda gezet."


def test_every_state_and_event_has_words() -> None:
    assert set(STATE_WORDS) == set(STATES)
    assert 4 <= len(STEPS) <= 5
    assert {"agenda gedeeld", "aanvulling voorgelegd", "aanvulling ingetrokken", "geannuleerd", "concept gemaakt"} <= set(EVENTS)


def test_a_frozen_figure_tells_when_and_of_which_version() -> None:
    assert frozen_words(FIGURE) == "Vastgezet op 1 november 2026 om 10:00, uit versie 4 van de rapportage."
    assert frozen_words(replace(FIGURE, frozen_at=None)) == "Dit cijfer wordt vastgezet als de agenda wordt gedeeld."


def test_a_changed_figure_tells_since_when_and_why() -> None:
    assert FIGURE.is_changed
    assert since_words(FIGURE) == "De rapportage is opnieuw ondertekend, 3 november 2026 om 10:00."
    assert since_words(replace(FIGURE, asked="Klopt de noemer?")).endswith("Gevraagd was: Klopt de noemer?")
    corrected = replace(FIGURE, corrected_in="2026-K4", corrected_at=AT + timedelta(days=80), corrected_reason="Dubbel geteld.")
    assert "met de rapportage van K4 2026" in since_words(corrected)
    assert since_words(corrected).endswith("Reden: Dubbel geteld.")
    assert not replace(FIGURE, shown="61,3 %").is_changed
    assert not replace(FIGURE, frozen_at=None).is_changed


@pytest.mark.parametrize("state", STATES)
def test_what_can_be_done_in_each_state(state: str) -> None:
    shown = page(state=state)
    assert shown.may_bring == (state in AGENDA_STATES)
    assert shown.is_shared == (state in INPUT_IS_SHARED)
    assert shown.lead


def test_a_refused_text_stays_in_its_own_form() -> None:
    shown = page(typed=Typed(NOTE, {"text": "Te lang"}, 1, {"text": "Deze tekst is te lang."}))
    assert [(one.text, one.mistake) for one in shown.note] == [("Te lang", "Deze tekst is te lang.")]
    assert [one.text for one in shown.questions] == ["Wij zien", "", ""]
    assert (shown.version(NOTE), shown.version(INPUT)) == (1, 3)
    assert shown.mistakes == ({"href": "#notitie-text", "text": "Deze tekst is te lang."},)
    assert shown.unsaved == ()


def test_a_text_without_a_form_is_shown_to_be_kept() -> None:
    late = Typed(INPUT, {"seen": "Net te laat", "meaning": "", "doing": ""}, 0, {"": "Het verslag ligt ter instemming."})
    shown = page(state="verslag ter instemming", typed=late, prepared=Prepared(OWN, (THEIRS,)))
    assert [one.text for one in shown.unsaved] == ["Net te laat"]
    assert shown.mistakes == ({"href": "", "text": "Het verslag ligt ter instemming."},)
    assert [one.organisation_name for one in shown.readable] == ["De Berm", "Gemeente"]
    assert [one.organisation_name for one in page(prepared=Prepared(OWN, (THEIRS,))).readable] == ["Gemeente"]


def test_two_texts_are_put_together_without_losing_either() -> None:
    lost = Conflict(mine=[("A", "mijn"), ("B", "zelfde")], theirs=[("A", "hun"), ("B", "zelfde")], by="Sam", version=4)
    shown = PrepConflictPage(POINT, lost, "/", "/", INPUT, ("seen", "meaning"))
    assert [one.text for one in shown.together] == ["hun\n\nmijn", "zelfde"]
    assert shown.keep == [("seen", "mijn"), ("meaning", "zelfde")]
