"""The verslag as blocks of text, which become a PDF or a DOCX. Both files say exactly these words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portal.dialogue.document import MinutesDocument, PointText
from portal.web.documents.blocks import Block, Document, Heading, Notice, Paragraph, Table

CONCEPT = "CONCEPT: dit verslag is nog niet vastgesteld"
CONCEPT_NOTICE = f"{CONCEPT}. De tekst kan nog veranderen."
NOTHING_WRITTEN = "Hierbij is niets opgeschreven."
FIGURES, MINUTES, AGREEMENT, NOW = "Cijfers bij dit punt", "Verslag", "Afspraak", "Nu"
HASH_NOTE = "Alle organisaties antwoorden op precies deze tekst. Verandert de tekst, dan verandert het kenmerk."


def written(minutes: MinutesDocument) -> Document:
    """The document to write down."""
    edition = CONCEPT if minutes.is_concept else f"Vastgesteld verslag{_edition(minutes)}"
    blocks = (*_head(minutes), *_sections(minutes), *_agreements(minutes), *_addenda(minutes), *_consent(minutes))
    subject = f"Verslag van een dialoog tussen {minutes.between}"
    return Document(f"Verslag: {minutes.title}", subject, minutes.at, edition, f"Kenmerk {minutes.sha256[:16]}", blocks)


def _head(minutes: MinutesDocument) -> Iterator[Block]:
    if minutes.is_concept:
        yield Notice(CONCEPT_NOTICE)
    facts = (
        ("Gesprek tussen", minutes.between),
        ("Wanneer", minutes.moment),
        ("Waar", minutes.place),
        ("Aan tafel", "\n".join(minutes.present)),
        ("Vastgesteld", "" if minutes.is_concept else f"{minutes.settled}{_edition(minutes)}"),
    )
    yield from _labelled(facts)


def _sections(minutes: MinutesDocument) -> Iterator[Block]:
    for section in minutes.sections:
        yield Heading(1, section.title)
        for point in section.points:
            yield Heading(2, point.title)
            yield from _point(point)


def _point(point: PointText) -> Iterator[Block]:
    yield from _labelled([(FIGURES, "\n".join(filter(None, (point.figures, point.figures_note)))), (NOW, point.now)])
    for given in point.inputs:
        yield from _labelled((f"{question} ({given.party})", answer) for question, answer in given.answers)
    yield Paragraph(point.minutes or NOTHING_WRITTEN, MINUTES)
    yield from _labelled((AGREEMENT, agreement) for agreement in point.agreements)


def _agreements(minutes: MinutesDocument) -> Iterator[Block]:
    yield Heading(1, "Afspraken")
    if not minutes.agreements:
        yield Paragraph("Er zijn in dit gesprek geen afspraken gemaakt.")
        return
    rows = tuple((line.text, line.who, line.due, line.about, line.expected) for line in minutes.agreements)
    yield Table(("Afspraak", "Wie", "Uiterlijk", "Gaat over", "Cijfer en doel"), rows, (5, 3, 2, 3, 3))


def _addenda(minutes: MinutesDocument) -> Iterator[Block]:
    if minutes.addenda:
        yield Heading(1, "Aanvullingen")
    for line in minutes.addenda:
        yield Heading(2, f"Aanvulling {line.number}")
        yield from _labelled([("", line.text), ("Waarom deze aanvulling", line.reason), ("Stand", line.standing)])


def _consent(minutes: MinutesDocument) -> Iterator[Block]:
    yield Heading(1, "Instemming")
    rows = tuple((line.party, line.verdict, line.who, line.when, line.reason) for line in minutes.answers)
    yield Table(("Organisatie", "Antwoord", "Wie", "Wanneer", "Reden"), rows, (3, 2, 3, 3, 4))
    yield Paragraph(f"{minutes.sha256}\n{HASH_NOTE}", "Kenmerk van dit verslag (SHA-256)")
    yield Heading(1, "Wat er is gebeurd")
    happened = tuple((line.when, line.what, line.who, line.note) for line in minutes.timeline)
    yield Table(("Wanneer", "Wat", "Wie", "Toelichting"), happened, (3, 4, 4, 4))


def _labelled(facts: Iterable[tuple[str, str]]) -> Iterator[Block]:
    """One paragraph for each fact that there is."""
    return (Paragraph(text, label) for label, text in facts if text)


def _edition(minutes: MinutesDocument) -> str:
    """Which edition; minutes of before editions were kept have none."""
    return f", editie {minutes.edition}" if minutes.edition else ""
