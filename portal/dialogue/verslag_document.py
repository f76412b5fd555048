"""From the record as it is hashed to the words that one reads: the same for the page, the PDF and the DOCX."""

from __future__ import annotations

from kpi.domain.dialogue import SETTLED, SETTLED_EVENT
from kpi.domain.minutes import MUNICIPALITY, Record, RecordedItem, RecordedParty
from kpi.queries.dialogue_reading import Happened, Reading
from portal.dialogue.document import (
    AddendumText,
    AgreementText,
    AnswerText,
    EventText,
    MinutesDocument,
    PartyInput,
    PointText,
    SectionText,
)
from portal.dialogue.verslag_words import (
    QUESTIONS,
    VERDICTS,
    about_what,
    due,
    effect_of,
    frozen_note,
    in_one_line,
    note_of,
    part_of,
    present,
    what_happened,
    who_does,
)
from portal.web.formatting import moment


def document_of(reading: Reading) -> MinutesDocument:
    """The minutes in words: the edition that was asked for, or the concept as it is now."""
    record, settled = reading.record, _settled_at(reading)
    return MinutesDocument(
        title=record.head.title,
        parties=tuple(party.name for party in parties_in_order(record)),
        moment=moment(record.head.planned_at),
        place=record.head.place,
        present=tuple(present(person) for person in record.head.people),
        sections=_sections(reading),
        agreements=_agreements(record),
        addenda=tuple(_addenda(reading)),
        answers=tuple(_answer(party, reading.answer_of(party.organisation_id)) for party in parties_in_order(record)),
        timeline=tuple(_event(event) for event in reading.timeline),
        sha256=reading.sha256,
        edition=reading.edition.number if reading.edition else 0,
        settled="" if settled is None else moment(settled.at),
        is_concept=settled is None,
        at=reading.timeline[-1].at if settled is None and reading.timeline else settled.at if settled else record.head.planned_at,
    )


def parties_in_order(record: Record) -> tuple[RecordedParty, ...]:
    """The organisations at the table, the gemeente first."""
    return tuple(sorted(record.head.parties, key=lambda party: (party.side != MUNICIPALITY, party.name)))


def _settled_at(reading: Reading) -> Happened | None:
    """The step that settled this text; None for a concept, also when an addendum lies before the parties."""
    if reading.addendum is not None or (reading.edition is None and reading.state != SETTLED):
        return None
    return next((one for one in reversed(reading.timeline) if not one.is_answer and one.what == SETTLED_EVENT), None)


def _sections(reading: Reading) -> tuple[SectionText, ...]:
    record = reading.record
    points = [(part_of(item), _point(item, record, reading.now.get(item.item_id, ""))) for item in record.items]
    names = dict.fromkeys(name for name, _ in points)
    return tuple(SectionText(name, tuple(point for part, point in points if part == name)) for name in names)


def _point(item: RecordedItem, record: Record, now: str) -> PointText:
    given = (PartyInput(one.organisation, _answered((one.seen, one.meaning, one.doing))) for one in item.inputs)
    made = (action for action in record.actions if action.agenda_item_id == item.item_id)
    return PointText(
        item_id=item.item_id,
        title=item.title,
        figures=item.figures,
        figures_note=frozen_note(item),
        now=now,
        inputs=tuple(given),
        minutes=item.minutes,
        agreements=tuple(in_one_line(action) for action in made),
    )


def _answered(texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((question, text) for question, text in zip(QUESTIONS, texts, strict=True) if text)


def _agreements(record: Record) -> tuple[AgreementText, ...]:
    items = {item.item_id: item for item in record.items}
    return tuple(AgreementText(action.text, who_does(action), due(action), about_what(action, items), effect_of(action)) for action in record.actions)


def _addenda(reading: Reading) -> list[AddendumText]:
    """Those that were agreed to, and the one that lies before the parties."""
    waiting = reading.addendum.number if reading.addendum else None
    return [
        AddendumText(
            one.number, one.text, f"{one.reason}\nVoorgesteld door {one.person}, {one.organisation}.",
            "Ligt ter instemming" if one.number == waiting else "Opgenomen in het verslag",
        )
        for one in reading.record.addenda
    ]  # fmt: skip


def _answer(party: RecordedParty, given: Happened | None) -> AnswerText:
    if given is None:
        return AnswerText(party.organisation_id, party.name, VERDICTS[""][0], "", "", "", VERDICTS[""][1])
    word, tone = VERDICTS[given.what]
    return AnswerText(party.organisation_id, party.name, word, given.person, moment(given.at), given.note, tone)


def _event(event: Happened) -> EventText:
    return EventText(
        moment(event.at),
        what_happened(event),
        ", ".join(filter(None, (event.person, event.organisation))),
        note_of(event),
        event.at.isoformat(timespec="minutes"),
    )
