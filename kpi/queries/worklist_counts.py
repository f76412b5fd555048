"""Counts beside the worklist: how many deviations each choice would show, how many findings chance alone would give, and which advice waits.

All in one question, because the page asks few.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, String, bindparam, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.domain.advice import WAITING
from kpi.queries.deviation_lines import natures_of
from kpi.tables.advice import Advice
from kpi.tables.deviation import Deviation, Finding, Judgement
from kpi.tables.indicator import Indicator


@dataclass(frozen=True, slots=True)
class TallyLine:
    """How many deviations share all of these. `owner_id` 0: nobody's; `natures`: the kinds of findings, added up (NATURES)."""

    provider_id: int
    provider_name: str
    family: str
    state: str
    severity: int
    owner_id: int
    period: str
    natures: int
    count: int


@dataclass(frozen=True, slots=True)
class Tested:
    """The figures of one quarter that were tested against chance: how many, how many false findings to expect, and how many stood out."""

    period: str
    figures: int
    expected: float
    stood_out: int


@dataclass(frozen=True, slots=True)
class WaitingAdvice:
    """An advice of the klankbordgroep that the gemeente has to answer by its last day."""

    advice_id: int
    subject: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Counts:
    """All that is counted for the worklist. `advice`: the first last day first."""

    lines: list[TallyLine]
    tested: Tested | None
    advice: list[WaitingAdvice]


_owner = func.coalesce(Deviation.owner_id, 0)
_NEWEST = select(func.max(Judgement.period)).where(Judgement.period.like("____-K_")).scalar_subquery()
_TESTED, _ADVISED = "getoetst", "advies"


def _tally() -> Select[*tuple[Any, ...]]:
    natures = func.coalesce(natures_of(), 0).label("natures")
    each = select(
        Deviation.provider_id, Deviation.indicator_code, Deviation.state, Deviation.severity, _owner.label("owner"), Deviation.period, natures
    ).where(Deviation.state.in_(bindparam("states", expanding=True))).subquery()  # fmt: skip
    place = (each.c.provider_id, Organisation.name, Indicator.family, each.c.state, each.c.severity, each.c.owner, each.c.period, each.c.natures)
    return (
        select(*place, func.count(), literal(0.0))
        .join(Organisation, Organisation.id == each.c.provider_id)
        .join(Indicator, Indicator.code == each.c.indicator_code)
        .group_by(*place)
    )


def _tested() -> Select[*tuple[Any, ...]]:
    """One row in the shape of the tally: the number that stood out stands where an owner would."""
    quarter = func.coalesce(bindparam("period", type_=String), _NEWEST)
    stood_out = (
        select(func.count(func.distinct(Deviation.id)))
        .join(Finding, Finding.deviation_id == Deviation.id)
        .where(Deviation.period == quarter, Finding.nature == "statistical")
        .scalar_subquery()
    )
    chance = Judgement.chance + Judgement.chance_peers
    told = (literal(0), literal(""), literal(""), literal(_TESTED), literal(0), stood_out, func.coalesce(func.max(Judgement.period), ""), literal(0))
    return select(*told, func.count(), func.coalesce(func.sum(chance), 0.0)).where(Judgement.period == quarter, chance > 0)


def _advised() -> Select[*tuple[Any, ...]]:
    """One row per advice that waits, in the shape of the tally: its subject stands where an aanbieder would, its last day where a quarter would."""
    a = Advice
    told = (a.id, a.subject, literal(""), literal(_ADVISED), literal(0), literal(0), cast(a.answer_due_on, String), literal(0))
    return select(*told, literal(1), literal(0.0)).where(a.state == WAITING)


_COUNTS = union_all(_tally(), _tested(), _advised())  # built once: putting it together costs more than asking it


def worklist_counts(session: Session, *, states: Collection[str], period: str | None = None) -> Counts:
    """Deviations in these states counted for the filters, the tests of one quarter (without one: the newest judged), waiting advice. One query."""
    lines: list[TallyLine] = []
    advice: list[WaitingAdvice] = []
    tested: Tested | None = None
    for row in session.execute(_COUNTS, {"states": tuple(states), "period": period}):
        if row[3] == _ADVISED:
            advice.append(WaitingAdvice(row[0], row[1], date.fromisoformat(row[6])))
        elif row[3] != _TESTED:
            lines.append(TallyLine(*row[:-1]))
        elif row[8]:
            tested = Tested(row[6], row[8], float(row[9]), row[5])
    lines.sort(key=lambda line: (line.provider_name, line.family, line.state))
    return Counts(lines, tested, sorted(advice, key=lambda one: (one.due_on, one.advice_id)))
