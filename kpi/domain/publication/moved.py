"""What an edition tells otherwise than the one before: figures that moved, that appear, and that disappear. Of published texts only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kpi.domain.publication.content import SummaryContent
from kpi.domain.publication.words import number

NOT_SHOWN = "–"
_MOVEMENT = {"begin": "Mensen aan het begin", "joined": "Erbij gekomen", "left": "Weggegaan", "end": "Mensen aan het einde"}
_PLACES = {"places": "Alle plekken", "occupied": "Bezette plekken", "unoccupied": "Plekken die niet bezet zijn", "waiting": "Mensen die wachten"}


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure that is told otherwise. None: it was or is not shown."""

    label: str
    before: Decimal | None
    after: Decimal | None

    @property
    def told(self) -> tuple[str, str]:
        """Both figures as they are read; a dash where there is none."""
        before, after = (NOT_SHOWN if value is None else number(value) for value in (self.before, self.after))
        return before, after

    @property
    def word(self) -> str:
        """What happened to it."""
        return "Nieuw" if self.before is None else "Niet meer te zien" if self.after is None else "Anders"


def moved(before: SummaryContent, after: SummaryContent) -> tuple[Moved, ...]:
    """Every figure that differs, in the order of the new edition; what disappeared comes last."""
    old, new = _figures(before), _figures(after)
    names = [*new, *(name for name in old if name not in new)]
    return tuple(Moved(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def _figures(content: SummaryContent) -> Mapping[str, Decimal | None]:
    """Every figure by its words."""
    found: dict[str, Decimal | None] = {}
    for told, names in ((content.movement, _MOVEMENT), (content.places, _PLACES)):
        found |= {words: _decimal(getattr(told, field)) for field, words in names.items()}
    for table in content.tables:
        for row, line in zip(table.rows, table.cells, strict=True):
            found |= {f"{table.title}: {row}, {column}": _decimal(cell) for column, cell in zip(table.columns, line, strict=True)}
    return found | {one.name: one.value for one in content.figures}


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
