"""A draft as its publisher reads it: the audit in words, what changed, who signed, and the summary as the klankbordgroep will see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.foundation.period import Quarter
from kpi.domain.plain_language import problems
from kpi.domain.publication import draft as life
from kpi.domain.publication.chosen import in_words, read_choice
from kpi.domain.publication.content import SummaryContent, parse
from kpi.domain.publication.labels import with_names
from kpi.domain.publication.moved import Moved, moved
from kpi.domain.publication.verdict import Verdict, read_verdict
from kpi.domain.publication.words import counted
from kpi.domain.publication.writing import texts
from kpi.queries.publishing import Draft
from portal.publishing.desk_page import Mistake
from portal.web.summary import SummaryView, summary_view


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft. `summary`: what would be read (None: the audit refused it). `colleagues`: who else may sign. `stands`: the sentence on top."""

    draft: Draft
    verdict: Verdict
    sentences: tuple[str, ...]
    summary: SummaryView | None
    language: tuple[str, ...]
    changes: tuple[Moved, ...]
    is_correction: bool
    colleagues: tuple[str, ...]
    me: int
    mistakes: tuple[Mistake, ...] = ()
    shown_code: str = ""
    is_refused: bool = False

    @property
    def period(self) -> Quarter:
        """The quarter."""
        return self.draft.period

    @property
    def title(self) -> str:
        """The quarter."""
        return f"Concept: {self.period.label}"

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return self.is_refused or bool(self.mistakes)

    @property
    def choice(self) -> str:
        """How fine its tables are."""
        return in_words(read_choice(self.draft.choice))

    @property
    def is_open(self) -> bool:
        """Can anything still be done with it?"""
        return self.draft.state in life.OPEN

    @property
    def signed_by_me(self) -> bool:
        """Did the reader sign it?"""
        return any(one.person_id == self.me for one in self.draft.signatures)

    @property
    def may_sign(self) -> bool:
        """Can the reader sign it now?"""
        return self.is_open and self.draft.is_safe and not self.signed_by_me

    @property
    def is_last(self) -> bool:
        """Does the next signature publish it?"""
        return self.draft.state == life.SIGNED

    @property
    def stands(self) -> str:
        """How it stands, and who is next."""
        if self.draft.state == life.PUBLISHED:
            return "Dit concept is gepubliceerd. De klankbordgroep leest deze tekst."
        if self.draft.state == life.LAPSED:
            return "Dit concept is vervallen. Niemand kan het nog ondertekenen."
        if not self.draft.is_safe:
            return "Dit concept kan niet naar buiten. Hieronder staat waarom."
        if self.is_last:
            return "Er staat één handtekening. Na de tweede handtekening gaat de samenvatting naar buiten."
        return "Twee mensen lezen en tekenen. Daarna gaat de samenvatting naar buiten."

    @property
    def asked(self) -> str:
        """How much was asked, in words."""
        told = [f"De toets stelde {counted(self.verdict.questions, 'vraag', 'vragen')}."]
        attackers = counted(self.verdict.attackers, "aanbieder", "aanbieders")
        told.append(f"Kan een buitenstaander iets uitrekenen? En kunnen {attackers} dat, met hun eigen cijfers?")
        if self.verdict.editions:
            told.append(f"Daarbij telde alles mee uit {counted(self.verdict.editions, 'eerdere editie', 'eerdere edities')}, ook wat is ingetrokken.")
        if self.verdict.untold:
            told.append(f"Van {counted(self.verdict.untold, 'oude editie', 'oude edities')} zijn geen cijfers bewaard. Die telden niet mee.")
        return " ".join(told)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is read beside a draft: the text of the edition before it, names of aanbieders, who may sign, and the code for the demonstration."""

    before: str | None
    names: Mapping[int, str]
    colleagues: Sequence[str]
    me: int
    shown_code: str = ""


def draft_page(draft: Draft, beside: Beside, mistakes: tuple[Mistake, ...] = (), *, is_refused: bool = False) -> DraftPage:
    """The page of a draft."""
    verdict = read_verdict(draft.verdict)
    content = parse(draft.content) if draft.content else None
    return DraftPage(
        draft=draft,
        verdict=verdict,
        sentences=tuple(with_names(one, beside.names) for one in verdict.sentences),
        summary=summary_view(content) if content else None,
        language=problems(texts(content)) if content else (),
        changes=_changes(beside.before, content) if draft.state in life.OPEN else (),
        is_correction=bool(draft.reason),
        colleagues=tuple(beside.colleagues),
        me=beside.me,
        mistakes=mistakes,
        shown_code=beside.shown_code,
        is_refused=is_refused,
    )


def _changes(before: str | None, content: SummaryContent | None) -> tuple[Moved, ...]:
    """Nothing to compare with: no edition before it, or one of an older program."""
    if before is None or content is None:
        return ()
    try:
        return moved(parse(before), content)
    except ValueError:
        return ()
