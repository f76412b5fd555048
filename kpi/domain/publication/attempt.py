"""One attempt to protect all parts of an edition, with some cells left out beforehand, and what hangs together with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kpi.domain.disclosure.checks import checked
from kpi.domain.disclosure.protect import SECONDS, Protection, protect
from kpi.domain.publication.bundle import Bundle, Part
from kpi.domain.publication.choosing import Choosing
from kpi.domain.publication.concerned import concerned
from kpi.domain.publication.earlier import as_before, changed, hidden_before, told_before
from kpi.domain.publication.rules import PublicationRules

NO_TIME = "Niet bewezen veilig: de tijd was op voordat alles was beschermd. Publiceer dit niet."


@dataclass(frozen=True, slots=True)
class Attempt:
    """The edition as it could go out by itself. `refused`: in words why it cannot; empty when it can."""

    bundle: Bundle
    primary: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()
    change: float = 0.0
    refused: tuple[str, ...] = ()


@dataclass
class Protecting:
    """Protects parts, and remembers what it protected. `elapsed` tells the seconds since all was asked, `limit` how many it may take."""

    bundle: Bundle
    parts: tuple[Part, ...]
    choosing: Choosing
    elapsed: Callable[[], float]
    limit: float
    done: dict[tuple[str, frozenset[str]], Protection] = field(default_factory=dict)

    def attempt(self, base: frozenset[str]) -> Attempt:
        """Leave out these and what hangs together with them, protect, and again with what protection left out, until nothing more is added."""
        forced = base | self._with(base)
        while True:
            made = {part.name: self._protected(part, forced) for part in self.parts}
            unsafe = [(part, made[part.name]) for part in self.parts if not made[part.name].safe]
            if unsafe:
                more = frozenset().union(*(self._rescue(part, one, forced) for part, one in unsafe))
                if not more:
                    return Attempt(self.bundle, refused=tuple(line for part, one in unsafe for line in self._why(part, one)))
            elif not (more := frozenset().union(*(_too_far(part, made[part.name]) for part in self.parts))):
                told = tuple(_told(part, made[part.name], forced) for part in self.parts)
                hidden = self._with(frozenset().union(*(part.problem.suppressed for part in told)))
                more = frozenset(one for one in hidden if any(one in part.told for part in told))
                if not more:
                    return self._made(told, made, forced - base)
            forced |= more | self._with(more)

    def _made(self, told: tuple[Part, ...], made: Mapping[str, Protection], together: frozenset[str]) -> Attempt:
        return Attempt(
            replace(self.bundle, parts=told),
            primary=frozenset(name for one in made.values() for name in one.primary),
            together=together,
            change=sum(one.weight for one in made.values() if one.rounded),
        )

    def _protected(self, part: Part, forced: frozenset[str]) -> Protection:
        own = forced & frozenset(cell.id for cell in part.problem.cells)
        key = part.name, own
        if key not in self.done:
            begun = self.elapsed()
            seconds = min(part.problem.time_limit or SECONDS, max(self.limit - begun, 0.001))
            asked = replace(part.problem, unpublished=part.problem.unpublished | own, time_limit=seconds)
            self.done[key] = protect(concerned(asked), elapsed=lambda: self.elapsed() - begun)
        return self.done[key]

    def _with(self, hidden: frozenset[str]) -> frozenset[str]:
        """What must be left out with these, also the same cell in another part."""
        found, before = hidden, None
        while found != before:
            before = found
            found = found.union(*(one for one in self.bundle.together if one & found))
        return frozenset(one for one in found if any(one in part.told for part in self.parts))

    def _rescue(self, part: Part, made: Protection, forced: frozenset[str]) -> frozenset[str]:
        """What else to leave out: where no rounding adds up that keeps what was shown before, all that changed; else what tells of a lost figure."""
        shown = part.told - forced
        if self.elapsed() >= self.limit:
            return frozenset()
        if not made.lost:
            return changed(part.problem) & shown
        nearest = self.choosing.nearest_to(made.lost[0].cell, shown)
        return frozenset(one.cell for one in made.lost) & shown or frozenset({nearest} if nearest else ())

    def _why(self, part: Part, made: Protection) -> tuple[str, ...]:
        if self.elapsed() >= self.limit:
            return (NO_TIME,)
        if made.lost:
            names = dict.fromkeys(one.cell for one in made.lost)
            return tuple(f"'{name}' in '{part.name}' is niet te beschermen, ook niet door cijfers weg te laten." for name in names)
        if part.problem.before == {}:
            return (NO_TIME,)
        return (f"Er is geen afronding van '{part.name}' die past bij wat eerder is gepubliceerd.",)


def prepared(bundle: Bundle, history: Sequence[Bundle], rules: PublicationRules) -> tuple[Part, ...]:
    """The parts with the rules and with what earlier editions ask. Raises Refused for tables that contradict themselves."""
    told = told_before(history)
    found = []
    for part in bundle.parts:
        asked = replace(part.problem, rules=rules.of(part.problem), base=rules.base, zeros=rules.zeros, suppressed=frozenset(), rounded={}, steps=0)
        found.append(Part(part.name, as_before(checked(asked), told)))
    return tuple(found)


def persistent(bundle: Bundle, history: Sequence[Bundle]) -> frozenset[str]:
    """What an earlier edition left out stays left out."""
    return hidden_before(history) & bundle.told


def _too_far(part: Part, made: Protection) -> frozenset[str]:
    """Figures that had to be rounded past the nearest multiples for all to add up. The page says that none is: they are left out instead."""
    values = {cell.id: cell.value for cell in part.problem.cells}
    return frozenset(name for name, told in made.rounded.items() if abs(told - values[name]) >= part.problem.base)


def _told(part: Part, made: Protection, forced: frozenset[str]) -> Part:
    """The part with what is shown of it, and without the parameters of the rules."""
    suppressed = (frozenset(made.suppressed) | forced) & part.told
    return Part(part.name, replace(part.problem, rules=(), suppressed=suppressed, rounded=dict(made.rounded), steps=0))
