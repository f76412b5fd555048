"""The two lives, of a report and of a deviation: every state with every event, and long histories against a model."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from contracts.foundation.errors import Refused
from contracts.foundation.period import local_midnight_after
from kpi.domain import follow_up, report

REPORT_MOVES = {
    "niet begonnen": {"begonnen": "bezig", "uitstel gegeven": "niet begonnen"},
    "bezig": {"aangeboden ter ondertekening": "wacht op ondertekening", "uitstel gegeven": "bezig"},
    "wacht op ondertekening": {
        "teruggestuurd door tekenbevoegde": "bezig",
        "ingediend": "ingediend",
        "uitstel gegeven": "wacht op ondertekening",
    },
    "ingediend": {
        "beoordeling begonnen": "in beoordeling",
        "wijziging gevraagd": "wijziging gevraagd",
        "geaccepteerd": "geaccepteerd",
    },
    "in beoordeling": {"wijziging gevraagd": "wijziging gevraagd", "geaccepteerd": "geaccepteerd"},
    "wijziging gevraagd": {"aangeboden ter ondertekening": "wacht op ondertekening", "uitstel gegeven": "wijziging gevraagd"},
    "opnieuw ingediend": {
        "beoordeling begonnen": "in beoordeling",
        "wijziging gevraagd": "wijziging gevraagd",
        "geaccepteerd": "geaccepteerd",
    },
    "geaccepteerd": {"vastgesteld": "vastgesteld"},
    "vastgesteld": {},
}
AFTER_A_SUBMISSION = {"teruggestuurd door tekenbevoegde": "wijziging gevraagd", "opnieuw ingediend": "opnieuw ingediend"}
ANYTIME = {"afspraak gemaakt": "afspraak loopt", "afgehandeld": "afgehandeld"}
DEVIATION_MOVES = {
    "nieuw": {
        "uitleg gevraagd": "uitleg gevraagd",
        "toegelicht": "toegelicht",
        "op de agenda gezet": "op de agenda",
        "valt niet meer op": "afgehandeld",
        "toegewezen": "nieuw",
        **ANYTIME,
    },
    "uitleg gevraagd": {"toegelicht": "toegelicht", "op de agenda gezet": "op de agenda", "toegewezen": "uitleg gevraagd", **ANYTIME},
    "toegelicht": {"teruggegeven": "uitleg gevraagd", "op de agenda gezet": "op de agenda", "toegewezen": "toegelicht", **ANYTIME},
    "op de agenda": {"toegelicht": "op de agenda", "op de agenda gezet": "op de agenda", "toegewezen": "op de agenda", **ANYTIME},
    "afspraak loopt": {
        "toegelicht": "afspraak loopt",
        "op de agenda gezet": "afspraak loopt",
        "afspraak vervallen": "op de agenda",
        "afspraak bevestigd": "afspraak loopt",
        "effect gezien": "effect gezien",
        "toegewezen": "afspraak loopt",
        **ANYTIME,
    },
    "effect gezien": {"toegelicht": "effect gezien", "op de agenda gezet": "op de agenda", "toegewezen": "effect gezien", **ANYTIME},
    "afgehandeld": {"heropend": "nieuw"},
}


@pytest.mark.parametrize("state", report.STATES)
@pytest.mark.parametrize("event", report.EVENTS)
def test_every_event_in_every_state_of_a_report(state: str, event: str) -> None:
    moves = REPORT_MOVES[state]
    again = moves if state != "wacht op ondertekening" else {"uitstel gegeven": "wacht op ondertekening", **AFTER_A_SUBMISSION}
    for was_submitted, expected in ((False, moves.get(event)), (True, again.get(event))):
        if expected is not None:
            assert report.next_state(state, event, was_submitted=was_submitted) == expected
            continue
        with pytest.raises(Refused) as refused:
            report.next_state(state, event, was_submitted=was_submitted)
        assert refused.value.reason.startswith("U kunt")
        assert refused.value.reason.endswith(".")


@pytest.mark.parametrize("state", follow_up.STATES)
@pytest.mark.parametrize("event", follow_up.EVENTS)
def test_every_event_in_every_state_of_a_deviation(state: str, event: str) -> None:
    expected = state if event == "gevonden" else DEVIATION_MOVES[state].get(event)
    if expected is not None:
        assert follow_up.next_state(state, event) == expected
        return
    with pytest.raises(Refused) as refused:
        follow_up.next_state(state, event)
    assert refused.value.reason.endswith(".")


@pytest.mark.parametrize("state", report.STATES)
def test_figures_can_be_changed_only_by_whom_they_lie_with(state: str) -> None:
    if state in {"niet begonnen", "bezig", "wijziging gevraagd"}:
        report.require_editable(state)
    else:
        with pytest.raises(Refused, match="U kunt de cijfers nu niet veranderen"):
            report.require_editable(state)


def test_a_deadline_is_the_end_of_its_day_in_amsterdam() -> None:
    due = local_midnight_after(date(2026, 10, 31))
    assert due == datetime(2026, 10, 31, 23, 0, tzinfo=UTC)  # winter time began on 25 October
    last_second = due - timedelta(seconds=1)
    assert not report.is_late(last_second, due)
    assert report.days_late(last_second, due) == 0
    assert report.is_late(due, due)
    assert report.days_late(due, due) == 1
    assert report.days_late(due + timedelta(days=1), due) == 2
    assert report.days_left(last_second, due) == 0
    assert report.days_left(datetime(2026, 10, 29, 12, 0, tzinfo=UTC), due) == 2
    assert report.days_left(due, due) == -1


class ReportLife(RuleBasedStateMachine):
    """The fold against a model that knows only who holds the report, and what was done with it before."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[str] = []
        self.holder = "aanbieder"
        self.begun = self.looked_at = self.changing = self.frozen = False
        self.submissions = 0

    @rule(event=st.sampled_from(report.EVENTS))
    def happen(self, event: str) -> None:
        if not self._may(event):
            with pytest.raises(Refused):
                report.fold([*self.history, event])
            return
        self.history.append(event)
        self._apply(event)

    def _may(self, event: str) -> bool:
        may = {
            report.BEGUN: not self.begun,
            report.OFFERED: self.begun and self.holder == "aanbieder",
            report.SENT_BACK: self.holder == "tekenbevoegde",
            report.SUBMITTED: self.holder == "tekenbevoegde" and self.submissions == 0,
            report.RESUBMITTED: self.holder == "tekenbevoegde" and self.submissions > 0,
            report.REVIEW_BEGUN: self.holder == "gemeente" and not self.looked_at,
            report.EXTENDED: self.holder in {"aanbieder", "tekenbevoegde"},
            report.SETTLED_FOR_GOOD: self.holder == "niemand" and not self.frozen,
        }
        return may.get(event, self.holder == "gemeente")

    def _apply(self, event: str) -> None:
        self.begun = self.begun or event == report.BEGUN
        self.frozen = self.frozen or event == report.SETTLED_FOR_GOOD
        self.submissions += event in {report.SUBMITTED, report.RESUBMITTED}
        self.looked_at = event == report.REVIEW_BEGUN
        self.changing = (self.changing or event == report.CHANGE_ASKED) and event != report.RESUBMITTED
        moved_to = {
            report.OFFERED: "tekenbevoegde",
            report.SUBMITTED: "gemeente",
            report.RESUBMITTED: "gemeente",
            report.APPROVED: "niemand",
            report.SENT_BACK: "aanbieder",
            report.CHANGE_ASKED: "aanbieder",
        }
        self.holder = moved_to.get(event, self.holder)

    @invariant()
    def the_fold_agrees(self) -> None:
        state = report.fold(self.history)
        assert (state in report.EDITABLE) == (self.holder == "aanbieder")
        assert (state in report.TO_REVIEW) == (self.holder == "gemeente")
        assert (state in report.SETTLED) == (self.holder in {"gemeente", "niemand"})
        assert (state == report.NOT_STARTED) == (not self.begun)
        assert (state == report.FROZEN) == self.frozen
        assert (state == report.ACCEPTED) == (self.holder == "niemand" and not self.frozen)
        if self.holder == "aanbieder" and self.begun:
            assert (state == report.CHANGE_REQUESTED) == self.changing
        if self.holder == "gemeente":
            assert (state == report.IN_REVIEW) == self.looked_at
            assert self.looked_at or (state == report.HANDED_IN_AGAIN) == (self.submissions > 1)


class DeviationLife(RuleBasedStateMachine):
    """The fold against a model of what is known about it: nothing but a reason closes it, and nothing but news opens it again."""

    def __init__(self) -> None:
        super().__init__()
        self.history = [follow_up.FOUND]
        self.closed = self.agreed = False

    @rule(event=st.sampled_from(follow_up.EVENTS))
    def happen(self, event: str) -> None:
        before = follow_up.fold(self.history)
        try:
            after = follow_up.fold([*self.history, event])
        except Refused:
            return
        self.history.append(event)
        assert not self.closed or event in {follow_up.FOUND, follow_up.REOPENED}
        assert event != follow_up.LAPSED or before == follow_up.NEW  # the program closes nothing that people spoke about
        assert event != follow_up.EFFECT_SEEN or self.agreed  # no effect of nothing
        assert after in follow_up.STATES
        self.closed = event in {follow_up.SETTLED, follow_up.LAPSED} or (self.closed and event != follow_up.REOPENED)
        self.agreed = event == follow_up.AGREED or (self.agreed and event not in {follow_up.AGREEMENT_ENDED, follow_up.REOPENED})

    @invariant()
    def only_a_reason_closes(self) -> None:
        state = follow_up.fold(self.history)
        assert (state == follow_up.CLOSED) == self.closed
        assert (state in follow_up.OPEN) != self.closed


TestReportLife = ReportLife.TestCase
TestDeviationLife = DeviationLife.TestCase
