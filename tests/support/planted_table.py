"""The partnership table with words that nobody would make up, planted for the wall: whoever may not read one must never be sent it.

Of De Linde, of Huize Noord and of the joint table there is a session in every state. Each word has its readers: "gemeente", "linde", "noord" (who sit
at a table for that organisation) or one identity of the oracle. Words are made of plain syllables, so that no file hyphenates or joins their letters.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contracts.foundation.base import Base
from kpi.actions import dialogues
from kpi.domain.dialogue import CANCELLED, CONCEPT, FIXED, OFFERED, PREPARING, SETTLED, SHARED, STATES, TALKING
from kpi.queries.dialogue_record import current_sha256
from kpi.tables.dialogue import AgendaInput, AgendaItem, AgendaNote, DialogueParticipant, DialogueSeries, DialogueSession, WritingClaim
from kpi.tables.dialogue_outcome import ActionPoint, ActionPointEvent, CooperationRating
from tests.support.pdf_text import Pdf
from tests.support.whole_world import Whole

AT = datetime(2026, 11, 3, 9, tzinfo=UTC)
FAR = datetime(2031, 5, 6, 9, tzinfo=UTC)
GEMEENTE, JOINT = "gemeente", "samen"
TABLES = ("linde", "noord", JOINT)
SITS = {"invoerder A": "linde", "tekenbevoegde A": "linde", "invoerder B": "noord", "tekenbevoegde B": "noord", "contractmanager": GEMEENTE}
WRITERS = {"linde": ("invoerder", "tekenbevoegde"), "noord": ("invoerder-noord", "tekenbevoegde-noord"), GEMEENTE: ("contractmanager",)}
_IDENTITY = {"invoerder": "invoerder A", "invoerder-noord": "invoerder B", "contractmanager": "contractmanager"}
_SEEN_BY_BOTH = (SHARED, TALKING, OFFERED, SETTLED)
_WRITTEN = (TALKING, OFFERED, SETTLED)
ADDED_TO = "aanvulling"
_PLAIN = ("text/", "application/json", "application/javascript")
_NOT_A_LETTER = re.compile(r"[^a-z]+")
_FIRST, _SECOND, LONG = "bdgkmnprstvz", "aeou", 12
_SYLLABLES = re.compile(f"(?:[{_FIRST}][{_SECOND}]){{{LONG // 2},}}")
_TAG = re.compile(r"<[^>]*>")


@dataclass
class PlantedTable:
    """What was planted. `readers` by word; the numbers of sessions, of their points and of their agreements."""

    readers: dict[str, frozenset[str]] = field(default_factory=dict)
    what: dict[str, str] = field(default_factory=dict)
    sessions: dict[tuple[str, str], int] = field(default_factory=dict)
    items: dict[int, list[int]] = field(default_factory=dict)
    actions: dict[int, list[int]] = field(default_factory=dict)
    participants: dict[int, list[int]] = field(default_factory=dict)
    series: dict[str, int] = field(default_factory=dict)

    def word(self, what: str, *readers: str) -> str:
        """A word for these readers that occurs nowhere else; always the same one for the same thing."""
        digest = hashlib.sha256(what.encode()).digest()
        made = "".join(_FIRST[one % len(_FIRST)] + _SECOND[two % len(_SECOND)] for one, two in zip(digest[:6], digest[6:12], strict=True))
        assert self.what.get(made, what) == what
        self.readers[made], self.what[made] = frozenset(readers), what
        return made

    def kind(self, word: str) -> str:
        """What a word is, wherever it stands: "titel", "notitie", "inbreng", "adres van de gast"."""
        return re.split(
            r" (?:\(|\d|bij |van (?:de reeks|linde|noord|samen|gemeente|invoerder|tekenbevoegde|contractmanager|\w+ bij))", self.what[word]
        )[0]

    def found_in(self, response: TestResponse) -> set[str]:
        """The words that an answer tells: in its text, attributes and headers, or in the file that it is."""
        return self.found_in_text(text_of(response))

    def found_in_text(self, text: str) -> set[str]:
        """The words in a text, whatever stands between their letters."""
        letters = _NOT_A_LETTER.sub("", text.lower())
        runs = (run[0] for run in _SYLLABLES.finditer(letters))
        return {word for run in runs for at in range(0, len(run) - LONG + 1, 2) if (word := run[at : at + LONG]) in self.readers}

    def hidden_from(self, identity: str) -> frozenset[str]:
        """The words that this identity may not read."""
        own = {identity, SITS.get(identity, identity)}
        return frozenset(word for word, readers in self.readers.items() if not readers & own)


def text_of(response: TestResponse) -> str:
    """Everything that an answer says: body and headers; a PDF and an office file unpacked."""
    data = response.get_data()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            body = " ".join(
                _TAG.sub("", packed.read(name).decode(errors="replace")) + packed.read(name).decode(errors="replace") for name in packed.namelist()
            )
    elif data.startswith(b"%PDF"):
        pdf = Pdf.read(data)
        body = " ".join((pdf.text(), *(one.decode(errors="replace") for one in (*pdf.objects.values(), *pdf.streams.values()))))
    else:
        body = data.decode(errors="replace") if (response.mimetype or "").startswith(_PLAIN) else ""
    return html.unescape(f"{body} {' '.join(str(value) for value in response.headers.values())}")


def plant_table(session: Session, whole: Whole) -> PlantedTable:
    """Sessions in every state at every table. The caller commits."""
    found = PlantedTable()
    for slug in TABLES:
        series = _series(session, whole, found, slug)
        for state in (*STATES, ADDED_TO):
            _Planter(session, whole, found, slug, state, series).plant()
        _listed(session, whole, found, slug)
    return found


def sides_of(slug: str) -> tuple[str, ...]:
    """Who sits at a table."""
    return (GEMEENTE, "linde", "noord") if slug == JOINT else (GEMEENTE, slug)


def _add(session: Session, row: Base) -> int:
    session.add(row)
    session.flush()
    return int(row.id)  # type: ignore[attr-defined]


def _provider(whole: Whole, slug: str) -> int | None:
    return None if slug == JOINT else whole.world.organisations[slug]


def _series(session: Session, whole: Whole, found: PlantedTable, slug: str) -> int:
    title, place = (found.word(f"{what} van de reeks van {slug}", *sides_of(slug)) for what in ("titel", "plaats"))
    told = {"first_at": FAR, "every_number": 3, "every_unit": "maand", "times": 2, "title": title, "place": place}
    found.series[slug] = _add(session, DialogueSeries(provider_id=_provider(whole, slug), **told))
    return found.series[slug]


def _listed(session: Session, whole: Whole, found: PlantedTable, slug: str) -> None:
    """A point on the list of a table, for later, with what each side keeps at it."""
    readers = sides_of(slug)
    title = found.word(f"punt voor later van {slug}", *readers)
    told = {
        "kind": "punt",
        "part": "data",
        "position": 3500,
        "title": title,
        "added_by": found.word(f"wie het voor later zette bij {slug}", *readers),
    }
    item = _add(session, AgendaItem(session_id=None, provider_id=_provider(whole, slug), **told))
    for side in readers:
        _prepared(session, whole, found, item, side, f"voor later van {slug}", (side,))


def _prepared(session: Session, whole: Whole, found: PlantedTable, item: int, side: str, where: str, readers: tuple[str, ...]) -> None:
    """The private note of one side at a point, and what it brings in."""
    by = whole.people[WRITERS[side][0]]
    about = {"item_id": item, "organisation_id": by.organisation_id, "changed_at": AT, "version": 4}
    note = found.word(f"notitie van {side} bij {where}", side)
    _add(session, AgendaNote(text=note, changed_by=found.word(f"wie de notitie van {side} schreef bij {where}", side), **about))
    texts = {name: found.word(f"inbreng ({name}) van {side} bij {where}", *readers) for name in ("seen_text", "meaning_text", "doing_text")}
    _add(session, AgendaInput(changed_by=found.word(f"wie de inbreng van {side} schreef bij {where}", *readers), **texts, **about))


@dataclass
class _Planter:
    """Makes one session of one table in one state, through the real steps, with words everywhere."""

    session: Session
    whole: Whole
    found: PlantedTable
    slug: str
    state: str
    series: int
    number: int = 0

    @property
    def by(self) -> dict[str, Any]:
        """The contractmanager, now."""
        return {"by": self.whole.people["contractmanager"].as_actor(), "at": AT}

    @property
    def readers(self) -> tuple[str, ...]:
        """Who may know of this session."""
        return (GEMEENTE,) if self.state == CONCEPT else sides_of(self.slug)

    def word(self, what: str, *readers: str) -> str:
        """A word of this session."""
        return self.found.word(f"{what} van {self.slug}, {self.state}", *(readers or self.readers))

    def plant(self) -> None:
        """The whole of it."""
        provider, later = _provider(self.whole, self.slug), FAR + timedelta(days=len(self.found.sessions))
        told = {"title": self.word("titel"), "place": self.word("plaats"), "planned_at": later, "series_id": self.series}
        self.number = dialogues.plan_session(self.session, provider_id=provider, as_concept=self.state == CONCEPT, **told, **self.by)
        self.found.sessions[self.slug, self.state] = self.number
        self._people()
        self._points()
        self._steps()
        state = DialogueSession.state
        expected = OFFERED if self.state == ADDED_TO else self.state
        assert self.session.scalar(select(state).where(DialogueSession.id == self.number)) == expected

    def _people(self) -> None:
        """A guest, whose address is for who invites, and somebody of every side, whose address stands on no screen."""
        guest = {
            "name": self.word("gast"),
            "partner": self.word("partner van de gast"),
            "email": f"{self.word('adres van de gast', GEMEENTE)}@gast.example",
        }
        self.found.participants[self.number] = [
            _add(self.session, DialogueParticipant(session_id=self.number, kind="gast", invited_sequence=0, **guest))
        ]
        for side in sides_of(self.slug):
            who = self.whole.people[WRITERS[side][0]]
            told = {"person_id": who.person_id, "organisation_id": who.organisation_id, "name": who.name}
            address = f"{self.word(f'adres van {side} zelf', 'niemand')}@voorbeeld.example"
            _add(self.session, DialogueParticipant(session_id=self.number, kind="deelnemer", email=address, **told))

    def _points(self) -> None:
        """Two points of one's own beside the fixed ones, each with a note and input of every side."""
        fixed = select(AgendaItem.id).where(AgendaItem.session_id == self.number, AgendaItem.kind == FIXED).order_by(AgendaItem.id)
        items = list(self.session.scalars(fixed))[:1]
        for place, is_removed in ((3600, False), (3601, True)):
            told = {"kind": "punt", "part": "data", "position": place, "version": 3, "is_removed": is_removed}
            words = {"title": self.word(f"punt {place}"), "figures": self.word(f"cijfers {place}"), "added_by": self.word(f"wie punt {place} zette")}
            about = {"session_id": self.number, "provider_id": _provider(self.whole, self.slug)}
            items.append(_add(self.session, AgendaItem(**about, **told, **words)))
        for item in items:
            for side in sides_of(self.slug):
                is_shared = self.state in (*_SEEN_BY_BOTH, ADDED_TO)
                readers = sides_of(self.slug) if is_shared else (side,)
                _prepared(self.session, self.whole, self.found, item, side, f"punt {len(items)}-{item} van {self.slug}, {self.state}", readers)
        self.found.items[self.number] = items

    def _steps(self) -> None:
        told = {"session_id": self.number, "viewer_provider_id": None, **self.by}
        if self.state == CANCELLED:
            dialogues.cancel_session(self.session, reason=f"Reden: {self.word('reden van het annuleren')}", **told)
        if self.state in (CONCEPT, PREPARING, CANCELLED):
            return
        dialogues.share(self.session, **told)
        if self.state == SHARED:
            return
        dialogues.start(self.session, **told)
        self._written(told)
        if self.state == TALKING:
            return
        dialogues.offer_minutes(self.session, **told)
        if self.state == OFFERED:
            self._answers(told, "niet eens")
        else:
            self._answers(told, "eens")
        self._ratings()
        if self.state == ADDED_TO:
            reason = f"Reden: {self.word('reden van de aanvulling')}"
            dialogues.propose_addendum(self.session, text=self.word("tekst van de aanvulling"), reason=reason, **told)

    def _written(self, told: dict[str, Any]) -> None:
        """Minutes, an agreement with its course, and somebody who writes now."""
        for item in self.found.items[self.number][:2]:
            words = {"minutes": self.word(f"verslag bij {item}"), "changed_by": self.word(f"wie het verslag schreef bij {item}"), "version": 5}
            self.session.execute(update(AgendaItem).where(AgendaItem.id == item).values(**words))
        self.session.expire_all()
        due = {"due_on": date(2031, 7, 1), "owner_organisation": "Gemeente Maastricht", "owner_name": self.word("wie de afspraak doet")}
        made = dialogues.make_action_point(self.session, text=self.word("afspraak"), agenda_item_id=self.found.items[self.number][0], **due, **told)
        words = {name: self.word(f"afspraak, {name}") for name in ("result", "done_by", "closed_reason", "confirmed_by")}
        self.session.execute(update(ActionPoint).where(ActionPoint.id == made).values(**words, done_at=AT, version=3))
        event = {"kind": "bezig", "at": AT, "person_name": self.word("wie aan de afspraak werkt"), "organisation_name": "Proef"}
        _add(self.session, ActionPointEvent(action_point_id=made, text=self.word("verloop van de afspraak"), **event))
        self.found.actions[self.number] = [made]
        claim = {"person_id": 99_999, "person_name": self.word("wie hier schrijft"), "expires_at": datetime.now(UTC) + timedelta(hours=2)}
        _add(self.session, WritingClaim(session_id=self.number, item_id=self.found.items[self.number][0], **claim))

    def _answers(self, told: dict[str, Any], verdict: str) -> None:
        """What every organisation at the table says of the minutes."""
        slugs = [*sides_of(self.slug), *(("berk", "eik") if self.slug == JOINT else ())]
        for slug in slugs:
            reason = f"Reden: {self.word(f'reden van {slug}')}" if verdict == "niet eens" else ""
            own = None if slug == GEMEENTE else self.whole.world.organisations[slug]
            side = "gemeente" if slug == GEMEENTE else "aanbieder"
            self.session.flush()
            sha256 = current_sha256(self.session, session_id=self.number)
            given = told | {"side": side, "verdict": verdict, "reason": reason, "sha256": sha256, "viewer_provider_id": own}
            dialogues.consent(self.session, **given)

    def _ratings(self) -> None:
        """Everybody rates; the first of each side keeps the words, the second shares them. Before the gemeente answered it reads nothing."""
        sides = [side for side in sides_of(self.slug) if side != GEMEENTE or self.state != OFFERED]
        for side in sides:
            for place, code in enumerate(WRITERS[side]):
                who, is_shared = self.whole.people[code], place == 1 or self.state == SETTLED
                across = sides_of(self.slug) if side == GEMEENTE else tuple({GEMEENTE, side} & set(sides))
                readers = across if is_shared else (_IDENTITY[code],)
                remark = self.word(f"toelichting van {code}", *readers)
                about = {"session_id": self.number, "organisation_id": who.organisation_id, "person_id": who.person_id, "person_name": who.name}
                answers = dict.fromkeys(("purpose", "agreements", "openness", "learning"), 4)
                _add(self.session, CooperationRating(remark=remark, is_remark_shared=is_shared, at=AT, **about, **answers))
