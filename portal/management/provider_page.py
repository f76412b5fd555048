"""One aanbieder as the contractmanager sees it: every section a part of its own, each from one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from contracts.foundation.period import AMSTERDAM, Quarter
from contracts.queries.provider_money import ContractLine
from kpi.domain import follow_up, reporting_period
from kpi.domain.action_point import TO_DO
from kpi.queries.provider_picture import DatedFigure, PlacesLine, ProviderHead, ReportLine, TalkLine
from portal.management.provider_kpis import KpiGroup, kpi_groups
from portal.management.words import DEVIATION_STATES, REPORT_STATES, SESSION_STATES, SEVERITIES, Severity, counted
from portal.management.worklist_page import age, last_day
from portal.web.formatting import day, euros, in_days, moment, short_quarter


class DeviationRow(NamedTuple):
    """An open deviation."""

    href: str
    code: str
    name: str
    quarter: str
    severity: Severity
    sentence: str
    state: str
    tone: str
    age: str
    next_step: str


class PlacesRow(NamedTuple):
    """A location, or the sum of all. Empty counts: not counted."""

    name: str
    about: str
    places: int
    occupied: str
    free: str
    closed: str
    waiting: str


class ActionRow(NamedTuple):
    """An open agreement."""

    href: str
    text: str
    session: str
    owner: str
    organisation: str
    due: str
    days: str
    is_late: bool


class SessionRow(NamedTuple):
    """A session."""

    href: str
    title: str
    planned: str
    state: str
    tone: str


class ContractRow(NamedTuple):
    """A raamovereenkomst, arrangement or subsidie; a frame has no address and no amount of its own."""

    href: str
    kind: str
    reference: str
    name: str
    frame: str
    runs: str
    committed: str
    realised: str


class ReportRow(NamedTuple):
    """A report."""

    href: str
    label: str
    state: str
    tone: str
    when: str


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """One aanbieder. `quarter`: of the latest signed report ("" for none). `counted`: of when the places are, and how old that is."""

    id: int
    title: str
    lead: str
    quarter: str
    groups: tuple[KpiGroup, ...]
    deviations: tuple[DeviationRow, ...]
    places: tuple[PlacesRow, ...]
    total: PlacesRow | None
    counted: str
    actions: tuple[ActionRow, ...]
    sessions: tuple[SessionRow, ...]
    year: int
    contracts: tuple[ContractRow, ...]
    committed: str
    realised: str
    reports: tuple[ReportRow, ...]


@dataclass(frozen=True, slots=True)
class ProviderPicture:
    """What was found of an aanbieder: the page and the workbook are both made of this, so that they cannot disagree."""

    head: ProviderHead
    figures: list[DatedFigure]
    places: list[PlacesLine]
    talks: list[TalkLine]
    contracts: list[ContractLine]
    year: int

    @property
    def last(self) -> Quarter:
        """The quarter that the figures are told of."""
        return last_quarter(self.head, self.year)


def last_quarter(head: ProviderHead, year: int) -> Quarter:
    """The latest quarter that was signed; without any the latest that was opened, or the end of the year before."""
    quarters = [one for one in head.reports if one.kind == reporting_period.QUARTER]
    signed = [one.period for one in quarters if one.is_in] or [one.period for one in quarters]
    return Quarter.parse(signed[0]) if signed else Quarter(year - 1, 4)


def provider_page(found: ProviderPicture, now: datetime) -> ProviderPage:
    """Put an aanbieder in words."""
    today, last = now.astimezone(AMSTERDAM).date(), found.last
    groups = kpi_groups(found.figures, last, found.head.id)
    deviations, actions = deviation_rows(found.figures, today), action_rows(found.talks, today)
    promised = [one for one in found.contracts if not one.is_frame]
    return ProviderPage(
        id=found.head.id,
        title=found.head.name,
        lead=_lead(deviations, actions),
        quarter=last.label if groups else "",
        groups=groups,
        deviations=deviations,
        places=tuple(_place(one) for one in found.places),
        total=_sum_of(found.places) if found.places else None,
        counted=_counted(found.places, today),
        actions=actions,
        sessions=session_rows(found.talks),
        year=found.year,
        contracts=tuple(_contract(one) for one in found.contracts),
        committed=euros(sum(one.committed_cents or 0 for one in promised), whole=True),
        realised=euros(sum(one.realised_cents or 0 for one in promised), whole=True),
        reports=tuple(_report(one, now) for one in found.head.reports),
    )


def _lead(deviations: Sequence[DeviationRow], actions: Sequence[ActionRow]) -> str:
    late = sum(one.is_late for one in actions)
    told = [counted(len(deviations), "afwijking is nog open", "afwijkingen zijn nog open") if deviations else "Er is geen afwijking open"]
    if late:
        told.append(counted(late, "afspraak is over de datum", "afspraken zijn over de datum"))
    return f"{', en '.join(told)}."


def deviation_rows(figures: Sequence[DatedFigure], today: date) -> tuple[DeviationRow, ...]:
    """The open deviations, heaviest first, then longest waiting."""
    is_open = [one for one in figures if one.figure.deviation_state in follow_up.OPEN and one.found_at is not None]
    is_open.sort(key=lambda one: (-(one.figure.severity or 0), one.found_at, one.figure.code))
    return tuple(_deviation(one, today) for one in is_open)


def _deviation(one: DatedFigure, today: date) -> DeviationRow:
    figure, state = one.figure, DEVIATION_STATES[str(one.figure.deviation_state)]
    since = age(one.found_at, today) if one.found_at else ""
    about = (figure.code, figure.name, short_quarter(one.period), SEVERITIES[figure.severity or 1])
    sentence = (one.sentence or "").removeprefix(f"{figure.code}: ")
    return DeviationRow(f"/beheer/afwijkingen/{figure.deviation_id}", *about, sentence, state.word, state.tone, since, state.next_step)


def _place(one: PlacesLine) -> PlacesRow:
    counts = (
        ("", "", "", "") if one.count is None else tuple(str(n) for n in (one.count.occupied, one.count.free, one.count.closed, one.count.waiting))
    )
    return PlacesRow(one.name, f"{one.care_form_name}, {one.municipality_name}", one.places, *counts)


def _sum_of(places: Sequence[PlacesLine]) -> PlacesRow:
    known = [one.count for one in places if one.count is not None]
    sums = [str(sum(getattr(one, name) for one in known)) if known else "" for name in ("occupied", "free", "closed", "waiting")]
    return PlacesRow("Samen", "", sum(one.places for one in places), *sums)


def _counted(places: Sequence[PlacesLine], today: date) -> str:
    """ "peildatum 30 september 2026, 53 dagen oud"; nothing when nothing was counted."""
    days = [one.counted_on for one in places if one.counted_on is not None]
    return f"peildatum {day(max(days))}, {counted((today - max(days)).days, 'dag', 'dagen')} oud" if days else ""


def action_rows(talks: Sequence[TalkLine], today: date) -> tuple[ActionRow, ...]:
    """The agreements that are not confirmed yet, the soonest due first."""
    found = sorted((one.due_on, one.action_id, one) for one in talks if one.due_on is not None and one.action_id is not None)
    return tuple(
        ActionRow(
            f"/dialoog/afspraken/{one.action_id}", one.text or "", one.title, one.owner_name or "", one.owner_organisation or "",
            day(due), *_how_late(one.action_state or "", (due - today).days),
        )
        for due, _number, one in found
    )  # fmt: skip


def _how_late(state: str, days: int) -> tuple[str, bool]:
    """How long it has, in words, and whether that is over. What is done waits for a second person, and is late for nobody."""
    return (in_days(days), days < 0) if state in TO_DO else ("gereed, wacht op bevestiging", False)


def session_rows(talks: Sequence[TalkLine]) -> tuple[SessionRow, ...]:
    """The sessions, each once, the latest first."""
    once = {one.session_id: one for one in talks}
    return tuple(SessionRow(f"/dialoog/{one.session_id}", one.title, moment(one.planned_at), *SESSION_STATES[one.state]) for one in once.values())


def _contract(one: ContractLine) -> ContractRow:
    runs = f"{day(one.starts_on)} tot en met {day(one.ends_on)}"
    href = "" if one.is_frame else f"/beheer/overeenkomsten/{one.id}"
    frame = f"onder {one.agreement_reference}" if one.agreement_reference else ""
    amounts = (euros(one.committed_cents, whole=True), euros(one.realised_cents, whole=True))
    return ContractRow(href, one.kind, one.reference, one.name, frame, runs, *amounts)


def _report(one: ReportLine, now: datetime) -> ReportRow:
    label = reporting_period.label_of(one.period, one.title)
    if one.submitted_at is not None:
        when = f"ingediend op {day(one.submitted_at.astimezone(AMSTERDAM).date())}"
    else:
        last = last_day(one.due_at)
        when = f"inleveren tot en met {day(last)}, {in_days((last - now.astimezone(AMSTERDAM).date()).days)}"
    return ReportRow(f"/beheer/rapportages/{one.id}", label, *REPORT_STATES[one.state], when)
