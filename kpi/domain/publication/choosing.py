"""Which figure of the new edition to leave out, given what the audit found: the figure that is named, or the nearest one that tells of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kpi.domain.disclosure_audit.audit import Finding
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.history import edition_name


class Choosing:
    """Walks from what was found along the equations and flows to what the new edition shows."""

    def __init__(self, bundle: Bundle, history: Sequence[Bundle]) -> None:
        self.order = {name: (abs(cell.value), place) for place, (name, cell) in enumerate(bundle.cells.items())}
        self.beside: dict[str, list[tuple[str, ...]]] = {}
        for one in (bundle, *history):
            for relation in sorted(set(one.relations()), key=len):
                for name in relation:
                    self.beside.setdefault(name, []).append(relation)
        held = [(edition_name(one, part), cell.id) for one in (*history, bundle) for part in one.parts for cell in part.problem.cells]
        often = Counter(cell for _, cell in held)
        self.cell_of = {f"{cell} ({edition})": cell for edition, cell in held if often[cell] > 1}

    def named(self, findings: Iterable[Finding], shown: frozenset[str]) -> frozenset[str]:
        """The figures of the new edition that the audit names and that are shown."""
        return frozenset(self._names(findings)) & shown

    def nearest(self, findings: Iterable[Finding], shown: frozenset[str]) -> frozenset[str]:
        """One figure: the nearest to the first that is named. Empty: nothing is shown any more."""
        for name in self._names(findings):
            nearest = self.nearest_to(name, shown)
            if nearest is not None:
                return frozenset({nearest})
        return frozenset(sorted(shown, key=lambda one: self.order[one])[:1])

    def _names(self, findings: Iterable[Finding]) -> list[str]:
        return [self.cell_of.get(label, label) for one in findings for label in (one.cell, one.beside) if label is not None]

    def nearest_to(self, name: str, shown: frozenset[str]) -> str | None:
        """The nearest figure that is shown. Breadth first; of those as near, one out of the shortest relation, and of those the smallest figure."""
        seen, ring = {name}, [name]
        while ring:
            relations = sorted((one for place in ring for one in self.beside.get(place, ())), key=len)
            for relation in relations:
                found = [one for one in relation if one in shown]
                if found:
                    return min(found, key=lambda one: self.order[one])
            ring = list(dict.fromkeys(one for relation in relations for one in relation if one not in seen))
            seen.update(ring)
        return None
