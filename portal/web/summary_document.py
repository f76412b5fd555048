"""A published summary as a document to keep and to read aloud: what its page says, in the same order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpi.domain.publication.content import AnsweredAdvice, SummaryContent
from portal.web.charts.picture import NARROW
from portal.web.charts.svg import svg_of, svg_of_bars
from portal.web.documents.blocks import Block, Document, Heading, Paragraph, Picture, Points, Table
from portal.web.formatting import NOTHING, moment
from portal.web.published import Published
from portal.web.summary import FigureView, SummaryView, TableView, summary_view
from portal.web.summary_trends import trend_groups

RUNNING = "Samenvatting voor de klankbordgroep"
MOST_COLUMNS, MOST_COLUMNS_LARGE = 5, 3  # of figures beside each other; more are told in a second table
NOTHING_LEFT_OUT = "We laten dit kwartaal niets weg."
NOBODY = "U ziet nooit cijfers van één aanbieder. Zo is niemand te herkennen."
NO_ADVICE = "Er is sinds de vorige samenvatting geen advies beantwoord."
NO_TABLES = "Er zijn dit kwartaal geen tabellen met gemeente, hulp en leeftijd."


def summary_document(edition: Published, *, is_large: bool = False) -> Document:
    """The document to write down. With `is_large` in large letters, and never more than three columns of figures."""
    content, view = edition.content, summary_view(edition.content)
    left_out = Points(content.left_out) if content.left_out else Paragraph(NOTHING_LEFT_OUT)
    blocks = (
        Paragraph(f"Editie {edition.edition}, gepubliceerd op {moment(edition.published_at)}."),
        *_under("In vijf zinnen", [Points(view.conclusions, is_numbered=True)]),
        *_under("De cijfers die opvallen", _charts(view)),
        *_under("Over wie gaat het?", _people(content, view, MOST_COLUMNS_LARGE if is_large else MOST_COLUMNS)),
        *_under("Halen we de doelen van het plan?", _goals(view)),
        *_under("Wat is er anders dan vorig kwartaal?", _changes(view)),
        *_under("Hoe zeker zijn deze cijfers?", [Points(content.certainty)] if content.certainty else []),
        *_under("Wat u hier niet ziet, en waarom", [left_out, Paragraph(NOBODY)]),
        *_under("Wat deden we met uw advies?", _advice(view.advice) if view.advice else [Paragraph(NO_ADVICE)]),
        *_under("Alle cijfers", _all_figures(view)),
        *_under("Hoe het verliep", _trends(content)),
    )
    foot = f"Editie {edition.edition}, kenmerk {edition.sha256[:16]}"
    return Document(f"Hoe ging het in het {edition.period.label}?", RUNNING, edition.published_at, RUNNING, foot, blocks, is_large)


def _under(heading: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """A heading with what stands under it; nothing when there is nothing."""
    found = tuple(blocks)
    return (Heading(1, heading), *found) if found else ()


def _charts(view: SummaryView) -> Iterator[Block]:
    for figure in view.figures:
        yield Heading(2, figure.message)
        yield Paragraph(" ".join(filter(None, (figure.sentence, figure.note))))
        yield from _picture(figure)
        norm = (("Norm", figure.norm),) if figure.norm else ()
        yield Table((figure.title, "Cijfer"), (*figure.rows, *norm), (3, 2))


def _picture(figure: FigureView) -> Iterator[Picture]:
    drawing = svg_of_bars(figure.bars) if figure.bars is not None else svg_of(figure.run.picture(NARROW)) if figure.run is not None else None
    if drawing is not None:
        yield Picture(drawing.svg, figure.alternative, drawing.width, drawing.height)


def _people(content: SummaryContent, view: SummaryView, most: int) -> Iterator[Block]:
    yield Table(("Mensen met hulp", "Aantal"), view.people, (3, 2))
    yield Table(("Plekken op de laatste dag", "Aantal"), view.places, (3, 2))
    for table, given in zip(view.tables, content.tables, strict=True):
        yield from _people_table(table, given.column_axis.capitalize(), most)
    if not view.tables:
        yield Paragraph(NO_TABLES)


def _people_table(table: TableView, column_axis: str, most: int) -> Iterator[Block]:
    """One table, or more under each other when there are too many columns for a page: each with the same rows."""
    axis, columns = table.row_axis, table.columns
    rows = tuple((name, tuple(text for text, _ in cells)) for name, cells in table.rows)
    if _longest_word(columns) > _longest_word(tuple(name for name, _ in rows)):  # a long word fits beside a row, not above a column of figures
        turned = tuple(zip(*(cells for _, cells in rows), strict=True))
        axis, columns, rows = column_axis, tuple(name for name, _ in rows), tuple(zip(columns, turned, strict=True))
    count = -(-len(columns) // most)
    size = -(-len(columns) // count) if count else 0
    for part in range(count):
        here = slice(part * size, (part + 1) * size)
        yield Heading(2, table.title if count == 1 else f"{table.title} (deel {part + 1} van {count})")
        cells = tuple((name, *line[here]) for name, line in rows)
        yield Table((axis, *columns[here]), cells, (3, *(2 for _ in columns[here])))


def _longest_word(names: Sequence[str]) -> int:
    return max((len(word) for name in names for word in name.replace("-", " ").split()), default=0)


def _goals(view: SummaryView) -> Iterator[Block]:
    if view.goals:
        rows = tuple((f"{one.goal.name}\n{one.goal.sentence}", one.goal.target or NOTHING, one.goal.shown or NOTHING, one.word) for one in view.goals)
        yield Table(("Doel", "Afgesproken", "Nu", "Gehaald?"), rows, (5, 4, 3, 3))
    if view.unmeasured:
        yield Paragraph("Over deze doelen zijn nog geen cijfers:")
        yield Points(tuple(f"{goal.name} ({goal.target})" if goal.target else goal.name for goal in view.unmeasured))
    if not view.goals and not view.unmeasured:
        yield Paragraph("Er zijn nu geen doelen om de cijfers mee te vergelijken.")


def _changes(view: SummaryView) -> Iterator[Block]:
    for group in view.changes:
        yield Heading(2, group.title)
        yield Table(("Cijfer", "Vorig kwartaal", "Dit kwartaal"), group.lines, (4, 2, 2))
    if not view.changes:
        yield Paragraph(view.conclusions[4])
    if view.unchanged:
        yield Paragraph(f"{'Eén cijfer bleef' if view.unchanged == 1 else f'{view.unchanged} cijfers bleven'} ongeveer gelijk.")


def _advice(advice: Sequence[AnsweredAdvice]) -> Iterator[Block]:
    for one in advice:
        yield Heading(2, one.subject)
        facts = (
            ("Van wie", one.by),
            ("Ons antwoord", one.verdict.capitalize()),
            ("Waarom", one.reason),
            ("Wat we gaan doen", one.what),
            ("Klaar op", one.ready_on),
            ("Hoe het nu staat", one.outcome),
        )
        yield from (Paragraph(text, label) for label, text in facts if text)


def _all_figures(view: SummaryView) -> Iterator[Block]:
    for pijler, lines in view.lines.items():
        yield Heading(2, pijler)
        rows = tuple(
            ("\n".join(filter(None, (one.name, one.meaning, one.basis, one.hidden, one.certainty))), one.value, one.previous, one.norm or NOTHING)
            for one in lines
        )
        yield Table(("Cijfer", "Dit kwartaal", "Vorig kwartaal", "Norm"), rows, (5, 2, 2, 2))


def _trends(content: SummaryContent) -> Iterator[Block]:
    for group in trend_groups(content):
        for figure in group.figures:
            yield Heading(2, figure.title)
            yield Table(("Kwartaal", "Cijfer"), figure.rows, (2, 1))
