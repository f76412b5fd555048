"""What the rules look at: the figures of one report with what came before, without a database. Form, upload and command line all fill these."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.foundation.period import Quarter
from kpi.domain.capacity import Places
from kpi.domain.cell import Figures
from kpi.domain.flow import Flow
from kpi.domain.indicator import Definition


@dataclass(frozen=True, slots=True)
class Earlier:
    """The signed figures of one KPI in an earlier quarter ("2026-K2"), and the version of the definition they were counted by.

    `starts_anew`: somebody let the limits of the series begin anew here.
    """

    period: str
    version: int
    figures: Figures
    starts_anew: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a cell: of one gemeente of origin, one age group or one voorziening."""

    dimension: str
    category: str
    numerator: Decimal | None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CellFacts:
    """One KPI. `version` is the definition's; only earlier figures by the same version are compared. `step`: quarters between two answers."""

    definition: Definition
    figures: Figures
    name: str = ""
    version: int = 1
    explanation: str = ""
    earlier: tuple[Earlier, ...] = ()
    parts: tuple[Part, ...] = ()
    step: int = 1

    @property
    def code(self) -> str:
        """The KPI's code, which is the field of its findings."""
        return self.definition.code

    def comparable(self, before: Quarter) -> tuple[Earlier, ...]:
        """What may be compared with: the same definition, before this quarter, the oldest first."""
        return tuple(sorted((one for one in self.earlier if one.version == self.version and one.period < before.code), key=lambda one: one.period))


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """One location on the last day. `places` is what was agreed; `count` None: not filled in yet."""

    field: str
    name: str
    care_form: str
    places: int
    count: Places | None
    previous: Places | None = None


@dataclass(frozen=True, slots=True)
class FlowFacts:
    """The people of one form of care. `flow` None: not filled in yet; `previous_end` None: no signed quarter before.

    `told_people`: how many its table by gemeente and age group holds; None: it was not told, and that is allowed.
    """

    field: str
    name: str
    care_form: str
    flow: Flow | None
    previous_end: int | None = None
    told_people: int | None = None


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A whole report. `is_whole` False: only what is there is judged, as with an upload of a few cells; nothing is missed."""

    quarter: Quarter
    cells: tuple[CellFacts, ...] = ()
    places: tuple[PlaceFacts, ...] = ()
    flows: tuple[FlowFacts, ...] = ()
    is_whole: bool = True
