"""The joint protection of an edition: protect each part, attack it together with everything ever published, leave out what is found, and again.

What was published never changes, so only the new edition can give way. What comes out was proved safe by the auditor, or it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from contracts.foundation.errors import Refused
from kpi.domain.disclosure_audit import audit as auditor
from kpi.domain.disclosure_audit.audit import Audit, Finding
from kpi.domain.disclosure_audit.sentences import sentence, unproven
from kpi.domain.publication.attempt import NO_TIME, Attempt, Protecting, persistent, prepared
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.choosing import Choosing
from kpi.domain.publication.history import adding_up, latest_cells, published
from kpi.domain.publication.rules import PublicationRules

ALREADY = "Dit volgt al uit wat eerder is gepubliceerd. Deze editie verandert daar niets aan."
TOO_MANY = "Er is geen veilige keuze gevonden binnen het aantal pogingen. Kies grovere tabellen."
MOST_TOLD = 20


class Why(StrEnum):
    """Why a cell is left out. For the publisher's own eyes: a reader who knows the reason knows more of the figure."""

    RULES = "regels"
    COMPANY = "gezelschap"
    TOGETHER = "hoort-bij"
    BEFORE = "eerder-weggelaten"
    JOINT = "samen-met-eerder"


@dataclass(frozen=True, slots=True)
class Effort:
    """How long it may take: seconds in all, and how often something more is left out."""

    seconds: float = 60.0
    rounds: int = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may go out. Not `safe`: nothing may, `refusal` says why, sentence by sentence, and the bundle is as it was asked.

    `left_out` is of every cell that is not shown; `change` the total change of the rounded ones; `checked` how many demands the last audit judged.
    """

    safe: bool
    bundle: Bundle
    left_out: Mapping[str, Why] = field(default_factory=dict)
    refusal: tuple[str, ...] = ()
    change: float = 0.0
    checked: int = 0
    rounds: int = 0
    seconds: float = 0.0


def protect_jointly(
    bundle: Bundle, history: Sequence[Bundle], rules: PublicationRules, *, effort: Effort | None = None, elapsed: Callable[[], float]
) -> Outcome:
    """The safest most useful edition, given everything ever published (`history`, in that order, withdrawn editions included).

    `elapsed` tells the seconds since it was asked: the domain has no clock. The same input gives the same outcome unless time runs out. Raises
    Refused for tables that contradict themselves or each other.
    """
    _agree(bundle)
    cells = latest_cells((*history, bundle))
    asked = replace(bundle, flows=adding_up(bundle.flows, cells))
    return _Search(asked, tuple(history), rules, effort or Effort(), elapsed).run()


def audit_jointly(bundles: Sequence[Bundle], rules: PublicationRules, *, seconds: float, elapsed: Callable[[], float]) -> tuple[Audit, ...]:
    """Attack editions as they went out, the last one last: counts and amounts, as far as the last edition has them.

    What an aanbieder knows from its own figures, when nothing at all is published, no edition tells: that is no finding.
    """
    kinds = sorted({part.problem.integer for part in bundles[-1].parts}, reverse=True)
    limits = auditor.Limits(seconds)
    return tuple(_audited(bundles, rules, kind, limits, elapsed) for kind in kinds)


def _audited(bundles: Sequence[Bundle], rules: PublicationRules, kind: bool, limits: auditor.Limits, elapsed: Callable[[], float]) -> Audit:
    found = auditor.audit(published(bundles, rules, integer=kind), limits=limits, elapsed=elapsed)
    insiders = sorted({one.attacker for one in found.findings if one.attacker is not None})
    if not insiders:
        return found
    unpublished = published([_silent(one) for one in bundles], rules, integer=kind)
    known = auditor.audit(unpublished, insiders, limits=limits, elapsed=elapsed).findings
    return replace(found, findings=tuple(one for one in found.findings if one.attacker is None or one not in known))


def _silent(bundle: Bundle) -> Bundle:
    """The same figures, none of which is told."""
    everything = [(part, frozenset(cell.id for cell in part.problem.cells)) for part in bundle.parts]
    parts = (
        replace(part, problem=replace(part.problem, unpublished=all_of_it, suppressed=frozenset(), rounded={})) for part, all_of_it in everything
    )
    return replace(bundle, parts=tuple(parts))


class _Search:
    def __init__(self, bundle: Bundle, history: tuple[Bundle, ...], rules: PublicationRules, effort: Effort, elapsed: Callable[[], float]) -> None:
        self.bundle, self.history, self.rules, self.effort, self.elapsed = bundle, history, rules, effort, elapsed
        self.choosing = Choosing(bundle, history)
        self.protecting = Protecting(bundle, prepared(bundle, history, rules), self.choosing, elapsed, effort.seconds)
        self.before = persistent(bundle, history)
        self.rounds = 0
        self.checked = 0
        self.asked_history = False

    def run(self) -> Outcome:
        """Until it is safe, or refused."""
        joint: frozenset[str] = frozenset()
        findings: list[Finding] = []
        for number in range(1, self.effort.rounds + 1):
            self.rounds = number
            made = self.protecting.attempt(self.before | joint)
            if made.refused:
                return self._refused(made.refused)
            audits = self._audited(made)
            if all(audit.safe for audit in audits):
                return self._lean(made, joint)
            findings = [one for audit in audits for one in audit.findings]
            named, shown = self.choosing.named(findings, made.bundle.told), made.bundle.told
            hopeless = self._hopeless(audits, findings, named=bool(named))
            more = named or self.choosing.nearest(findings, shown)
            if hopeless or not more:
                return self._refused(hopeless or _sentences(findings))
            joint |= more
        return self._refused([TOO_MANY, *_sentences(findings)])

    def _hopeless(self, audits: Sequence[Audit], findings: Sequence[Finding], *, named: bool) -> list[str]:
        """Why leaving out more does not help, in words: nothing was found but not all was proved, or it was known already. Empty: it may help."""
        if not findings:
            return [unproven(audit) for audit in audits]
        if self.elapsed() >= self.effort.seconds:
            return [NO_TIME, *_sentences(findings)]
        if named or self.asked_history:
            return []
        self.asked_history = True
        old = self._already(findings)
        return [*_sentences(old), ALREADY] if old else []

    def _audited(self, made: Attempt) -> tuple[Audit, ...]:
        audits = audit_jointly((*self.history, made.bundle), self.rules, seconds=self.effort.seconds, elapsed=self.elapsed)
        self.checked = sum(one.checked for one in audits)
        return audits

    def _already(self, findings: Sequence[Finding]) -> list[Finding]:
        """Of these, what can be computed when the new edition shows nothing at all: nothing that it leaves out helps against that."""
        audits = audit_jointly((*self.history, _silent(self.bundle)), self.rules, seconds=self.effort.seconds, elapsed=self.elapsed)
        known = {(one.attacker, one.cell, one.beside, one.rule) for audit in audits for one in audit.findings}
        return [one for one in findings if (one.attacker, one.cell, one.beside, one.rule) in known]

    def _lean(self, made: Attempt, joint: frozenset[str]) -> Outcome:
        """Show again what proves not to be needed, the largest figure first, while there is half of the time left."""
        values = self.bundle.cells
        for name in sorted(joint, key=lambda one: (-abs(values[one].value), one)) if len(joint) > 1 else ():
            if self.elapsed() >= self.effort.seconds / 2:
                break
            tried = self.protecting.attempt(self.before | (joint - {name}))
            if not tried.refused and len(tried.bundle.told) > len(made.bundle.told) and all(one.safe for one in self._audited(tried)):
                made, joint = tried, joint - {name}
        return Outcome(
            safe=True,
            bundle=made.bundle,
            left_out={name: self._why(name, made, joint) for name in values if name in made.bundle.left_out},
            change=made.change,
            checked=self.checked,
            rounds=self.rounds,
            seconds=self.elapsed(),
        )

    def _why(self, name: str, made: Attempt, joint: frozenset[str]) -> Why:
        if name in self.before:
            return Why.BEFORE
        if name in joint:
            return Why.JOINT
        if name in made.together:
            return Why.TOGETHER
        return Why.RULES if name in made.primary else Why.COMPANY

    def _refused(self, lines: Sequence[str]) -> Outcome:
        refusal = tuple(dict.fromkeys(one for one in lines if one))
        return Outcome(safe=False, bundle=self.bundle, refusal=refusal, checked=self.checked, rounds=self.rounds, seconds=self.elapsed())


def _sentences(findings: Sequence[Finding]) -> list[str]:
    return [sentence(one, tells_rule=False) for one in findings[:MOST_TOLD]]


def _agree(bundle: Bundle) -> None:
    """One id is one figure, and a part has a name of its own."""
    if not bundle.parts or len({part.name for part in bundle.parts}) < len(bundle.parts):
        raise Refused("parts", "Elk deel van een publicatie heeft een eigen naam. Er is minstens één deel.")
    seen = {cell.id: (cell.value, part.problem.integer) for part in bundle.parts for cell in part.problem.cells}
    for part in bundle.parts:
        for cell in part.problem.cells:
            if seen[cell.id] != (cell.value, part.problem.integer):
                raise Refused(f"cel '{cell.id}'", "Deze cel heeft in twee delen een andere waarde.")
    unknown = [one for group in bundle.together for one in sorted(group) if one not in seen]
    if unknown:
        raise Refused("together", f"De cel '{unknown[0]}' bestaat niet.")
