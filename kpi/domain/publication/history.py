"""Everything that was ever published as the auditor wants it: edition after edition, counts and amounts apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from kpi.domain.disclosure.problem import Cell, Equation, Prior
from kpi.domain.disclosure_audit.published import Edition, Flow, Groups, Published, edition_of
from kpi.domain.publication.bundle import Bundle, Part, ids_of
from kpi.domain.publication.rules import PublicationRules

ZERO = Fraction(0)


def published(bundles: Sequence[Bundle], rules: PublicationRules, *, integer: bool, withdrawn: frozenset[str] = frozenset()) -> Published:
    """The history of the counts (`integer`) or of the amounts, in the order of publication. No equation holds between the two.

    `withdrawn`: names of editions that were withdrawn. It is told, and makes no difference: who read one still knows it.
    """
    problems = [part.problem for bundle in bundles for part in bundle.parts if part.problem.integer is integer]
    totals = tuple(dict.fromkeys(total for bundle in bundles for total in bundle.groups if integer))
    return Published(
        editions=tuple(one for bundle in bundles for one in _editions(bundle, rules, integer=integer, withdrawn=bundle.name in withdrawn)),
        integer=integer,
        prior=Prior(
            lower={cell: least for one in problems for cell, least in one.prior.lower.items()},
            upper={cell: most for one in problems for cell, most in one.prior.upper.items()},
        ),
        protect=tuple({wanted.id: wanted for one in problems for wanted in one.protect}.values()),
        groups=Groups(rules.group, totals) if rules.group is not None and totals else None,
    )


def edition_name(bundle: Bundle, part: Part) -> str:
    """How the auditor calls one part of an edition."""
    return f"{bundle.name}, {part.name}" if len(bundle.parts) > 1 else bundle.name


def adding_up(flows: Sequence[Flow], cells: Mapping[str, Cell]) -> tuple[Flow, ...]:
    """The flows that hold. Where an aanbieder began with another stand than it ended with before, nobody can reckon with the flow."""
    return tuple(one for one in flows if all(name in cells for name in ids_of(one)) and not _off(one, cells))


def latest_cells(bundles: Sequence[Bundle]) -> dict[str, Cell]:
    """Every cell as it was known last."""
    return {name: cell for bundle in bundles for name, cell in bundle.cells.items()}


def _off(flow: Flow, cells: Mapping[str, Cell]) -> Fraction:
    came, left = (sum((cells[name].value for name in names), ZERO) for names in (flow.came, flow.left))
    return cells[flow.begin].value + came - left - cells[flow.end].value


def _editions(bundle: Bundle, rules: PublicationRules, *, integer: bool, withdrawn: bool) -> list[Edition]:
    """The parts as editions of the auditor; what holds between them is told with the last one, when all are known."""
    made = [one for part in bundle.parts if part.problem.integer is integer for one in _as_told(bundle, part, rules, withdrawn=withdrawn)]
    if not made:
        return []
    flows = tuple(one for one in bundle.flows if _kind(ids_of(one)[0], bundle) is integer)
    between = tuple(_as_flow(one) for one in bundle.equations if _kind(one.total, bundle) is integer)
    made[-1] = replace(made[-1], flows=(*between, *flows))
    return made


def _as_told(bundle: Bundle, part: Part, rules: PublicationRules, *, withdrawn: bool) -> Iterator[Edition]:
    """One part. A figure that nobody publishes and of which nobody can say who brings in what only ties others: nothing is asked of it."""
    edition = replace(edition_of(edition_name(bundle, part), part.problem, withdrawn=withdrawn), rules=rules.of(part.problem), lasting=False)
    ties = tuple(cell for cell in part.problem.cells if cell.contributions is None and cell.id in part.problem.unpublished)
    of_ties = frozenset(cell.id for cell in ties)
    if ties:
        yield Edition(f"{edition.name}, verbanden", ties, unpublished=of_ties, rules=(), lasting=False)
    yield replace(edition, cells=tuple(cell for cell in edition.cells if cell.id not in of_ties), unpublished=edition.unpublished - of_ties)


def _kind(cell: str, bundle: Bundle) -> bool:
    """Whether the cell is a count; the end of a flow always stands in the edition that tells it."""
    return next((part.problem.integer for part in bundle.parts if any(one.id == cell for one in part.problem.cells)), True)


def _as_flow(equation: Equation) -> Flow:
    """An equation is a flow out of which nobody leaves."""
    return Flow(equation.parts[0], equation.parts[1:], (), equation.total)
