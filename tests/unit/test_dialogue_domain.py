"""The life of a dialogue session."""

from __future__ import annotations

import pytest

from contracts.foundation.errors import Refused
from kpi.domain import dialogue as d

ALLOWED = {
    (None, "concept gemaakt"): "concept",
    (None, "gepland"): "voorbereiding",
    ("concept", "gepland"): "voorbereiding",
    ("concept", "verplaatst of gewijzigd"): "concept",
    ("voorbereiding", "verplaatst of gewijzigd"): "voorbereiding",
    ("gedeeld", "verplaatst of gewijzigd"): "gedeeld",
    ("concept", "geannuleerd"): "geannuleerd",
    ("voorbereiding", "geannuleerd"): "geannuleerd",
    ("gedeeld", "geannuleerd"): "geannuleerd",
    ("voorbereiding", "agenda gedeeld"): "gedeeld",
    ("voorbereiding", "begonnen"): "in gesprek",
    ("gedeeld", "begonnen"): "in gesprek",
    ("in gesprek", "verslag ter instemming gelegd"): "verslag ter instemming",
    ("verslag ter instemming", "heropend"): "in gesprek",
    ("verslag ter instemming", "vastgesteld"): "vastgesteld",
    ("vastgesteld", "aanvulling voorgelegd"): "verslag ter instemming",
    ("verslag ter instemming", "aanvulling ingetrokken"): "vastgesteld",
}


@pytest.mark.parametrize("event", d.EVENTS)
@pytest.mark.parametrize("state", [None, *d.STATES])
def test_every_pair_of_state_and_event(state: str | None, event: str) -> None:
    expected = ALLOWED.get((state, event))
    if expected is None:
        with pytest.raises(Refused):
            d.next_state(state, event)
    else:
        assert d.next_state(state, event) == expected


def test_the_state_is_the_fold_of_the_events() -> None:
    assert d.fold([]) is None
    assert d.fold((*d.EVENTS[:5], "heropend", "verslag ter instemming gelegd", "vastgesteld")) == "vastgesteld"
    assert d.fold(("gepland", "begonnen", "verslag ter instemming gelegd", "vastgesteld")) == "vastgesteld"  # from before agendas were shared


@pytest.mark.parametrize(
    ("subject", "open_in"),
    [
        (d.AGENDA, {"voorbereiding", "gedeeld", "in gesprek"}),
        (d.INPUT, {"voorbereiding", "gedeeld", "in gesprek"}),
        (d.MINUTES, {"in gesprek", "verslag ter instemming"}),
        (d.ACTION_POINTS, {"in gesprek", "verslag ter instemming"}),
        (d.CONSENTS, {"verslag ter instemming"}),
    ],
)
@pytest.mark.parametrize("state", d.STATES)
def test_what_can_be_changed_in_which_state(subject: str, open_in: set[str], state: str) -> None:
    if state in open_in:
        d.require(state, subject)
    else:
        with pytest.raises(Refused):
            d.require(state, subject)


def test_the_four_parts_stand_in_the_order_of_the_sturingsmodel_after_what_was_carried_over() -> None:
    assert list(d.PARTS) == ["waarden", "kaders", "data", "dialoog"]
    assert list(d.FIRST_POSITION.values()) == sorted(d.FIRST_POSITION.values())
    assert d.is_carried_over(1) and not any(d.is_carried_over(first) for first in d.FIRST_POSITION.values())
