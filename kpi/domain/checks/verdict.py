"""What is left to do about the findings of a report: put right, give a reason, or nothing, once the reasons that were given are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kpi.domain.checks.engine import is_explained
from kpi.domain.checks.finding import Finding, Level
from kpi.domain.checks.signals import SIGNALS
from kpi.domain.problems import Problem
from kpi.domain.written import SHORTEST_REASON


@dataclass(frozen=True, slots=True)
class Reason:
    """Why figures are right after all, who said so, and when (None: not known, as in a file)."""

    text: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A CONTROLE that waits for a reason. `at_cell`: the reason is the cell's explanation, which the municipality reads with the figure."""

    rule: str
    field: str
    facts: str
    sentences: tuple[str, ...]
    at_cell: bool

    @property
    def key(self) -> str:
        """Its name in a form."""
        return key_of(self.rule, self.field)


@dataclass(frozen=True, slots=True)
class Answered:
    """A CONTROLE with its reason."""

    finding: Finding
    reason: Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of a report, by what they ask. Each group keeps the order of the report; `findings` are all of them, answered or not."""

    blocking: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: tuple[Answered, ...] = ()
    information: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """What they are about, each once."""
        return tuple(dict.fromkeys(one.field for one in self.findings))

    @property
    def problems(self) -> list[Problem]:
        """What stands in the way of handing in, field by field in the order of the screens."""
        asks, fields = f"van minstens {SHORTEST_REASON} tekens.", self.fields
        problems = [
            *(Problem(one.field, one.sentence) for one in self.blocking),
            *(Problem(one.field, f"{one.sentences[0]} Geef een {'uitleg' if one.at_cell else 'reden'} {asks}") for one in self.questions),
        ]
        return sorted(problems, key=lambda problem: fields.index(problem.field))


def key_of(rule: str, field: str) -> str:
    """The name of a question in a form: "MZ-05-zelfde-uitstroom"."""
    return f"{field}-{rule}".replace(" ", "-")


def weigh(findings: Iterable[Finding], explanations: Mapping[str, Reason], confirmations: Mapping[tuple[str, str, str], Reason]) -> Verdict:
    """Sort findings by what they ask. `explanations` by KPI; `confirmations` by rule, field and facts: those of other figures do not count."""
    blocking: list[Finding] = []
    information: list[Finding] = []
    open_ones: list[Finding] = []
    answered: list[Answered] = []
    listed = list(findings)
    for finding in listed:
        explanation = explanations.get(finding.field)
        confirmation = confirmations.get((finding.rule, finding.field, finding.facts))
        if finding.level is not Level.CONTROLE:
            (blocking if finding.level is Level.BLOKKADE else information).append(finding)
        elif confirmation is not None and finding.rule not in SIGNALS:
            answered.append(Answered(finding, confirmation))
        elif explanation is not None and is_explained(finding, explanation.text):
            answered.append(Answered(finding, explanation))
        else:
            open_ones.append(finding)
    return Verdict(tuple(blocking), tuple(_questions(open_ones)), tuple(answered), tuple(information), tuple(listed))


def _questions(findings: list[Finding]) -> list[Question]:
    """One question for a cell that stands out, with everything that its explanation answers; the other findings each by themselves."""
    signalling = {finding.field for finding in findings if finding.rule in SIGNALS}
    made: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        together = finding.field in signalling and is_explained(finding, "-" * SHORTEST_REASON)
        made.setdefault((finding.field, "" if together else finding.rule), []).append(finding)
    return [
        Question(group[0].rule, group[0].field, group[0].facts, tuple(one.sentence for one in group), not rule) for (_, rule), group in made.items()
    ]
