"""The life of a draft: every way to two signatures, and none around them. Long histories against a plain model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from contracts.foundation.errors import Refused
from kpi.domain.publication import draft as life
from kpi.domain.publication.draft import CONCEPT, LAPSED, ONLINE, PUBLISHED, SIGNED, WITHDRAWN, Draft, Issued, Prints, Signature

NOW = Prints("bron", "edities")
SAFE = Draft("tekst", True, NOW)


def test_two_people_publish() -> None:
    first = life.signed(SAFE, by=1, shown="tekst", now=NOW)
    assert (first.state, [one.person_id for one in first.signatures]) == (SIGNED, [1])
    second = life.signed(first, by=2, shown="tekst", now=NOW)
    assert (second.state, [one.person_id for one in second.signatures]) == (PUBLISHED, [1, 2])


@pytest.mark.parametrize(
    ("draft", "by", "shown", "now", "says"),
    [
        (replace(SAFE, is_safe=False), 1, "tekst", NOW, "De toets vond"),
        (SAFE, 1, "een andere tekst", NOW, "niet de tekst die u las"),
        (SAFE, 1, "tekst", Prints("andere bron", "edities"), "veranderd sinds dit concept"),
        (SAFE, 1, "tekst", Prints("bron", "andere edities"), "veranderd sinds dit concept"),
        (replace(SAFE, state=SIGNED, signatures=(Signature(1, "tekst"),)), 1, "tekst", NOW, "al ondertekend"),
        (replace(SAFE, state=SIGNED, signatures=(Signature(1, "een andere tekst"),)), 2, "tekst", NOW, "niet de tekst die u las"),
        (replace(SAFE, state=PUBLISHED), 3, "tekst", NOW, "al gepubliceerd"),
        (replace(SAFE, state=LAPSED), 3, "tekst", NOW, "is vervallen"),
    ],
)
def test_what_is_never_signed(draft: Draft, by: int, shown: str, now: Prints, says: str) -> None:
    with pytest.raises(Refused, match=says):
        life.signed(draft, by=by, shown=shown, now=now)


def test_a_draft_lapses_with_a_reason_once() -> None:
    with pytest.raises(Refused, match="waarom"):
        life.lapsed(SAFE, reason=" ")
    gone = life.lapsed(SAFE, reason="Een fout")
    assert (gone.state, gone.closed_reason) == (LAPSED, "Een fout")
    with pytest.raises(Refused):
        life.lapsed(gone, reason="Nog eens")


def test_a_newer_draft_takes_the_place_of_one_that_nobody_signed() -> None:
    assert life.replaced(SAFE).state == LAPSED
    with pytest.raises(Refused, match="eerst vervallen"):
        life.replaced(life.signed(SAFE, by=1, shown="tekst", now=NOW))


def test_the_same_text_is_not_issued_again_and_a_correction_has_a_reason() -> None:
    one = Issued(1, ONLINE, "tekst")
    life.require_new((), sha256="tekst", reason="")
    with pytest.raises(Refused, match="niets veranderd sinds editie 1"):
        life.require_new((one,), sha256="tekst", reason="Omdat het moet")
    with pytest.raises(Refused, match="waarom er een nieuwe editie komt"):
        life.require_new((one,), sha256="andere tekst", reason=" ")
    life.require_new((one,), sha256="andere tekst", reason="Een fout in de plekken")


class Desk(RuleBasedStateMachine):
    """One quarter's desk: three people, figures that change, other quarters that are published, editions that are taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.source, self.history = 0, 0
        self.draft: Draft | None = None
        self.made_with = (0, 0)
        self.editions: tuple[Issued, ...] = ()
        self.texts: list[str] = []

    @property
    def prints(self) -> Prints:
        return Prints(str(self.source), str(self.history))

    @rule(text=st.sampled_from("abc"), is_safe=st.booleans(), reason=st.sampled_from(["", "Een fout"]))
    def make(self, text: str, is_safe: bool, reason: str) -> None:
        may = all(one.sha256 != text for one in self.editions if one.state == ONLINE) and (not self.editions or bool(reason))
        may = may and (self.draft is None or self.draft.state != SIGNED)
        try:
            life.require_new(self.editions, sha256=text, reason=reason)
            if self.draft is not None and self.draft.state in life.OPEN:
                self.draft = life.replaced(self.draft)
        except Refused:
            assert not may
            return
        assert may
        self.draft, self.made_with = Draft(text, is_safe, self.prints), (self.source, self.history)

    @precondition(lambda self: self.draft is not None)
    @rule(person=st.integers(1, 3), shown=st.sampled_from("abc"))
    def sign(self, person: int, shown: str) -> None:
        assert self.draft is not None
        before = self.draft
        may = (
            before.state in (CONCEPT, SIGNED)
            and before.is_safe
            and shown == before.sha256
            and self.made_with == (self.source, self.history)
            and person not in [one.person_id for one in before.signatures]
        )
        try:
            self.draft = life.signed(before, by=person, shown=shown, now=self.prints)
        except Refused:
            assert not may
            return
        assert may
        if self.draft.state == PUBLISHED:
            self.editions = life.issued(self.editions, sha256=before.sha256)
            self.texts.append(before.sha256)
            self.history += 1

    @precondition(lambda self: self.draft is not None)
    @rule(reason=st.sampled_from(["", "Een fout"]))
    def let_lapse(self, reason: str) -> None:
        assert self.draft is not None
        may = self.draft.state in (CONCEPT, SIGNED) and bool(reason)
        try:
            self.draft = life.lapsed(self.draft, reason=reason)
        except Refused:
            assert not may
            return
        assert may

    @rule()
    def a_report_changes(self) -> None:
        self.source += 1

    @rule()
    def another_quarter_is_published(self) -> None:
        self.history += 1

    @precondition(lambda self: self.editions)
    @rule(reason=st.sampled_from(["", "Een fout"]))
    def withdraw(self, reason: str) -> None:
        last = self.editions[-1]
        try:
            gone = life.withdrawn(last, reason=reason)
        except Refused:
            assert last.state == WITHDRAWN or not reason
            return
        self.editions = (*self.editions[:-1], gone)
        self.history += 1

    @invariant()
    def two_different_people_stand_for_what_is_published(self) -> None:
        if self.draft is not None and self.draft.state == PUBLISHED:
            assert self.draft.is_safe
            assert len({one.person_id for one in self.draft.signatures}) == 2
            assert {one.sha256 for one in self.draft.signatures} == {self.draft.sha256}

    @invariant()
    def editions_are_numbered_and_keep_their_text(self) -> None:
        assert [one.number for one in self.editions] == list(range(1, len(self.editions) + 1))
        assert [one.sha256 for one in self.editions] == self.texts
        assert [one.state for one in self.editions[:-1]] == [WITHDRAWN] * (len(self.editions) - 1 if self.editions else 0)


TestDesk = Desk.TestCase
