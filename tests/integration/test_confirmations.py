"""Reasons for what the rules ask: kept with who and when, for those figures only, and part of what is signed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions.confirmations import Answer, confirm_finding, confirm_findings
from kpi.domain.checks.document import judged
from kpi.domain.checks.verdict import Verdict
from kpi.domain.problems import SeveralRefused
from kpi.queries.confirmations import confirmations_of
from kpi.queries.readiness import problems_of, verdict_of
from kpi.queries.reports import ReportHeader
from kpi.tables.report import Receipt
from portal.developer.judging import CATALOGUE, catalogue
from tests.factories.reporting import CALM, NOW, QUARTER, WRITER, World, add_indicator, add_world, cell, fill, offer, sign, start, submitted
from tests.support.queries import counted

BECAUSE = "Opnieuw geteld, het verschil klopt."
PAIR = {"MZ-05": ("4", "10"), "NZ-02": ("8", "11")}
RULE, FIELD = "zelfde uitstroom", "MZ-05"


@pytest.fixture
def world(session: Session) -> World:
    made = add_world(session)
    add_indicator(session, "MZ-05", family="maatzorg", position=2)
    add_indicator(session, "NZ-02", family="maatzorg", position=3)
    return made


@pytest.fixture
def report(session: Session, world: World) -> ReportHeader:
    """A report that is whole; only two figures do not go together."""
    opened = start(session, world)
    fill(session, world, opened, CALM | PAIR)
    return opened


def confirm(session: Session, report: ReportHeader, reason: str = BECAUSE, **other: Any) -> None:
    facts = {"report_id": report.id, "provider_id": report.provider_id, "rule": RULE, "field": FIELD, "by": WRITER, "at": NOW}
    confirm_finding(session, reason=reason, **(facts | other))


def asked(verdict: Verdict) -> list[tuple[str, str]]:
    return [(one.rule, one.field) for one in verdict.questions]


def test_a_question_blocks_until_it_has_a_reason(session: Session, report: ReportHeader) -> None:
    fields = [problem.field for problem in problems_of(session, report=report)]
    assert fields == ["MZ-05", "MZ-05", "NZ-02"]  # the two figures differ, and both are far from the flows
    with pytest.raises(SeveralRefused):
        offer(session, report)
    questions = verdict_of(session, report=report).questions
    answers = [Answer(one.rule, one.field, BECAUSE, one.facts) for one in questions]
    confirm_findings(session, report_id=report.id, provider_id=report.provider_id, answers=answers, by=WRITER, at=NOW)
    verdict = verdict_of(session, report=report)
    assert verdict.problems == [] and {(one.reason.text, one.reason.by, one.reason.at) for one in verdict.answered} == {(BECAUSE, WRITER.name, NOW)}
    offer(session, report)
    sign(session, report)
    content = json.loads(session.scalars(select(Receipt.content)).one())
    assert [(one["regel"], one["veld"], one["reden"], one["door"]) for one in content["bevestigd"]] == [
        (one.rule, one.field, BECAUSE, WRITER.name) for one in questions
    ]
    assert "MZ-05 gaat over 10 mensen" in content["bevestigd"][0]["melding"]


def test_changed_figures_ask_again_and_the_old_reason_gives_way(session: Session, report: ReportHeader) -> None:
    confirm(session, report)
    assert (RULE, FIELD) not in asked(verdict_of(session, report=report))
    cell(session, report, "NZ-02", "8", "12", version=1)
    assert (RULE, FIELD) in asked(verdict_of(session, report=report))
    confirm(session, report, "Ook nu geteld, het klopt.")
    (kept,) = confirmations_of(session, report_id=report.id)
    assert (kept.reason, kept.person_id) == ("Ook nu geteld, het klopt.", WRITER.person_id)
    cell(session, report, "NZ-02", "8", "11", version=2)  # back to the first figures: their reason is gone
    assert (RULE, FIELD) in asked(verdict_of(session, report=report))


def test_a_reason_that_says_nothing_or_too_much_is_refused(session: Session, report: ReportHeader) -> None:
    for reason in ("", "het klopt", "   kort    ", "Bel 06 12345678 voor meer uitleg"):
        with pytest.raises(Refused):
            confirm(session, report, reason)
    with pytest.raises(Refused, match="Deze vraag is er niet meer"):
        confirm(session, report, rule="wachtlijsten", field="MZ-08")
    assert confirmations_of(session, report_id=report.id) == []


def test_all_answers_or_none(session: Session, report: ReportHeader) -> None:
    one, two, _three = verdict_of(session, report=report).questions
    answers = [Answer(one.rule, one.field, BECAUSE), Answer(two.rule, two.field, "kort")]
    with pytest.raises(SeveralRefused) as refused:
        confirm_findings(session, report_id=report.id, provider_id=report.provider_id, answers=answers, by=WRITER, at=NOW)
    assert [problem.field for problem in refused.value.problems] == [two.key]
    assert confirmations_of(session, report_id=report.id) == []


def test_figures_that_changed_in_between_are_a_lost_race(session: Session, report: ReportHeader) -> None:
    seen = verdict_of(session, report=report).questions[0]
    cell(session, report, "NZ-02", "8", "12", version=1)
    with pytest.raises(Conflict) as conflict:
        confirm(session, report, facts=seen.facts)
    assert "NZ-02 over 12" in conflict.value.theirs[0][1]


def test_the_same_answer_twice_is_one_and_another_one_is_shown_the_first(session: Session, report: ReportHeader) -> None:
    confirm(session, report)
    lines = len(session.scalars(select(JournalEntry.id)).all())
    confirm(session, report)
    assert len(session.scalars(select(JournalEntry.id)).all()) == lines
    with pytest.raises(Conflict) as conflict:
        confirm(session, report, "Een heel andere reden dan net.")
    assert conflict.value.theirs == [("De reden die er al staat", BECAUSE)] and conflict.value.by == WRITER.name


def test_a_foreign_or_signed_report_is_left_alone(session: Session, world: World, report: ReportHeader) -> None:
    with pytest.raises(NotFound):
        confirm(session, report, provider_id=world.other_provider_id)
    for question in verdict_of(session, report=report).questions:
        confirm(session, report, rule=question.rule, field=question.field)
    offer(session, report)
    with pytest.raises(Refused, match="wacht op een handtekening"):
        confirm(session, report)


def test_the_reason_for_a_missed_norm_becomes_the_explanation_at_its_cell(session: Session, world: World) -> None:
    report = start(session, world)
    cell(session, report, "BZ-01", "19", "31")
    confirm(session, report, rule="norm", field="BZ-01")
    verdict = verdict_of(session, report=report)
    assert [(one.finding.rule, one.reason.text, one.reason.by) for one in verdict.answered] == [("norm", BECAUSE, WRITER.name)]
    assert confirmations_of(session, report_id=report.id) == []


def test_the_whole_history_is_read_in_six_questions(session: Session, world: World) -> None:
    figures = CALM | {"MZ-05": ("2", "2"), "NZ-02": ("2", "2")}
    for back in (9, 8, 7, 6, 5, 4, 3, 2, 1):
        submitted(session, world, QUARTER.shift(-back), figures)
    report = start(session, world)
    fill(session, world, report, figures | {"MZ-08": ("40", "")}, explanation="")
    with counted(session) as sent:
        verdict = verdict_of(session, report=report)
    assert len(sent) <= 6
    (question,) = verdict.questions
    assert question.at_cell and len(question.sentences) == 2
    assert "In de 9 eerdere kwartalen lag dit cijfer meestal rond 12 personen" in question.sentences[1]


def test_the_form_the_upload_and_the_command_line_say_the_same(session: Session, report: ReportHeader) -> None:
    """The catalogue's own definitions on the one side, the report's on the other: the relations between figures are the same rules."""
    cells = [{"kpi": code, "teller": first, "noemer": second} for code, (first, second) in PAIR.items()]
    flow = {"begin": "8", "instroom": "2", "doorstroom in": "0", "doorstroom uit": "0", "uitstroom": "2", "eind": "8"}
    document = {"kwartaal": QUARTER.code, "cijfers": cells, "stromen": [{"vorm": "opvang", **flow}]}
    offline = judged(document, catalogue(CATALOGUE))
    here = verdict_of(session, report=report)

    def told(verdict: Verdict) -> list[tuple[str, str, str, tuple[str, ...]]]:
        return sorted((one.rule, one.field, one.facts, one.sentences) for one in verdict.questions if one.rule not in {"norm", "vorig kwartaal"})

    assert told(offline) == told(here) and len(told(here)) == 3
    wrong = {"kwartaal": QUARTER.code, "cijfers": [{"kpi": "MZ-05", "teller": "12", "noemer": "11"}, {"kpi": "MZ-08", "teller": "1.234"}]}
    blocked = {one.field: one.sentence for one in judged(wrong, catalogue(CATALOGUE)).blocking}
    for code, first, second in (("MZ-05", "12", "11"), ("MZ-08", "1.234", "")):
        with pytest.raises(Refused) as refused:
            cell(session, report, code, first, second, version=1)
        assert blocked[code] == f"{code}: {refused.value.reason}"
