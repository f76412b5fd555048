"""Opening reports: those that the calendar and the agreements ask for, and those that the contractmanager asks besides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.period import AMSTERDAM, day_in_words
from contracts.queries.in_force import providers_in_force
from contracts.tables.organisation import Organisation
from kpi.actions.reports import open_report
from kpi.domain.calendar import Terms, dates_of, dates_until, ended_periods, require_soon
from kpi.domain.reporting_period import FREE, SERIALS, YEAR, ReportingPeriod, of_request, of_year
from kpi.domain.written import read_line
from kpi.queries.asked import to_ask_of
from kpi.queries.reports import ReportHeader
from kpi.tables.report import Report

EARLIEST = date(2020, 1, 1)  # before the plan (S001) there is nothing to ask about


@dataclass(frozen=True, slots=True)
class ExtraRequest:
    """What a contractmanager asks besides the quarters: these KPIs of these aanbieders, over a year or up to a day of choice.

    `kind` is "jaar" (the calendar year of `ends_on`) or "vrij" (up to and including `ends_on`, with a title). `due_on` is the deadline.
    """

    kind: str
    title: str
    ends_on: date
    due_on: date
    provider_ids: tuple[int, ...]
    codes: tuple[str, ...]


def open_due_reports(session: Session, *, terms: Terms, by: Actor, at: datetime) -> list[ReportHeader]:
    """Open, for every aanbieder with an agreement, arrangement or subsidie in the period, the report of each period that has ended.

    A period whose last edit has passed stays closed: nobody could hand it in any more. A second time nothing happens. Gives what was opened.
    """
    opened: list[ReportHeader] = []
    for period in ended_periods(at.astimezone(AMSTERDAM).date(), terms=terms):
        there = set(session.scalars(select(Report.provider_id).where(Report.period == period.code)))
        asks_yearly = False if terms.has_yearly_report else None
        dates = dates_of(period.ends_on, terms=terms)
        for provider_id in providers_in_force(session, starts_on=period.starts_on, ends_on=period.ends_on):
            if provider_id not in there:
                of_whom: dict[str, Any] = {"provider_id": provider_id, "asks_yearly": asks_yearly, "by": by, "at": at}
                opened.append(open_report(session, period=period, dates=dates, **of_whom))
    return opened


def request_reports(session: Session, *, wanted: ExtraRequest, terms: Terms, by: Actor, at: datetime) -> list[ReportHeader]:
    """Ask aanbieders for a report besides their quarters. All or none.

    Raises NotFound for an organisation that is no aanbieder, or Refused at "title", "ends_on", "due_on", "provider_ids" or "codes".
    """
    require_soon(wanted.due_on, today=at.astimezone(AMSTERDAM).date(), field="due_on")
    if not EARLIEST <= wanted.ends_on <= wanted.due_on:
        raise Refused("ends_on", f"Kies een dag vanaf {day_in_words(EARLIEST)} en niet na de inleverdatum.")
    providers = _providers(session, wanted.provider_ids)
    period = _period(session, wanted)
    dates = dates_until(period.ends_on, due_on=wanted.due_on, terms=terms)
    if not wanted.codes or len(to_ask_of(session, on=period.ends_on, codes=wanted.codes)) != len(set(wanted.codes)):
        raise Refused("codes", "Kies minstens een KPI. Elke KPI moet op de peildatum bestaan en door aanbieders worden ingevuld.")
    asked: dict[str, Any] = {"codes": wanted.codes, "by": by, "at": at}
    return [open_report(session, provider_id=provider_id, period=period, dates=dates, **asked) for provider_id in providers]


def _providers(session: Session, chosen: Collection[int]) -> list[int]:
    if not chosen:
        raise Refused("provider_ids", "Kies minstens een aanbieder.")
    found = session.scalars(
        select(Organisation.id).where(Organisation.id.in_(chosen), Organisation.kind == "aanbieder").order_by(Organisation.name, Organisation.id)
    ).all()
    if len(found) != len(set(chosen)):
        raise NotFound
    return list(found)


def _period(session: Session, wanted: ExtraRequest) -> ReportingPeriod:
    """The year, when none of them has it yet; or a free request with the first sign that no request of that year carries."""
    if wanted.kind == YEAR:
        period = of_year(wanted.ends_on.year)
        taken = select(Organisation.name).join(Report, Report.provider_id == Organisation.id).where(Report.period == period.code)
        names = session.scalars(taken.where(Report.provider_id.in_(wanted.provider_ids)).order_by(Organisation.name)).all()
        if names:
            raise Refused("provider_ids", f"Er is al een rapportage over {period.year} van {', '.join(names)}.")
        return period
    if wanted.kind != FREE:
        raise Refused("kind", "Kies of u een heel jaar of een eigen peildatum vraagt.")
    title = read_line(wanted.title, field="title", missing="Geef de vraag een titel.")
    codes = set(session.scalars(select(Report.period).where(Report.kind == FREE, Report.period.like(f"{wanted.ends_on.year}-V_")).distinct()))
    free = [serial for serial in SERIALS if f"{wanted.ends_on.year}-V{serial}" not in codes]
    if not free:
        raise Refused("", f"Er zijn over {wanted.ends_on.year} al {len(SERIALS)} extra rapportages gevraagd. Meer kan niet.")
    return of_request(wanted.ends_on, free[0], title)
