"""Money with names and amounts that nobody would make up, planted for the wall: whoever may not see one must never be sent it, in any spelling.

Each secret has an owner: an aanbieder by its slug, or the gemeente itself (who pays what from which line, remarks, papers of its own).
"""

from __future__ import annotations

import hashlib
import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contracts.foundation.base import Base
from contracts.tables.agreement import Agreement, Allocation, AllocationShare, Commitment
from contracts.tables.amendment import ContractContact, ContractDocument
from contracts.tables.proposal import MoneyProposal
from contracts.tables.realisation import SpendingRoom
from contracts.tables.subsidy import SubsidyEvent
from tests.factories import contracts as make
from tests.support.whole_world import Whole

GEMEENTE = "gemeente"
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
_BETWEEN = re.compile(r"(?<=\d)[.,\s\u00a0\u202f'](?=\d)")
_TOKEN = re.compile(r"[A-Za-z0-9_\-]{28,}")
_PLAIN = ("text/", "application/json", "application/javascript")


@dataclass
class Planted:
    """Who owns which words and which amounts (whole euros of eight digits, as text)."""

    words: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, str] = field(default_factory=dict)

    def word(self, owner: str, text: str) -> str:
        """A name that occurs nowhere else."""
        self.words[text] = owner
        return text

    def cents(self, owner: str, what: str) -> int:
        """An amount that occurs nowhere else: always the same one for the same thing."""
        number = int(hashlib.sha256(f"{owner}:{what}".encode()).hexdigest()[:12], 16)
        euros, rest = 10_000_000 + number % 89_999_999, 11 + number % 88
        self.amounts[str(euros)] = owner
        return euros * 100 + rest

    def found_in(self, response: TestResponse) -> set[tuple[str, str]]:
        """(owner, secret) of all that an answer tells: in its text, attributes, headers, or the parts of a workbook."""
        text = _text(response)
        digits = _BETWEEN.sub("", _TOKEN.sub(" ", text))
        told = {(owner, word) for word, owner in self.words.items() if word in text}
        return told | {(owner, amount) for amount, owner in self.amounts.items() if amount in digits}


def _text(response: TestResponse) -> str:
    data = response.get_data()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            body = " ".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    else:
        body = data.decode(errors="replace") if (response.mimetype or "").startswith(_PLAIN) else ""
    return html.unescape(f"{body} {' '.join(str(value) for value in response.headers.values())}")


def plant(session: Session, whole: Whole, *, year: int) -> Planted:
    """Money of this year for both aanbieders, on a line of its own, with everything around it. The caller commits."""
    found = Planted()
    line = make.budget_line(session, name=found.word(GEMEENTE, "Zilverdraadregel"), amounts={year: found.cents(GEMEENTE, "begroot")})
    part = make.budget_line(
        session, name=found.word(GEMEENTE, "Koperdraadregel"), parent_id=line, amounts={year: found.cents(GEMEENTE, "geoormerkt")}
    )
    for slug in ("linde", "noord"):
        _of_provider(session, whole.world.organisations[slug], found, slug=slug, lines=(line, part), year=year)
    title, reason = found.word(GEMEENTE, "Kwikzilvervoorstel"), found.word(GEMEENTE, "omdat de kwikzilverreden telt")
    told = {"title": title, "reason": reason, "content": '{"changes": []}', "at": AT, "person_id": None, "person_name": "Proef"}
    _add(session, MoneyProposal(year=year, **told))
    return found


def _add(session: Session, row: Base) -> int:
    session.add(row)
    session.flush()
    return int(row.id)  # type: ignore[attr-defined]


def _of_provider(session: Session, provider_id: int, found: Planted, *, slug: str, lines: tuple[int, int], year: int) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    named = {"reference": found.word(slug, f"ROK-ZINK-{slug}"), "name": found.word(slug, f"Zinkovereenkomst {slug}")}
    note = found.word(GEMEENTE, f"Zinkopmerking over {slug}")
    frame = _add(session, Agreement(provider_id=provider_id, starts_on=first, ends_on=last, note=note, **named))
    for kind in ("arrangement", "subsidie"):
        named = {"reference": found.word(slug, f"TIN-{kind}-{slug}"), "name": found.word(slug, f"Tinnen {kind} {slug}")}
        committed = found.cents(slug, "vastgelegd" if kind == "arrangement" else "verleend")
        years = {year: (committed, found.cents(slug, f"gerealiseerd {kind}"))}
        number = make.commitment(session, provider_id=provider_id, agreement_id=frame, kind=kind, years=years)
        session.execute(update(Commitment).where(Commitment.id == number).values(**named))
        for line in lines:
            paid = found.cents(GEMEENTE, f"verdeeld {kind} {slug} {line}")
            reason = found.word(GEMEENTE, f"Loden reden {kind} {slug} {line}.")
            _add(session, Allocation(commitment_id=number, budget_line_id=line, year=year, amount_cents=paid, reason=reason))
            _add(session, AllocationShare(commitment_id=number, budget_line_id=line, year=year, share=5000))
        _papers(session, number, found, slug=slug, kind=kind)
        _particular(session, number, found, slug=slug, kind=kind, year=year)
    room = {"room_cents": found.cents(slug, "bestedingsruimte"), "reason": found.word(GEMEENTE, f"Nikkelen reden {slug}")}
    session.execute(delete(SpendingRoom).where(SpendingRoom.provider_id == provider_id, SpendingRoom.year == year))
    _add(session, SpendingRoom(provider_id=provider_id, year=year, **room))


def _papers(session: Session, number: int, found: Planted, *, slug: str, kind: str) -> None:
    told = {"commitment_id": number, "kind": "overeenkomst", "at": AT, "person_name": "Proef", "media_type": "text/plain", "sha256": "0" * 64}
    for is_shared, owner in ((True, slug), (False, GEMEENTE)):
        name, content = found.word(owner, f"messing-{kind}-{slug}-{is_shared}.txt"), found.word(owner, f"messingtekst {kind} {slug} {is_shared}")
        _add(session, ContractDocument(is_shared=is_shared, file_name=name, size=len(content), content=content.encode(), **told))
    _add(session, ContractContact(commitment_id=number, side="gemeente", name=found.word(slug, f"Brons van {kind} {slug}")))


def _particular(session: Session, number: int, found: Planted, *, slug: str, kind: str, year: int) -> None:
    """Of an arrangement its tariff and how it is paid, of a subsidie what was asked and granted."""
    if kind == "arrangement":
        make.tariff(session, commitment_id=number, cents=found.cents(slug, "tarief"), valid_from=date(year, 1, 1))
        session.execute(update(Commitment).where(Commitment.id == number).values(variant="inspanningsgericht", care_form_code="bw-met-verblijf"))
        return
    runs = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
    events: tuple[tuple[str, int, dict[str, date]], ...] = (
        ("aanvraag ontvangen", found.cents(slug, "gevraagd"), {}),
        ("subsidie verleend", found.cents(slug, "verleend"), runs),
    )
    for day, (event, cents, more) in enumerate(events, start=2):
        note = found.word(GEMEENTE, f"Platina opmerking {event} {slug}")
        told = {"kind": event, "happened_on": date(year, 1, day), "amount_cents": cents, "note": note, "at": AT, "person_name": "Proef"}
        _add(session, SubsidyEvent(commitment_id=number, **told, **more))
    session.execute(update(Commitment).where(Commitment.id == number).values(subsidy_state="verleend"))
