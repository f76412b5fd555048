"""A small world for tests of screens, filled through the real loaders and actions.

The region's reference data, the KPI catalogue, and two fictitious aanbieders. De Linde reported two quarters; the last one is
signed, lies in review and has deviations. Huize Noord is still busy with the last quarter. Both have money in 2024.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.agreements import make_agreement, make_commitment
from contracts.actions.allocations import set_allocation
from contracts.actions.reference import load_reference
from contracts.domain.commitment import ARRANGEMENT, SUBSIDIE, NewCommitment, YearAmount
from contracts.foundation.actor import Actor, system
from contracts.foundation.period import Quarter
from contracts.tables.budget import BudgetLine
from contracts.tables.organisation import Location, Organisation
from kpi.actions.capacity import CapacityEntry, save_capacity
from kpi.actions.catalogue import load_catalogue
from kpi.actions.cells import save_cell
from kpi.actions.confirmations import Answer, confirm_findings
from kpi.actions.flows import save_flow
from kpi.actions.reports import open_report
from kpi.actions.reviews import accept_report
from kpi.actions.signing import sign_and_submit
from kpi.actions.submission import offer_for_signature
from kpi.domain.calendar import Dates
from kpi.domain.indicator import MEAN, MEDIAN, RATIO
from kpi.domain.reporting_period import of_quarter
from kpi.queries.capacity import capacity_rows
from kpi.queries.flows import flow_rows
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.readiness import verdict_of
from kpi.queries.reports import find_report
from portal.accounts.tables import Membership, MembershipRole, Person
from portal.config import ROOT

BUDGET_YEAR = 2024
BEFORE, NOW = Quarter(2026, 2), Quarter(2026, 3)
NEVER_LOCKED = date(2099, 12, 31)
STANDS_OUT = {"BZ-01", "BZ-02", "BZ-03", "NZ-02"}
ROLES = (
    ("contractmanager", "centrumgemeente", "contractmanager"),
    ("subsidiebeheerder", "centrumgemeente", "subsidiebeheerder"),
    ("publicist", "centrumgemeente", "publicist"),
    ("functioneel-beheerder", "centrumgemeente", "functioneel-beheerder"),
    ("regiolezer", "regiogemeente", "regiolezer"),
    ("klankbordgroeplid", "klankbordgroep", "klankbordgroeplid"),
    ("invoerder", "linde", "invoerder"),
    ("tekenbevoegde", "linde", "tekenbevoegde"),
    ("invoerder-noord", "noord", "invoerder"),
    ("tekenbevoegde-noord", "noord", "tekenbevoegde"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A person at an organisation, with one role."""

    person_id: int
    membership_id: int
    name: str
    organisation_id: int
    organisation_name: str
    role: str

    def as_actor(self) -> Actor:
        """The same person as a use case knows them."""
        return Actor(self.person_id, self.name, self.organisation_id, self.organisation_name, frozenset({self.role}), "127.0.0.1")


@dataclass(frozen=True, slots=True)
class World:
    """The numbers of what was made. `reports` by (aanbieder, quarter): ("linde", "2026-K3")."""

    organisations: dict[str, int]
    people: dict[str, Member]
    reports: dict[tuple[str, str], int]
    commitments: dict[str, int]
    lines: dict[str, int]


def fill(session: Session) -> World:
    """Fill an empty database whose session is open for writing. The caller commits."""
    at = datetime(2026, 4, 1, 8, tzinfo=UTC)
    load_reference(session, folder=ROOT / "contracts" / "reference" / "maastricht-heuvelland", by=system("laden"), at=at)
    load_catalogue(session, folder=ROOT / "kpi" / "catalogue", by=system("laden"), at=at)
    organisations = _organisations(session)
    people = {code: _member(session, code, organisations[where], role, at) for code, where, role in ROLES}
    world = World(organisations, people, {}, {}, {row.code: row.id for row in session.execute(select(BudgetLine.code, BudgetLine.id))})
    _money(session, world, at)
    for slug in ("linde", "noord"):
        _report(session, world, slug, BEFORE, stands_out=set())
    for slug, ready in (("linde", True), ("noord", False)):
        _report(session, world, slug, NOW, stands_out=STANDS_OUT if ready else None)
    return world


def _organisations(session: Session) -> dict[str, int]:
    rows = session.execute(select(Organisation.kind, Organisation.id).order_by(Organisation.id.desc()))
    found = {row.kind: row.id for row in rows}
    for slug, name in (("linde", "Stichting De Linde"), ("noord", "Huize Noord")):
        made = Organisation(slug=slug, name=name, kind="aanbieder", is_fictitious=True, source="test")
        session.add(made)
        session.flush()
        found[slug] = made.id
        for form, places in (("eerste-opvang", 24), ("bw-met-verblijf", 40)):
            row = {"municipality_code": "0935", "care_form_code": form, "places": places, "note": ""}
            session.add(Location(provider_id=found[slug], name=f"{name}, {'opvang' if places == 24 else 'wonen'}", **row))
    session.flush()
    return found


def _member(session: Session, code: str, organisation_id: int, role: str, at: datetime) -> Member:
    name = f"{code.partition('-')[0].capitalize()} {code[-1].upper()}. Proef"
    person = Person(email=f"{code}@voorbeeld.example", name=name, password_hash="", totp_secret=b"", created_at=at)
    session.add(person)
    session.flush()
    membership = Membership(person_id=person.id, organisation_id=organisation_id)
    session.add(membership)
    session.flush()
    session.add(MembershipRole(membership_id=membership.id, role=role, given_at=at, given_by="test"))
    session.flush()
    where = session.scalar(select(Organisation.name).where(Organisation.id == organisation_id)) or ""
    return Member(person.id, membership.id, name, organisation_id, where, role)


def _money(session: Session, world: World, at: datetime) -> None:
    by = world.people["subsidiebeheerder"].as_actor()
    linde, noord, year = world.organisations["linde"], world.organisations["noord"], BUDGET_YEAR
    runs = {"starts_on": date(year, 1, 1), "ends_on": date(2026, 12, 31)}
    frame = make_agreement(session, provider_id=linde, reference="ROK-2024-01", name="Raamovereenkomst opvang en wonen", by=by, at=at, **runs)
    years = (YearAmount(year, 4_250_000_00, 3_100_000_00), YearAmount(year + 1, 4_300_000_00))
    wanted = (
        NewCommitment(linde, frame, ARRANGEMENT, "ARR-2024-07", "Beschermd wonen met verblijf", "bw-met-verblijf", years=years, **runs),
        NewCommitment(noord, None, SUBSIDIE, "SUB-2024-03", "Subsidie eerste opvang", "eerste-opvang", years=(YearAmount(year, 980_000_50),), **runs),
    )
    for new in wanted:
        world.commitments[new.kind] = make_commitment(session, new=new, by=by, at=at)
    for kind, line, amount in ((ARRANGEMENT, "beschermd-wonen", "4.250.000"), (SUBSIDIE, "mo", "500.000,50")):
        paid = {"commitment_id": world.commitments[kind], "budget_line_id": world.lines[line], "year": year}
        set_allocation(session, amount_text=amount, version=0, by=by, at=at, **paid)


def dates(period: Quarter) -> Dates:
    """Eight weeks to report; figures stay open, whatever day the tests run on."""
    return Dates(period.ends_on, period.ends_on + timedelta(weeks=8), NEVER_LOCKED)


def _report(session: Session, world: World, slug: str, period: Quarter, *, stands_out: set[str] | None) -> None:
    """A report of a quarter: filled in, signed and (the first quarter) accepted. Without `stands_out` only begun."""
    provider_id, at = world.organisations[slug], datetime(period.ends_on.year, period.ends_on.month, 30, 9, tzinfo=UTC) + timedelta(days=20)
    entry, signatory = (world.people.get(f"{role}-{slug}", world.people[role]).as_actor() for role in ("invoerder", "tekenbevoegde"))
    about = {"provider_id": provider_id, "period": of_quarter(period), "dates": dates(period)}
    own = {"report_id": open_report(session, by=entry, at=at, **about).id, "provider_id": provider_id}
    world.reports[slug, period.code] = own["report_id"]
    _cells(session, own, stands_out, entry, at)
    if stands_out is None:
        return
    _places(session, own, entry, at)
    confirm_everything(session, by=entry, at=at, **own)
    offered = offer_for_signature(session, version=find_report(session, **own).version, by=entry, at=at, **own)
    sign_and_submit(session, version=offered.version, by=signatory, at=at, **own)
    if period is BEFORE:
        signed, manager = find_report(session, **own), world.people["contractmanager"].as_actor()
        accept_report(session, report_id=signed.id, version=signed.version, by=manager, at=at)


def confirm_everything(session: Session, *, report_id: int, provider_id: int, by: Actor, at: datetime) -> None:
    """Give a reason for all that the rules ask: the figures of a test are not made to go together."""
    asked = verdict_of(session, report=find_report(session, report_id=report_id, provider_id=provider_id)).questions
    answers = [Answer(one.rule, one.field, "Nagekeken, het klopt zo.", one.facts) for one in asked]
    confirm_findings(session, report_id=report_id, provider_id=provider_id, answers=answers, by=by, at=at)


def _cells(session: Session, own: dict[str, int], stands_out: set[str] | None, by: Actor, at: datetime) -> None:
    rows = grid_rows(session, report=find_report(session, **own))
    for row in rows[:3] if stands_out is None else rows:
        first, second = _figures(row, row.code in (stands_out or ()))
        texts = {
            "numerator_text": first,
            "denominator_text": second,
            "explanation": "Dit kwartaal was er een piek in de instroom." if stands_out else "",
        }
        save_cell(session, indicator_code=row.code, version=0, missing_reason=None, by=by, at=at, **own, **texts)


def _figures(row: GridRow, stands_out: bool) -> tuple[str, str]:
    """Teller and noemer as somebody types them: inside the norm, or clearly outside."""
    if row.code == "MZ-05":
        return "20", "40"  # fewer than NZ-02: whoever goes to a home has a roof
    if row.value_kind == RATIO:
        return ("22" if stands_out else "40"), "40"
    second = "31" if row.denominator_label else ""
    if row.value_kind == MEAN:
        return "7", second
    if row.value_kind == MEDIAN:
        return ("61" if stands_out else "30"), second
    return ("7" if stands_out else "0"), ""


def _places(session: Session, own: dict[str, int], by: Actor, at: datetime) -> None:
    header = find_report(session, **own)
    rows = capacity_rows(session, report=header)
    save_capacity(session, entries=[CapacityEntry(row.location_id, str(row.places - 3), "2", "1", "4", 0) for row in rows], by=by, at=at, **own)
    for flow in flow_rows(session, report=header):
        counts = {"at_begin": "20", "inflow": "3", "through_in": "0", "through_out": "0", "outflow": "3", "at_end": "20"}
        save_flow(session, care_form_code=flow.care_form_code, version=0, by=by, at=at, **own, **counts)
