"""The whole world for tests of trust: every kind of object twice, of De Linde and of Huize Noord, and people who can sign in.

It builds on tests/support/world.py through the same actions. Two more aanbieders make a publishable quarter. Objects of one
aanbieder are foreign to the other; that is what the authorization tests need.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.actions.agreements import make_agreement
from contracts.actions.options import add_option
from contracts.actions.realisations import keep_preview, take_over
from contracts.actions.spending_room import set_room
from contracts.actions.subsidies import NewApplication, apply_for_subsidy
from contracts.domain.attachment import Sent
from contracts.domain.awb_terms import Rulebook
from contracts.domain.options import Option
from contracts.domain.realisation_file import Entry
from contracts.domain.terms import Unit
from contracts.domain.what_if import PaidBy
from contracts.foundation.period import Quarter
from contracts.tables.amendment import ContractContact, ContractDocument
from contracts.tables.organisation import Organisation
from contracts.tables.realisation import Realisation
from contracts.tables.subsidy import SubsidyEvent
from kpi.actions import dialogues
from kpi.actions.advice_giving import give
from kpi.actions.advice_points import bring_to_tables
from kpi.actions.dialogues.changing import Plan
from kpi.actions.dialogues.participants import Person, add_guest, add_people
from kpi.actions.dialogues.series import begin_series
from kpi.actions.evidence import add_evidence
from kpi.actions.rebasing import rebase
from kpi.actions.reports import open_report
from kpi.actions.reviews import accept_report, begin_review
from kpi.actions.settling import settle_report
from kpi.actions.what_if import propose
from kpi.domain.dialogue_series import MONTHS, Rhythm
from kpi.domain.evidence import read_evidence
from kpi.domain.reporting_period import of_quarter
from kpi.domain.upload import NEW, Line, Preview
from kpi.queries.reports import find_report
from kpi.tables.detail import Upload
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import AgendaItem
from kpi.tables.report import Receipt, Report
from portal.accounts import secrets
from portal.accounts.second_factor import replace_recovery_codes
from portal.accounts.tables import Person as Account
from portal.reminders.tables import CalendarFeed, OutgoingMail
from tests.factories.contracts import organisation
from tests.support.databases import SECRET
from tests.support.published import keep, sign_twice
from tests.support.world import BEFORE, BUDGET_YEAR, NOW, STANDS_OUT, Member, World, _member, _report, dates

PASSPHRASE = "vier rustige ganzen lopen"
ADVICE_SUBJECT, ADVICE_TEXT = "Bericht over de wachttijd", "Laat mensen elke maand weten hoelang het nog duurt. Dat helpt mijn zus ook."
ADVICE_WORDS = "Hoe houden wij wachtenden op de hoogte?"
CALENDAR = "a-calendar-address-of-the-tests"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OPEN = {"linde": Quarter(2026, 4), "noord": NOW}  # the quarter in which each can still enter figures
SHARED = BEFORE
ONLY = {"linde": Quarter(2026, 4), "noord": Quarter(2026, 1)}  # a quarter that only this aanbieder has
SETTLED = {"linde": Quarter(2025, 2), "noord": Quarter(2025, 1)}
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Whole:
    """The numbers of what was made; every dictionary is by aanbieder ("linde", "noord")."""

    world: World
    people: dict[str, Member]
    deviations: dict[str, int] = field(default_factory=dict)
    evidence: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)  # shared with the aanbieder
    contacts: dict[str, int] = field(default_factory=dict)
    agreements: dict[str, int] = field(default_factory=dict)
    courses: dict[str, tuple[int, int]] = field(default_factory=dict)  # a subsidie that was applied for, and that event
    receipts: dict[str, str] = field(default_factory=dict)
    reports: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, int] = field(default_factory=dict)
    participants: dict[str, int] = field(default_factory=dict)  # of the aanbieder itself
    series: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    actions: dict[str, int] = field(default_factory=dict)
    uploads: dict[str, int] = field(default_factory=dict)
    rebases: dict[str, int] = field(default_factory=dict)
    editions: list[int] = field(default_factory=list)
    drafts: list[int] = field(default_factory=list)  # of that edition
    realised: list[int] = field(default_factory=list)  # a file that waits, and an amount that counts
    advice: list[int] = field(default_factory=list)
    proposals: list[int] = field(default_factory=list)
    mails: list[int] = field(default_factory=list)
    settled: dict[str, dict[str, int | str]] = field(default_factory=dict)  # of each a quarter that only this aanbieder has
    recovery: dict[str, list[str]] = field(default_factory=dict)


def furnish(session: Session, world: World) -> Whole:
    """Fill on from the small world. The caller commits."""
    whole = Whole(world, dict(world.people))
    for slug in ("berk", "eik"):
        world.organisations[slug] = organisation(session, name=f"Stichting De {slug.capitalize()}")
        _report(session, world, slug, BEFORE, stands_out=set())
    _report(session, world, "noord", ONLY["noord"], stands_out=STANDS_OUT)
    entry = world.people["invoerder"].as_actor()
    period = OPEN["linde"]
    open_report(session, provider_id=world.organisations["linde"], period=of_quarter(period), dates=dates(period), by=entry, at=AT)
    for slug, period in SETTLED.items():
        whole.settled[slug] = _settled(session, world, slug, period)
    _credentials(session, whole)
    for slug in ("linde", "noord"):
        _objects(session, whole, slug)
    whole.drafts.append(keep(session, period=BEFORE, by=world.people["publicist"].as_actor(), at=AT))
    whole.editions.append(sign_twice(session, draft_id=whole.drafts[0], by=world.people["publicist"].as_actor(), at=AT))
    _advised(session, whole)
    _letters(session, whole)
    _spent(session, whole)
    _papers(session, whole)
    _frames(session, whole)
    _courses(session, whole)
    change = PaidBy(world.commitments["arrangement"], world.lines["beschermd-wonen"], 4_000_000_00)
    told = {
        "title": "Minder op deze regel",
        "reason": "Er blijft geld over op deze regel.",
        "by": world.people["subsidiebeheerder"].as_actor(),
        "at": AT,
    }
    whole.proposals.append(propose(session, year=BUDGET_YEAR, changes=[change], **told))
    return whole


def _spent(session: Session, whole: Whole) -> None:
    """What was realised of the arrangement in a quarter of 2025, a file that waits, and a room to spend for both aanbieders."""
    by = whole.people["subsidiebeheerder"].as_actor()
    for quarter in (Quarter(2025, 1), Quarter(2025, 2)):
        entry = Entry("A2", "ARR-2024-07", quarter.starts_on, quarter.ends_on, 100_00, None, "")
        at = AT if quarter.number == 1 else datetime.now(UTC)
        made = keep_preview(session, entries=[entry], file_name="kwartaal.csv", sha256="", by=by, at=at)
        if quarter.number == 1:
            take_over(session, import_id=made, version=1, by=by, at=AT)
    whole.realised.extend((made, _first(session, select(Realisation.id).where(Realisation.import_id.is_not(None)))))
    for slug in ("linde", "noord"):
        told = {"provider_id": whole.world.organisations[slug], "year": 2026, "amount_text": "1.000", "reason": "", "version": 0}
        set_room(session, by=by, at=AT, **told)


def _papers(session: Session, whole: Whole) -> None:
    """Of each aanbieder a document that it may read, and a contact person."""
    for slug, kind in (("linde", "arrangement"), ("noord", "subsidie")):
        about = {"commitment_id": whole.world.commitments[kind]}
        told = {"kind": "overeenkomst", "is_shared": True, "at": AT, "person_name": "Proef", "media_type": "application/pdf", "sha256": "0" * 64}
        made = ContractDocument(file_name=f"{slug}.pdf", size=9, content=b"%PDF-1.7\n", **about, **told)
        person = ContractContact(side="aanbieder", name=f"Contact {slug}", **about)
        session.add_all((made, person))
        session.flush()
        whole.documents[slug], whole.contacts[slug] = made.id, person.id


def _frames(session: Session, whole: Whole) -> None:
    """Of each aanbieder a raamovereenkomst, with an option to extend it."""
    by, option = whole.people["contractmanager"].as_actor(), Option(1, Unit.YEARS, 6, Unit.MONTHS)
    for slug in ("linde", "noord"):
        about = {"provider_id": whole.world.organisations[slug], "reference": f"RO-{slug}", "name": f"Raamovereenkomst {slug}"}
        made = make_agreement(session, starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31), by=by, at=AT, **about)
        add_option(session, agreement_id=made, option=option, reason="Artikel 4.", version=1, by=by, at=AT)
        whole.agreements[slug] = made


def _courses(session: Session, whole: Whole) -> None:
    """Of each aanbieder a subsidie for which the application came in."""
    for slug in ("linde", "noord"):
        told = ("Subsidie na aanvraag", None, date(2025, 9, 29), 90_000_00, date(2026, 1, 1), date(2026, 12, 31))
        new = NewApplication(whole.world.organisations[slug], None, f"SUB-{slug}", *told)
        made = apply_for_subsidy(session, new=new, book=Rulebook(), by=whole.people["subsidiebeheerder"].as_actor(), at=AT)
        whole.courses[slug] = (made, _first(session, select(SubsidyEvent.id).where(SubsidyEvent.commitment_id == made)))


def _advised(session: Session, whole: Whole) -> None:
    """An advice without a name, that waits, and stands on the agenda of both aanbieders."""
    told: dict[str, Any] = {"subject": ADVICE_SUBJECT, "text": ADVICE_TEXT, "may_be_named": False, "period": "", "answer_working_days": 30}
    made = give(session, by=whole.people["klankbordgroeplid"].as_actor(), at=AT, **told)
    whole.advice.append(made)
    tables = [whole.world.organisations[slug] for slug in ("linde", "noord")]
    manager = whole.people["contractmanager"].as_actor()
    bring_to_tables(session, advice_id=made, provider_ids=tables, words=ADVICE_WORDS, board_names=(), by=manager, at=AT)


def _letters(session: Session, whole: Whole) -> None:
    """A calendar address with a known random part, and a mail of which nobody knows whether it arrived."""
    person_id = whole.people["invoerder"].person_id
    session.add(CalendarFeed(person_id=person_id, token_hash=secrets.hashed(CALENDAR), made_at=AT))
    told = {"key": "proef:1", "to_address": "invoerder@voorbeeld.example", "subject": "Een bericht", "body": "Tekst.", "message_id": "<1@localhost>"}
    mail = OutgoingMail(person_id=person_id, state="bezig", attempts=1, next_try_at=AT, written_at=AT, **told)
    session.add(mail)
    session.flush()
    whole.mails.append(mail.id)


def _settled(session: Session, world: World, slug: str, period: Quarter) -> dict[str, int | str]:
    """A quarter that was reviewed, accepted and settled for good."""
    _report(session, world, slug, period, stands_out=set())
    number, manager = world.reports[slug, period.code], world.people["contractmanager"].as_actor()
    for move in (begin_review, accept_report, settle_report):
        version = find_report(session, report_id=number, provider_id=None).version
        move(session, report_id=number, version=version, by=manager, at=AT)
    return {"report_id": number, "period": period.slug}


def _credentials(session: Session, whole: Whole) -> None:
    """One Argon2 hash for everybody, one second factor, and recovery codes for two of them."""
    sealed = secrets.encrypt(TOTP, SECRET)
    session.execute(update(Account).values(password_hash=secrets.hash_passphrase(PASSPHRASE), totp_secret=sealed))
    for code in ("invoerder", "contractmanager"):
        whole.recovery[code] = replace_recovery_codes(session, person_id=whole.people[code].person_id)
    board = session.scalar(select(Organisation.id).where(Organisation.kind == "centrumgemeente"))
    assert board is not None
    whole.people["tweede-beheerder"] = _member(session, "tweede-beheerder", board, "functioneel-beheerder", AT)


def _objects(session: Session, whole: Whole, slug: str) -> None:
    provider_id, manager = whole.world.organisations[slug], whole.people["contractmanager"].as_actor()
    whole.deviations[slug] = _first(session, select(Deviation.id).where(Deviation.provider_id == provider_id).order_by(Deviation.id))
    sender = whole.people["invoerder" if slug == "linde" else "invoerder-noord"].as_actor()
    file = read_evidence(Sent("uitleg.pdf", b"%PDF-1.7\n" + slug.encode()))
    (whole.evidence[slug],) = add_evidence(session, deviation_id=whole.deviations[slug], provider_id=provider_id, files=[file], by=sender, at=AT)
    signed = select(Report.id).where(Report.provider_id == provider_id, Report.submitted_at.is_not(None)).order_by(Report.period.desc())
    whole.reports[slug] = _first(session, signed)
    number = session.scalar(select(Receipt.number).join(Report, Report.id == Receipt.report_id).where(Report.provider_id == provider_id).limit(1))
    assert number is not None
    whole.receipts[slug] = number
    common = {"viewer_provider_id": None, "by": manager, "at": AT}
    planned_at = AT + timedelta(days=30)
    made = dialogues.plan_session(
        session, provider_id=provider_id, title=f"Gesprek {slug}", planned_at=planned_at, place="Stadhuis", by=manager, at=AT
    )
    whole.sessions[slug] = made
    dialogues.put_on_agenda(session, session_id=made, deviation_ids=[whole.deviations[slug]], **common)
    _seats(session, whole, slug)
    dialogues.start(session, session_id=made, **common)
    whole.items[slug] = _first(session, select(AgendaItem.id).where(AgendaItem.session_id == made).order_by(AgendaItem.id))
    whole.uploads[slug] = _upload(session, whole, slug)
    owner = {"owner_organisation": "Centrumgemeente", "owner_name": manager.name, "due_on": date(2027, 1, 15)}
    begun = {"provider_id": provider_id, "indicator_code": "BZ-01", "period": BEFORE.code}
    whole.rebases[slug] = rebase(session, reason="Er kwam een ander team.", by=manager, at=AT, **begun)
    text = f"Maak een plan voor {slug}"
    whole.actions[slug] = dialogues.make_action_point(session, session_id=made, text=text, **owner, **common)


def _seats(session: Session, whole: Whole, slug: str) -> None:
    """Who sits at the session of this aanbieder, a guest among them; and a series of one more session, still a concept."""
    sender = whole.people["invoerder" if slug == "linde" else "invoerder-noord"]
    told: dict[str, Any] = {"by": whole.people["contractmanager"].as_actor(), "at": AT}
    person = Person(sender.person_id, sender.organisation_id, sender.name, f"{slug}@voorbeeld.example")
    about = {"session_id": whole.sessions[slug]}
    (whole.participants[slug],) = add_people(session, people=[person], viewer_provider_id=None, **about, **told)
    add_guest(session, name=f"Gast {slug}", email=f"gast-{slug}@voorbeeld.example", partner="Woningcorporatie", **about, **told)
    plan = Plan(f"Reeks {slug}", AT + timedelta(days=60), 90, "Stadhuis")
    whole.series[slug] = begin_series(session, provider_id=whole.world.organisations[slug], plan=plan, rhythm=Rhythm(3, MONTHS), times=1, **told)


def _upload(session: Session, whole: Whole, slug: str) -> int:
    """A file that waits to be taken over, of the invoerder."""
    period = Report.period == ONLY[slug].code
    report_id = _first(session, select(Report.id).where(Report.provider_id == whole.world.organisations[slug], period))
    line = Line("BZ-01", "Aanmeldingen", "Cijfers!M2", NEW, becomes="30 van 40", numerator="30", denominator="40")
    entry = whole.people["invoerder" if slug == "linde" else "invoerder-noord"]
    named = {"person_id": entry.person_id, "person_name": entry.name, "file_name": "cijfers.xlsx", "sha256": "0" * 64}
    made = Upload(report_id=report_id, at=datetime.now(UTC), content=Preview((line,)).text, **named)
    session.add(made)
    session.flush()
    return made.id


def _first(session: Session, statement: object) -> int:
    found = session.scalar(statement.limit(1))  # type: ignore[attr-defined]
    assert isinstance(found, int)
    return found
