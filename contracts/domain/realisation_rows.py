"""What a file with realised amounts would do: every row new, in place of another, the same or wrong, before anything is kept.

The rules: a known contract, days within one year and within its run, a promise for that year, not in the future, no days that overlap with other
days, and nothing for a subsidie that is paid by events. A year's sum without a last day gives way to the first real period of its year.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from contracts.domain.preview import FAULTY, JudgedFile
from contracts.domain.realisation_file import Entry
from contracts.domain.tariff import day_text
from contracts.foundation.money import format_euros

NEW, REPLACES, SAME = "nieuw", "vervangt", "hetzelfde"
BY_EVENTS = "Betalingen van deze subsidie legt u vast bij de subsidie."
FORMAT = "samenzicht-realisatie-1"


@dataclass(frozen=True, slots=True)
class KnownSpan:
    """What counts now over some days, in cents. `last_on` None: a year's sum of which the last day is not known."""

    id: int
    first_on: date
    last_on: date | None
    cents: int
    units: Decimal | None
    note: str


@dataclass(frozen=True, slots=True)
class KnownContract:
    """A commitment as a row is judged against it. `years`: for which something was promised."""

    id: int
    reference: str
    name: str
    starts_on: date
    ends_on: date
    years: frozenset[int]
    by_events: bool
    spans: tuple[KnownSpan, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row, judged. `replaces`: what counts no more once it is taken over, with what that was in cents. `field`: what is wrong."""

    entry: Entry
    state: str
    name: str = ""
    commitment_id: int = 0
    replaces: tuple[int, ...] = ()
    was_cents: int = 0
    field: str = ""
    sentences: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether taking over does something with it."""
        return self.state in (NEW, REPLACES)


@dataclass(frozen=True, slots=True)
class Preview(JudgedFile[Line]):
    """A whole file, judged."""

    states: ClassVar[tuple[str, ...]] = (FAULTY, REPLACES, NEW, SAME)

    @property
    def more_cents(self) -> int:
        """How much more is realised once it is taken over; below zero when it becomes less."""
        return sum((line.entry.cents or 0) - line.was_cents for line in self.good)

    @property
    def text(self) -> str:
        """The canonical text that waits for "overnemen"."""
        content = {"vorm": FORMAT, "regels": [asdict(line) for line in self.lines], "opmerkingen": list(self.remarks)}
        return json.dumps(content, default=str, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def preview_of(text: str) -> Preview:
    """Read a kept preview back."""
    content = json.loads(text)
    return Preview(tuple(_line(fields) for fields in content["regels"]), tuple(content["opmerkingen"]))


def judged(entries: Sequence[Entry], *, known: Mapping[str, KnownContract], today: date) -> tuple[Line, ...]:
    """Every row held to the rules. `known` by the contract number in small letters."""
    lines = [_judged(entry, known, today) for entry in entries]
    for number, line in enumerate(lines):
        others = (other.entry for place, other in enumerate(lines) if place != number and other.commitment_id == line.commitment_id)
        if line.is_good or line.state == SAME:
            lines[number] = _beside(line, others)
    return tuple(_open_sums(lines, known))


def _judged(entry: Entry, known: Mapping[str, KnownContract], today: date) -> Line:
    if entry.mistakes:
        return Line(entry, FAULTY, field=entry.mistakes[0][0], sentences=tuple(sentence for _field, sentence in entry.mistakes))
    contract = known.get(entry.reference.casefold())
    if contract is None:
        return Line(entry, FAULTY, field="reference", sentences=(f"Contractnummer {entry.reference} is niet bekend. Kijk of het klopt.",))
    line = Line(entry, NEW, name=contract.name, commitment_id=contract.id)
    wrong = _wrong(entry, contract, today)
    if wrong is not None:
        return replace(line, state=FAULTY, field=wrong[0], sentences=(wrong[1],))
    return _against(line, contract)


def _wrong(entry: Entry, contract: KnownContract, today: date) -> tuple[str, str] | None:
    """What forbids these days for this contract: field and sentence."""
    first, last = entry.first_on or today, entry.last_on or today  # without mistakes both are there
    run = f"{day_text(contract.starts_on)} tot en met {day_text(contract.ends_on)}"
    rules = (
        (contract.by_events, "reference", BY_EVENTS),
        (last < first, "last_on", "De laatste dag ligt voor de eerste."),
        (first.year != last.year, "last_on", "Deze periode loopt over een jaargrens. Maak er voor elk jaar een eigen rij van."),
        (first < contract.starts_on or last > contract.ends_on, "first_on", f"Deze periode valt buiten de looptijd: {run}."),
        (first.year not in contract.years, "first_on", f"Voor {first.year} is bij dit contract geen bedrag toegezegd."),
        (last > today, "last_on", f"Deze periode is nog niet voorbij: {day_text(last)} ligt in de toekomst."),
    )
    return next(((field, sentence) for holds, field, sentence in rules if holds), None)


def _against(line: Line, contract: KnownContract) -> Line:
    """Beside what counts already."""
    entry = line.entry
    for span in contract.spans:
        if span.last_on is None or not _overlap(entry, span.first_on, span.last_on):
            continue
        if (entry.first_on, entry.last_on) != (span.first_on, span.last_on):
            days = f"{day_text(span.first_on)} tot en met {day_text(span.last_on)}"
            told = f"Deze dagen overlappen met een periode die er al staat: {days}, {format_euros(span.cents)}. Gebruik dezelfde dagen."
            return replace(line, state=FAULTY, field="first_on", sentences=(told,))
        if (entry.cents, entry.units, entry.note or span.note) == (span.cents, span.units, span.note):
            return replace(line, state=SAME)
        return replace(line, state=REPLACES, replaces=(span.id,), was_cents=span.cents, sentences=(f"Vervangt {format_euros(span.cents)}.",))
    return line


def _beside(line: Line, others: Iterable[Entry]) -> Line:
    """Beside the other rows of the file."""
    for other in others:
        if other.first_on is None or other.last_on is None or not _overlap(line.entry, other.first_on, other.last_on):
            continue
        same = (line.entry.first_on, line.entry.last_on) == (other.first_on, other.last_on)
        told = "Deze periode staat twee keer in het bestand." if same else f"Deze dagen overlappen met een andere rij in het bestand: {other.place}."
        return replace(line, state=FAULTY, field="first_on", replaces=(), was_cents=0, sentences=(told,))
    return line


def _overlap(entry: Entry, first_on: date, last_on: date) -> bool:
    return entry.first_on is not None and entry.last_on is not None and entry.first_on <= last_on and first_on <= entry.last_on


def _open_sums(lines: Sequence[Line], known: Mapping[str, KnownContract]) -> list[Line]:
    """The first good row of a contract's year takes the place of that year's sum without a last day."""
    found: list[Line] = []
    done: set[int] = set()
    for line in lines:
        year = line.entry.first_on.year if line.entry.first_on is not None else 0
        spans = known[line.entry.reference.casefold()].spans if line.state == NEW else ()
        open_sums = [span for span in spans if span.last_on is None and span.first_on.year == year and span.id not in done]
        done |= {span.id for span in open_sums}
        found.append(_instead(line, open_sums))
    return found


def _instead(line: Line, open_sums: Sequence[KnownSpan]) -> Line:
    if not open_sums:
        return line
    was = sum(span.cents for span in open_sums)
    told = f"Het jaarbedrag van {format_euros(was)}, waarvan de laatste dag niet bekend is, vervalt."
    return replace(line, state=REPLACES, replaces=tuple(span.id for span in open_sums), was_cents=was, sentences=(told,))


def _line(fields: dict[str, Any]) -> Line:
    return Line(**{**fields, "entry": _entry(fields["entry"]), "replaces": tuple(fields["replaces"]), "sentences": tuple(fields["sentences"])})


def _entry(fields: dict[str, Any]) -> Entry:
    days = {name: None if fields[name] is None else date.fromisoformat(fields[name]) for name in ("first_on", "last_on")}
    units = None if fields["units"] is None else Decimal(fields["units"])
    return Entry(**{**fields, **days, "units": units, "mistakes": tuple((field, sentence) for field, sentence in fields["mistakes"])})
