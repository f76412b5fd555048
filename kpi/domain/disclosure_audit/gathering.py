"""From editions to facts: the same id is one figure while its true value stays the same; equations hold with the figures as they were known then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from contracts.foundation.errors import Refused
from kpi.domain.disclosure.problem import Cell, Contributions, Equation
from kpi.domain.disclosure_audit.figures import Facts, Figure, Group, Seen, Terms
from kpi.domain.disclosure_audit.published import Edition, Flow, Published

ZERO = Fraction(0)
NEARLY = Fraction(1, 10**9)

# An equation as it was told: the editions in which it must hold (by number), and ids with their signs; the first is the total.
Told = tuple[frozenset[int], tuple[tuple[str, int], ...]]


def facts_of(published: Published) -> Facts:
    """Raises Refused when editions contradict each other, when an id is not known, or when an equation between editions does not add up."""
    return _Gathering(published).facts()


@dataclass
class _Gathering:
    """Walks through the editions in the order of publication."""

    published: Published
    figures: list[Figure] = field(default_factory=list)
    current: dict[str, int] = field(default_factory=dict)
    ever: dict[str, list[int]] = field(default_factory=dict)
    moments: list[dict[str, int]] = field(default_factory=list)
    corrected: list[tuple[int, int]] = field(default_factory=list)
    unchanged: list[Terms] = field(default_factory=list)

    def facts(self) -> Facts:
        for number, edition in enumerate(self.published.editions):
            steps = _steps(edition, whole=self.published.integer)
            for cell in edition.cells:
                self._see(cell, number, steps)
            self.moments.append(dict(self.current))
        self._known("prior", (*self.published.prior.lower, *self.published.prior.upper))
        self._known("protect", (one.id for one in self.published.protect))
        equations = tuple(dict.fromkeys(terms for told in self._told() for terms in self._moments_of(*told)))
        return Facts(tuple(self.figures), equations, tuple(self.unchanged), tuple(self.corrected), tuple(dict.fromkeys(self._groups())))

    def _see(self, cell: Cell, number: int, steps: int) -> None:
        """The figure of a cell: one that is known already, also when a correction is undone, or a new one; and what this edition tells of it."""
        ever = self.ever.get(cell.id, [])
        last = [self.current[cell.id]] if ever else []
        known = [one for one in (*ever, *last) if _same(self.figures[one], cell)]
        place = self.current[cell.id] = known[-1] if known else self._begin(cell, number)
        edition, old = self.published.editions[number], self.figures[place]
        seen = _seen(edition, number, cell, steps, whole=self.published.integer)
        bases = [one for one in (old.rounding, edition.base if edition.rounds else None) if one is not None]
        self.figures[place] = replace(
            old,
            contributions=cell.contributions if old.contributions is None else old.contributions,
            least=old.least if seen.least is None else max(old.least, seen.least),
            most=min((one for one in (old.most, seen.most) if one is not None), default=None),
            rounding=min(bases, default=None),
            seen=(*old.seen, seen),
            rules=tuple(dict.fromkeys((*old.rules, *(self.published.rules if edition.rules is None else edition.rules)))),
        )

    def _begin(self, cell: Cell, number: int) -> int:
        """A figure that was not there yet: held against every one that the same cell had before, since a reader may have kept any edition.

        With another value it is a correction; with the same, only who brings in what changed.
        """
        least, most, place = self.published.prior.least(cell.id), self.published.prior.most(cell.id), len(self.figures)
        before = self.ever.setdefault(cell.id, [])
        if cell.value < least or (most is not None and cell.value > most):
            raise Refused(f"cel '{cell.id}'", "De waarde ligt buiten wat vooraf bekend is (prior). Dan klopt een van beide niet.")
        label = f"{cell.id} ({self.published.editions[number].name})" if before else cell.id
        self.figures.append(Figure(cell.id, label, cell.value, cell.contributions, least, most, None))
        self.corrected += [(one, place) for one in before]
        self.unchanged += [((one, -1), (place, 1)) for one in before if self.figures[one].value == cell.value]
        before.append(place)
        return place

    def _known(self, where: str, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.current:
                raise Refused(where, f"De cel '{name}' bestaat niet.")

    def _told(self) -> Iterator[Told]:
        """Every equation: those of an edition, and those between editions, which must hold in the end."""
        last = len(self.moments) - 1
        for home, edition in enumerate(self.published.editions):
            yield from ((frozenset({home, last} if edition.lasting else {home}), _terms(one)) for one in edition.equations)
            yield from ((frozenset({home}), _terms(one)) for one in edition.flows)
        yield from ((frozenset({last}), _terms(one)) for one in self.published.equations)
        yield from ((frozenset({last}), _terms(one)) for one in self.published.flows)

    def _moments_of(self, homes: frozenset[int], names: tuple[tuple[str, int], ...]) -> Iterator[Terms]:
        """One equation with the figures of every moment at which it holds. Where it must hold, it is refused when it does not."""
        last, total, first = len(self.moments) - 1, names[0][0], min(homes)
        self._known("equations", (name for name, _ in names))
        if len({name for name, _ in names}) < len(names):
            raise Refused(f"vergelijking '{total}'", "Een cel staat er twee keer in.")
        seen: set[Terms] = set()
        for moment in {*homes, *range(0 if first == last else first, last + 1)}:
            known = self.moments[moment]
            if not all(name in known for name, _ in names):
                continue
            terms = tuple((known[name], sign) for name, sign in names)
            if (terms not in seen or moment in homes) and self._holds(terms, total, must=moment in homes):
                yield terms
            seen.add(terms)

    def _holds(self, terms: Terms, total: str, *, must: bool) -> bool:
        """Whether it adds up, also in what each aanbieder brings in."""
        parts = [(self.figures[place], sign) for place, sign in terms]
        slack = ZERO if self.published.integer else NEARLY * max(Fraction(1), *(abs(one.value) for one, _ in parts))
        off = abs(sum((sign * one.value for one, sign in parts), ZERO))
        if off > slack:
            if must:
                raise Refused(f"vergelijking '{total}'", f"De cijfers tellen niet op: er is een verschil van {float(off):.12g}.")
            return False
        known = [(one.contributions, sign) for one, sign in parts if one.contributions is not None]
        names = sorted({name for contributions, _ in known for name in contributions}) if must and len(known) == len(parts) else []
        for name in names:
            if abs(sum((sign * contributions.get(name, ZERO) for contributions, sign in known), ZERO)) > slack:
                raise Refused("contrib", f"Wat '{name}' bijdraagt, telt niet op in '{total}'.")
        return True

    def _groups(self) -> Iterator[Group]:
        """Every part of every total in which groups count, at every moment, with the parts outside it."""
        wanted = self.published.groups
        if wanted is None:
            return
        self._known("groups", wanted.totals)
        for home, edition in enumerate(self.published.editions):
            for one in edition.equations:
                for known in self.moments[home:] if one.total in wanted.totals else ():
                    parts = tuple(known[part] for part in one.parts)
                    yield from ((known[one.total], part, tuple(other for other in parts if other != part)) for part in parts)


def _terms(one: Equation | Flow) -> tuple[tuple[str, int], ...]:
    if isinstance(one, Equation):
        return ((one.total, -1), *((part, 1) for part in one.parts))
    return ((one.end, -1), (one.begin, 1), *((name, 1) for name in one.came), *((name, -1) for name in one.left))


def _same(figure: Figure, cell: Cell) -> bool:
    """The same true number? Where only one of both says who brings in what, that is no difference."""
    one, other = _plain(figure.contributions), _plain(cell.contributions)
    return figure.value == cell.value and (one is None or other is None or one == other)


def _plain(contributions: Contributions | None) -> dict[str, Fraction] | None:
    return None if contributions is None else {name: part for name, part in contributions.items() if part}


def _steps(edition: Edition, *, whole: bool) -> int:
    """How many extra steps of the base a reader reckons with: what was said, or more when some figure lies farther from the truth."""
    values = {cell.id: cell.value for cell in edition.cells}
    far = max((abs(told - values[name]) for name, told in edition.rounded.items()), default=ZERO)
    least = (far + 1 if whole else far) / edition.base - 1
    return max(edition.steps, -int(-least // 1))


def _seen(edition: Edition, number: int, cell: Cell, steps: int, *, whole: bool) -> Seen:
    left_out = cell.id in edition.left_out
    if cell.id in edition.rounded:
        if left_out:
            raise Refused(f"cel '{cell.id}'", "Deze cel is weggelaten en ook afgerond. Kies een van beide.")
        told, reach = edition.rounded[cell.id], Fraction(edition.base * (steps + 1) - (1 if whole else 0))
        return Seen(number, told - reach, told + reach, told, edition.base)
    if left_out or cell.id in edition.unpublished:
        return Seen(number, hidden=left_out)
    return Seen(number, cell.value, cell.value, cell.value)
