"""A member of the klankbordgroep who reckons: from everything that was published, and one aanbieder's own figures, to what nobody should know.

It shares no line with the protector and the auditor. It reads the published figures alone, remembers that a rounded count lies less than the base
from the truth and that people come whole, and knows that the three tables are about the same people: behind them it puts one count for every
gemeente, form of care and age. The auditor reckons with the tables only, so this reader is the stronger one. Each bound is a solved integer program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import highspy
import numpy as np

SMALL, BASE = 5, 5  # what the judge of the attack calls few; the base is told on the page
TOTAL = "Samen"
SUPPORT = ("bw-met-verblijf", "bw-zonder-verblijf", "doorstroomwoning", "zelfstandig-met-begeleiding")
SHELTER = "eerste-opvang"

Name = tuple[str, ...]  # ("gv", gemeente, form), ("gl", gemeente, age), ("vl", form, age) with "Samen" for totals; or ("erbij",), ("MZ-05", "teller")
Counts = Mapping[Name, int]


@dataclass(frozen=True, slots=True)
class Page:
    """What one edition says: every count with whether it was rounded. What it leaves out is not in it. `axes`: the categories of the tables."""

    period: str
    axes: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    told: Mapping[Name, int]
    exact: frozenset[Name] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """What an attacker can pin down: nobody but it may be told."""

    attacker: str
    period: str
    name: Name
    true: int
    least: int
    most: int


@dataclass
class Model:
    """An integer program: people come whole, and never in negative numbers."""

    solver: highspy.Highs = field(default_factory=highspy.Highs)
    width: int = 0

    def __post_init__(self) -> None:
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
            self.solver.setOptionValue(option, value)

    def variable(self, least: int = 0, most: float = highspy.kHighsInf) -> int:
        """One unknown number of people."""
        self.solver.addCol(0.0, float(least), float(most), 0, np.array([], dtype=np.int32), np.array([], dtype=np.float64))
        self.solver.changeColIntegrality(self.width, highspy.HighsVarType.kInteger)
        self.width += 1
        return self.width - 1

    def row(self, terms: Mapping[int, int], least: float, most: float) -> None:
        """A sum between two bounds."""
        places = np.array(list(terms), dtype=np.int32)
        self.solver.addRow(float(least), float(most), len(terms), places, np.array(list(terms.values()), dtype=np.float64))

    def best(self, terms: Mapping[int, float], *, most: bool) -> np.ndarray | None:
        """The whole numbers that make a sum largest or smallest; None when there are none, which is a fault of the attacker."""
        costs = np.zeros(self.width)
        for place, weight in terms.items():
            costs[place] = weight
        self.solver.changeColsCost(self.width, np.arange(self.width, dtype=np.int32), costs)
        sense = highspy.ObjSense.kMaximize if most else highspy.ObjSense.kMinimize
        self.solver.changeObjectiveSense(sense)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            raise OverflowError
        return np.round(np.array(self.solver.getSolution().col_value)) if status == highspy.HighsModelStatus.kOptimal else None


Terms = dict[int, int]
Bounds = Mapping[Name, tuple[int, int]]


class Attack:
    """One attacker before one quarter. `own`: its own part of every figure ({}: the outsider); `rest`: what the others have, for the judge alone.

    The unknowns are what the others have. `bounds`: what other quarters say (`chained`). `beside`: the same quarter in another edition; the
    attacker is told which figures stayed the same. A figure that is all its own is known to be so.
    """

    def __init__(self, who: str, page: Page, own: Counts, rest: Counts, *, bounds: Bounds | None = None, beside: Attack | None = None) -> None:
        self.who, self.page, self.own, self.rest = who, page, own, rest
        self.model: Model = Model() if beside is None else beside.model
        self.cube = {key: self.model.variable() for key in product(*page.axes)}
        self.terms: dict[Name, Terms] = {}
        self._tables()
        self._rest_of_the_page()
        for name, terms in self.terms.items():
            self._know(name, terms)
        for name, (least, most) in (bounds or {}).items():
            self.model.row(self.terms[name], least, most)
        for name in self.terms.keys() & (beside.terms if beside else {}).keys():
            if beside and rest[name] == beside.rest[name]:
                self.model.row(self.terms[name] | dict.fromkeys(beside.terms[name], -1), 0, 0)

    def _tables(self) -> None:
        axes = self.page.axes
        for kind, one, other in (("gv", 0, 1), ("gl", 0, 2), ("vl", 1, 2)):
            for row, column in product((*axes[one], TOTAL), (*axes[other], TOTAL)):
                wanted = {one: row, other: column}
                held = {place: 1 for key, place in self.cube.items() if all(name in (TOTAL, key[axis]) for axis, name in wanted.items())}
                self.terms[kind, row, column] = held

    def _rest_of_the_page(self) -> None:
        """Who came and went, places and KPIs, and what everybody knows to hang together by their definitions."""
        people = self.terms["gv", TOTAL, TOTAL]
        begin, joined, left, occupied, unoccupied, waiting = (self.model.variable() for _ in range(6))
        self.terms |= {("begin",): {begin: 1}, ("erbij",): {joined: 1}, ("weg",): {left: 1}, ("eind",): people}
        self.terms |= {
            ("bezet",): {occupied: 1},
            ("onbezet",): {unoccupied: 1},
            ("plekken",): {occupied: 1, unoccupied: 1},
            ("wachtend",): {waiting: 1},
        }
        balance = {begin: 1, joined: 1, left: -1} | dict.fromkeys(people, -1)
        own = sum(sign * self.own.get((name,), 0) for name, sign in (("begin", 1), ("erbij", 1), ("weg", -1), ("eind", -1)))
        self.model.row(balance, -own, -own)
        for code in sorted({name[0] for name in self.page.told if name[0][2:3] == "-"}):
            numerator, remainder = self.model.variable(), self.model.variable()
            self.terms |= {(code, "teller"): {numerator: 1}, (code, "rest"): {remainder: 1}, (code, "noemer"): {numerator: 1, remainder: 1}}
        supported = {place: 1 for form in SUPPORT for place in self.terms.get(("gv", TOTAL, form), {})}
        self._same(("MZ-01", "teller"), supported)
        self._same(("MZ-10", "noemer"), supported)
        self._within(("BZ-02", "teller"), self.terms.get(("gv", TOTAL, SHELTER), {}))
        self._within(("MZ-05", "noemer"), {left: 1})

    def _same(self, name: Name, whole: Terms) -> None:
        if name in self.terms and whole:
            self.model.row(self.terms[name] | dict.fromkeys(whole, -1), 0, 0)

    def _within(self, name: Name, whole: Terms) -> None:
        if name in self.terms and whole:
            self.model.row(whole | dict.fromkeys(self.terms[name], -1), 0, highspy.kHighsInf)

    def _know(self, name: Name, terms: Terms) -> None:
        """What the page says of a figure; and where all of it is one's own, that the others have nothing."""
        own = self.own.get(name, 0)
        told = self.page.told.get(name)
        if told is not None:
            away = 0 if name in self.page.exact else BASE - 1
            self.model.row(terms, max(told - away - own, 0), told + away - own)
        if own and self.rest.get(name) == 0:
            self.model.row(terms, 0, 0)

    def reach(self, name: Name) -> tuple[int, int]:
        """The least and the most that the others can have of a figure."""
        ends = [self._value(name, self._solved(self.terms[name], most=most)) for most in (False, True)]
        return ends[0], ends[1]

    def _solved(self, terms: Mapping[int, float], *, most: bool) -> np.ndarray:
        found = self.model.best(terms, most=most)
        if found is None:
            raise ArithmeticError(f"{self.who} believes something about {self.page.period} that is not true")
        return found

    def _value(self, name: Name, found: np.ndarray) -> int:
        return int(sum(found[place] * times for place, times in self.terms[name].items()))

    def findings(self) -> Iterator[Finding]:
        """Every small number of people of the others that is not hidden: see `_is_hidden`. Guesses first, then a proof for each that stays open."""
        waiting = {name: (true, true) for name, true in self.rest.items() if 0 < true < SMALL and name in self.terms}
        for most in (True, False, True, False, True):
            weights: dict[int, float] = {}
            for name in waiting:
                for place in self.terms[name]:
                    weights[place] = weights.get(place, 0.0) + 1.0 / len(self.terms[name])
            if waiting:
                self._learn(waiting, self._solved(weights, most=most))
        for name in list(waiting):
            if name not in waiting:
                continue
            for most in (True, False):
                if name in waiting and (most or not self.own.get(name)):
                    self._learn(waiting, self._solved(self.terms[name], most=most))
            if name in waiting:
                least, most_of_all = self.reach(name)
                del waiting[name]
                yield Finding(self.who, self.page.period, name, self.rest[name], least, most_of_all)

    def _learn(self, waiting: dict[Name, tuple[int, int]], found: np.ndarray) -> None:
        """A truth that fits everything that is known shows how far each figure can be from its own."""
        for name, seen in list(waiting.items()):
            value = self._value(name, found)
            least, most = min(seen[0], value), max(seen[1], value)
            waiting[name] = (least, most)
            if self._is_hidden(name, least, most):
                del waiting[name]

    def _is_hidden(self, name: Name, least: int, most: int) -> bool:
        """Who has a part in it must reckon with five or more of the others; who has none is left four wide (docs/bescherm.md, what must hold)."""
        return most >= SMALL if self.own.get(name) else most - least >= min(SMALL, BASE - 1)


def chained(attacks: Sequence[Attack]) -> dict[str, dict[Name, tuple[int, int]]]:
    """What the quarters say of each other: the end of one is the begin of the next. For each quarter the bounds of its begin and its end."""
    model, ends = Model(), dict[str, int]()
    before: int | None = None
    names: Iterable[tuple[str, Name]] = (("begin", ("begin",)), ("erbij", ("erbij",)), ("weg", ("weg",)), ("eind", ("eind",)))
    places: dict[str, dict[str, int]] = {}
    for attack in attacks:
        here = {label: model.variable(*attack.reach(name)) for label, name in names}
        own = attack.own
        off = -sum(sign * own.get((label,), 0) for label, sign in (("begin", 1), ("erbij", 1), ("weg", -1), ("eind", -1)))
        model.row({here["begin"]: 1, here["erbij"]: 1, here["weg"]: -1, here["eind"]: -1}, off, off)
        if before is not None:
            model.row({before: 1, here["begin"]: -1}, 0, 0)
        before, ends[attack.page.period], places[attack.page.period] = here["eind"], here["eind"], here
    bounds: dict[str, dict[Name, tuple[int, int]]] = {}
    for period, here in places.items():
        bounds[period] = {}
        for label, place in here.items():
            least, most = (model.best({place: 1.0}, most=way) for way in (False, True))
            assert least is not None and most is not None
            bounds[period][label,] = (int(least[place]), int(most[place]))
    return bounds
