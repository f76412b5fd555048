"""Figures and names that nobody would make up, planted behind the summary for the wall: whoever reads the summary must never be sent one.

Names and words (of aanbieders, locations, people, explanations, drafts, true tables) and every figure of every report: cells, parts, flows, moves,
places, people; with the region's sums of them. A figure that the published summaries hold is no secret; every other one is.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import sqlite_utils
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contracts.foundation.base import Base
from contracts.tables.organisation import Location, Organisation
from kpi.domain.publication.content import sha256
from kpi.tables.advice import Advice, AdviceProvider
from kpi.tables.capacity import CapacityCount, FlowCount, FlowMove
from kpi.tables.detail import CellComment, ReportPart
from kpi.tables.edition import SummaryEdition
from kpi.tables.people import PeopleCount
from kpi.tables.publication import PublicationTruth, SummaryDraft
from kpi.tables.report import Report, ReportEvent, ReportValue
from portal.accounts.tables import Person
from tests.support.planted_table import text_of
from tests.support.published import publish
from tests.support.whole_world import Whole
from tests.support.world import BEFORE

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
GEMEENTEN, AGES = ("0935", "0994", "overig"), ("18-22", "27-64", "65+")
LEAST, MOST = 1_000_000, 4_999_999
_FIRST, _SECOND = "bdgkmnprstvz", "aeou"
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?![0-9A-Za-z])|(?<![0-9A-Za-z])\d+(?![0-9A-Za-z])")
_NOT_A_DIGIT, _NOT_A_LETTER = re.compile(r"\D"), re.compile(r"[^a-z]+")
_TOKEN = re.compile(r"[A-Za-z0-9_.\-]{48,}|[0-9a-f]{32,}")
_SQLITE = b"SQLite format 3\0"
READERS = frozenset({"klankbordgroeplid", "regiolezer"})


@dataclass
class PlantedSummary:
    """What was planted, and what each thing is."""

    words: dict[str, str] = field(default_factory=dict)
    figures: dict[int, str] = field(default_factory=dict)
    published: set[int] = field(default_factory=set)
    editions: list[int] = field(default_factory=list)

    def word(self, what: str) -> str:
        """A word that occurs nowhere else; always the same one for the same thing."""
        digest = hashlib.sha256(what.encode()).digest()
        made = "".join(_FIRST[one % len(_FIRST)] + _SECOND[two % len(_SECOND)] for one, two in zip(digest[:6], digest[6:12], strict=True))
        assert self.words.setdefault(made, what) == what
        return made

    def figure(self, what: str, *, above: int = LEAST) -> int:
        """A figure of seven digits that occurs nowhere else, and is no multiple of five."""
        number = above + int(hashlib.sha256(what.encode()).hexdigest()[:12], 16) % (MOST - LEAST)
        while number % 5 == 0 or number in self.figures:
            number += 1
        self.figures[number] = what
        return number

    def true_sum(self, number: int, what: str) -> None:
        """A figure of the region that follows from planted ones. A multiple of five may be what it was rounded to: that tells nothing."""
        if number % 5 and number > LEAST:
            self.figures.setdefault(number, what)

    def found_in(self, response: TestResponse) -> set[str]:
        """What of all that an answer tells: in its text, attributes, headers and files."""
        return self.found_in_text(all_of(response))

    def found_in_text(self, text: str) -> set[str]:
        """The secrets in a text: words whatever stands between their letters, figures in every spelling."""
        letters = _NOT_A_LETTER.sub("", text.lower())
        told = {what for word, what in self.words.items() if word in letters}
        return told | {self.figures[number] for number in numbers_in(text) if number in self.figures and number not in self.published}


def all_of(response: TestResponse) -> str:
    """Everything that an answer says; of a database every cell."""
    data = response.get_data()
    return f"{text_of(response)} {_database(data)}" if data.startswith(_SQLITE) else text_of(response)


def numbers_in(text: str) -> set[int]:
    """Every whole number in a text, also when its thousands are kept apart, or when it has decimals. Keys and hashes are no numbers."""
    bare = _TOKEN.sub(" ", text)
    found = {int(_NOT_A_DIGIT.sub("", one[0])) for one in _NUMBER.finditer(bare)}
    return found | {int(run) for run in re.findall(r"(?<![0-9A-Za-z])\d{7,12}(?![0-9A-Za-z])", bare)}


def _database(data: bytes) -> str:
    """Every cell and every name in a SQLite file; and the bytes themselves, because a page that is no longer used still holds what it held."""
    opened = sqlite3.connect(":memory:")
    try:
        opened.deserialize(data)
        tables = [str(row[0]) for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        cells = [str(cell) for table in tables for row in sqlite_utils.Database(opened)[table].rows for cell in row.values()]
        schema = [str(row[0]) for row in opened.execute("SELECT sql FROM sqlite_master")]
    finally:
        opened.close()
    return " | ".join((*tables, *schema, *cells, data.decode("latin-1")))


def plant_summary(session: Session, whole: Whole) -> PlantedSummary:
    """Names and figures everywhere behind a summary, and two editions: one that was withdrawn and one that is read. The caller commits."""
    found = PlantedSummary()
    _names(session, whole, found)
    _cells(session, found)
    _people(session, found)
    _flows(session, found)
    _places(session, found)
    session.expire_all()
    _sums(session, found)
    _publish(session, whole)
    _behind(session, found)
    numbers = (numbers_in(text) for text in session.scalars(select(SummaryEdition.content).where(SummaryEdition.state == "gepubliceerd")))
    found.published = set[int]().union(*numbers)
    return found


def _publish(session: Session, whole: Whole) -> None:
    """The quarter once more, now with the planted figures, by the product itself."""
    publish(session, period=BEFORE, by=whole.people["publicist"].as_actor(), at=AT, reason="De cijfers zijn veranderd.")


def _names(session: Session, whole: Whole, found: PlantedSummary) -> None:
    for row in session.scalars(select(Organisation).where(Organisation.kind == "aanbieder")):
        row.name = f"Stichting {found.word(f'naam van aanbieder {row.slug}')}"
    for location in session.scalars(select(Location)):
        location.name = f"Huis {found.word(f'naam van locatie {location.id}')}"
    readers = {whole.people[code].person_id for code in READERS}
    for person in session.scalars(select(Person).where(Person.id.not_in(readers))):
        person.name = f"Jan {found.word(f'naam van persoon {person.id}')}"
    for event in session.scalars(select(ReportEvent)):
        event.person_name, event.note = found.word(f"wie een rapportage verder bracht {event.id}"), found.word(f"opmerking bij een stap {event.id}")
    for comment in session.scalars(select(CellComment)):
        comment.person_name, comment.text = found.word(f"wie iets zei {comment.id}"), found.word(f"wat gezegd werd {comment.id}")
    for report in session.scalars(select(Report)):
        report.note = found.word(f"toelichting van rapportage {report.id}")
    _advice(session, found)
    session.flush()


def _advice(session: Session, found: PlantedSummary) -> None:
    """Who gave an advice without allowing its name, and what an aanbieder is told of it."""
    for advice in session.scalars(select(Advice)):
        if not advice.may_be_named:
            advice.person_name = found.word(f"naamloze adviseur {advice.id}")
    for told in session.scalars(select(AdviceProvider)):
        told.words = found.word(f"wat aanbieder {told.provider_id} van advies {told.advice_id} hoort")
        told.person_name = found.word(f"wie advies {told.advice_id} bij aanbieder {told.provider_id} bracht")


def _cells(session: Session, found: PlantedSummary) -> None:
    """Every cell and part: a numerator that is less than its denominator."""
    for value in session.scalars(select(ReportValue)):
        value.explanation, value.changed_by = found.word(f"uitleg bij cel {value.id}"), found.word(f"wie cel {value.id} schreef")
        _fraction(value, f"cel {value.id}", found)
    for part in session.scalars(select(ReportPart)):
        _fraction(part, f"deel {part.id}", found)
    session.flush()


def _fraction(row: ReportValue | ReportPart, where: str, found: PlantedSummary) -> None:
    if row.numerator is not None:
        row.numerator = Decimal(found.figure(f"teller van {where}"))
    if row.denominator is not None:
        row.denominator = Decimal(found.figure(f"noemer van {where}", above=MOST))


def _people(session: Session, found: PlantedSummary) -> None:
    """Every form of care of the quarter that is published gets people of three gemeenten and three ages."""
    for flow in session.scalars(select(FlowCount).join(Report, Report.id == FlowCount.report_id).where(Report.period == BEFORE.code)).all():
        where = {"report_id": flow.report_id, "care_form_code": flow.care_form_code}
        if not session.scalar(select(PeopleCount.id).filter_by(**where).limit(1)):
            told = [{"municipality_code": gemeente, "age_group": age} for gemeente in GEMEENTEN for age in AGES]
            session.add_all(PeopleCount(people=0, **where, **one) for one in told)
    session.flush()
    for row in session.scalars(select(PeopleCount)):
        row.people = found.figure(f"mensen {row.id}")
    for move in session.scalars(select(FlowMove)):
        move.people = found.figure(f"overgang {move.id}")
    session.flush()


def _flows(session: Session, found: PlantedSummary) -> None:
    """Flows that balance, and end with the people who were told."""
    for row in session.scalars(select(FlowCount)):
        about = (PeopleCount.report_id == row.report_id, PeopleCount.care_form_code == row.care_form_code)
        told = list(session.scalars(select(PeopleCount.people).where(*about)))
        end = sum(told) if told else found.figure(f"eind {row.id}") + 8 * MOST
        moved = {name: found.figure(f"{name} {row.id}") for name in ("inflow", "through_in", "through_out", "outflow")}
        begin = end - moved["inflow"] - moved["through_in"] + moved["through_out"] + moved["outflow"]
        found.true_sum(end, f"eind {row.id}")
        found.true_sum(begin, f"begin {row.id}")
        session.execute(update(FlowCount).where(FlowCount.id == row.id).values(at_begin=begin, at_end=end, **moved))


def _places(session: Session, found: PlantedSummary) -> None:
    for row in session.scalars(select(CapacityCount)):
        told = {name: found.figure(f"{name} {row.id}") for name in ("occupied", "free", "closed", "waiting")}
        places = told["occupied"] + told["free"] + told["closed"]
        found.true_sum(places, f"places {row.id}")
        session.execute(update(CapacityCount).where(CapacityCount.id == row.id).values(places=places, **told))


KEYS: dict[type[Base], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ReportValue: (("indicator_version_id",), ("numerator", "denominator")),
    ReportPart: (("indicator_version_id", "dimension", "category"), ("numerator", "denominator")),
    FlowCount: (("care_form_code",), ("at_begin", "inflow", "through_in", "through_out", "outflow", "at_end")),
    CapacityCount: (("location_id",), ("places", "occupied", "free", "closed", "waiting")),
    PeopleCount: (("care_form_code", "municipality_code", "age_group"), ("people",)),
}


def _sums(session: Session, found: PlantedSummary) -> None:
    """What the region would be told if nothing were rounded: every figure summed over aanbieders, per key and over each part of the key."""
    for table, (keys, measures) in KEYS.items():
        sums: dict[tuple[Any, ...], int] = defaultdict(int)
        columns = [getattr(table, name) for name in (*keys, *measures)]
        together = Report.id == table.report_id  # type: ignore[attr-defined]
        for row in session.execute(select(Report.period, Report.provider_id, *columns).where(together)):
            for kept in _subsets(keys):
                for measure in measures:
                    value = getattr(row, measure)
                    if value is not None:
                        for provider in (None, row.provider_id):
                            sums[(row.period, provider, measure, *(getattr(row, name) for name in kept))] += int(value)
        for key, number in sums.items():
            found.true_sum(number, f"{table.__tablename__} of {key}")


def _subsets(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for chosen in range(2 ** len(keys)):
        yield tuple(name for place, name in enumerate(keys) if chosen >> place & 1)


def _behind(session: Session, found: PlantedSummary) -> None:
    """Words in what no reader may reach: an edition that was withdrawn, who published and why it was withdrawn, true tables and a draft."""
    content = session.scalars(select(SummaryEdition.content).where(SummaryEdition.state == "gepubliceerd")).one()
    assert '"tables":[{' in content, "the planted people are in no table"
    told = {"published_at": AT, "published_by": "", "withdrawn_reason": "De plekken kloppen niet."}
    said = f"{found.word('zin van een ingetrokken editie')} {found.figure('cijfer van een ingetrokken editie')}"
    taken = content.replace('"conclusions":["', f'"conclusions":["{said} ', 1).replace(BEFORE.code, BEFORE.previous.code)
    session.add(SummaryEdition(period=BEFORE.previous.code, edition=1, state="ingetrokken", content=taken, sha256=sha256(taken), **told))
    session.flush()
    for edition in session.scalars(select(SummaryEdition)):
        edition.published_by = found.word(f"wie editie {edition.id} publiceerde")
        truth = session.get(PublicationTruth, edition.id)
        if truth is None:
            session.add(PublicationTruth(edition_id=edition.id, content=found.word(f"ware cijfers van editie {edition.id}"), sha256="0" * 64))
    made = {"made_at": AT, "made_by": found.word("wie een concept maakte"), "reason": found.word("reden van een concept"), "choice": "{}"}
    texts = {name: found.word(f"{name} van een concept") for name in ("content", "truth", "verdict")}
    hashes = {"source_sha256": "0" * 64, "history_sha256": "0" * 64}
    session.add(SummaryDraft(period="2025-K4", state="concept", is_safe=True, **texts, **hashes, **made))
    session.flush()
