"""Admitting an aanbieder and recording its locations."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from contracts.actions.organisations import add_location, add_provider
from contracts.foundation.errors import Refused
from tests.factories.reporting import MANAGER, NOW, add_world


def test_an_aanbieder_takes_part_once(session: Session) -> None:
    add_world(session)
    about: dict[str, Any] = {"is_fictitious": True, "source": "proef", "by": MANAGER, "at": NOW}
    provider_id = add_provider(session, slug="de-berk", name="De Berk", **about)
    with pytest.raises(Refused):
        add_provider(session, slug="de-berk", name="Een andere", **about)
    place: dict[str, Any] = {
        "provider_id": provider_id,
        "name": "Huis 9",
        "municipality_code": "0935",
        "care_form_code": "opvang",
        "housing_type_code": None,
        "places": 4,
    }
    assert add_location(session, **place, by=MANAGER, at=NOW)
    wrong = (
        {"provider_id": 10**6},
        {"municipality_code": "9999"},
        {"care_form_code": "niets"},
        {"housing_type_code": "niets"},
        {"places": -1},
        {"name": " "},
    )
    for change in wrong:
        with pytest.raises(Refused) as refused:
            add_location(session, **(place | change), by=MANAGER, at=NOW)
        assert refused.value.field == next(iter(change))
