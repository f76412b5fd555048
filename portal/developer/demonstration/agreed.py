"""What was agreed in the demonstration besides amounts: variants and products, tariffs that are indexed every year, and the KPIs of a contract."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from contracts.actions.staffel import set_steps
from contracts.actions.tariffs import add_tariff, end_tariff, index_tariff
from contracts.domain.commitment import SUBSIDIE
from contracts.domain.tariff_change import TypedTariff
from contracts.domain.variant import Variant
from contracts.foundation.period import AMSTERDAM
from contracts.queries.agreements import commitments
from contracts.queries.tariffs import tariffs_of
from kpi.actions.agreed_kpis import attach_kpis, change_kpi
from kpi.domain.agreed_norm import seen_as
from portal.developer.demonstration.story import Story
from portal.developer.demonstration.troupe import Troupe

FIRST_YEAR = 2022
WHERE = "Bijlage 2 van de overeenkomst (verzonnen)"
GRANTED = "Voorschrift bij de verlening (verzonnen)"
INDEXED = "Jaarlijkse indexering, artikel 6 van de overeenkomst (verzonnen)."
ENDS = "Over de prijs hierna wordt nog gesproken (verzonnen)."
_FILE = Path(__file__).with_name("agreed.toml")


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def terms_of(reference: str) -> dict[str, Any]:
    """What a new commitment says of its variant, product and places; a subsidie has none."""
    told = _told()["arrangement"].get(reference)
    if told is None:
        return {}
    category, code = told["product"]
    places = None if "places" not in told else Decimal(told["places"])
    return {"variant": Variant(told["variant"]), "product_category": category, "product_code": code, "agreed_places": places}


def agreed(session: Session, *, troupe: Troupe, begin: datetime, now: datetime) -> Story:
    """Tariffs and KPIs at the start; every December the tariffs of the next year, and in the current year one that ends too early."""
    at = yield begin
    items = commitments(session, provider_id=None)
    for item in items:
        attach_usual_kpis(session, commitment_id=item.id, kind=item.kind, care_form_code=item.care_form_code, troupe=troupe, at=at)
    priced = {item.id: _told()["arrangement"][item.reference] for item in items if "euros" in _told()["arrangement"].get(item.reference, {})}
    for number, told in priced.items():
        _price(session, number, told, troupe=troupe, at=at)
    this_year = now.astimezone(AMSTERDAM).year
    for year in range(FIRST_YEAR + 1, this_year + 1):
        at = yield max(begin, datetime(year - 1, 12, 7, 9, tzinfo=UTC))
        for number in priced:
            _index(session, number, year, troupe=troupe, at=at)
    for number, told in priced.items():
        if "ends" in told:
            _end(session, number, date(this_year, *told["ends"]), troupe=troupe, at=at)


def _price(session: Session, commitment_id: int, told: Mapping[str, Any], *, troupe: Troupe, at: datetime) -> None:
    about: dict[str, Any] = {"commitment_id": commitment_id, "by": troupe.manager, "at": at}
    add_tariff(session, new=TypedTariff(told["unit"], told["euros"], date(FIRST_YEAR, 1, 1)), reason=f"{WHERE}.", **about)
    if "steps" in told:
        set_steps(session, typed=[(units, part) for units, part in told["steps"]], reason=f"{WHERE}.", version=0, **about)


def _index(session: Session, commitment_id: int, year: int, *, troupe: Troupe, at: datetime) -> None:
    every_year: Mapping[str, str] = _told()["indexation"]
    percentage = every_year.get(str(year)) or every_year[max(every_year)]
    told: dict[str, Any] = {"percentage_text": percentage, "reason": INDEXED, "version": 1}
    index_tariff(session, commitment_id=commitment_id, from_on=date(year, 1, 1), **told, by=troupe.manager, at=at)


def _end(session: Session, commitment_id: int, until_on: date, *, troupe: Troupe, at: datetime) -> None:
    last = tariffs_of(session, commitment_ids=[commitment_id])[commitment_id][-1]
    told: dict[str, Any] = {"tariff_id": last.id, "version": last.version, "reason": ENDS}
    end_tariff(session, commitment_id=commitment_id, until_on=until_on, **told, by=troupe.manager, at=at)


def attach_usual_kpis(session: Session, *, commitment_id: int, kind: str, care_form_code: str | None, troupe: Troupe, at: datetime) -> None:
    """The KPIs of its form of support; what belongs to none has none."""
    told = _told()["form"].get(care_form_code)
    if told is None:
        return
    is_granted = kind == SUBSIDIE
    by = troupe.subsidy_manager if is_granted else troupe.manager
    about: dict[str, Any] = {"commitment_id": commitment_id, "by": by, "at": at}
    steering = told["steering"]
    attach_kpis(session, codes=steering, is_steering=True, **about)
    attach_kpis(session, codes=told["context"], is_steering=False, **about)
    for code, (low, high) in told["norms"].items():
        seen = seen_as(is_steering=code in steering, low=None, high=None, note="")
        kept: dict[str, Any] = {"is_steering": code in steering, "low_text": low, "high_text": high, "note": GRANTED if is_granted else WHERE}
        change_kpi(session, code=code, version=seen, **kept, **about)
