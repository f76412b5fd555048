"""What the figures will bring, told as questions before handing in: the register's own judgement, less what is asked already."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from decimal import Decimal

from kpi.domain.cell import Figures
from kpi.domain.checks.engine import check_report
from kpi.domain.checks.facts import CellFacts, ReportFacts
from kpi.domain.expected import Expected, expected, findings_of
from kpi.domain.indicator import COUNT, Norm
from tests.factories.checks import QUARTER, cell
from tests.support.figures import measured

SHIFTED = [(27 if number % 2 else 33, 40) for number in range(12)] + [(31 + number % 2, 40) for number in range(6)]  # (31, 40) is the seventh above
STEADY = [(30, 40), (31, 40), (29, 40), (30, 40), (31, 40), (30, 40), (29, 40), (31, 40), (30, 40), (29, 40), (30, 40), (31, 40)]


def asked(*cells: CellFacts) -> tuple[Expected, ...]:
    """What would be told of a report with these cells."""
    facts = ReportFacts(QUARTER, cells, is_whole=False)
    return expected(facts, check_report(facts))


def test_a_steady_figure_is_no_question() -> None:
    assert asked(cell("BZ-01", (30, 40), earlier=STEADY)) == ()


def test_a_year_that_went_another_way_is_told_in_plain_words_without_the_quarter() -> None:
    (found,) = asked(cell("BZ-01", (31, 40), earlier=SHIFTED))
    assert found.code == "BZ-01" and not found.is_asked and not found.is_answered
    assert any("7 kwartalen op rij boven het gemiddelde" in sentence for sentence in found.sentences)
    assert all(QUARTER.code not in sentence for sentence in found.sentences)


def test_what_the_checks_ask_is_not_asked_again() -> None:
    far = cell("BZ-01", (10, 40), earlier=STEADY)
    assert findings_of(far, QUARTER), "the register will keep this"
    assert {one.rule for one in check_report(ReportFacts(QUARTER, (far,), is_whole=False))} & {"vorig kwartaal", "ongewoon"}
    assert asked(far) == ()


def test_a_missed_norm_is_asked_by_the_checks_alone() -> None:
    missed = cell("BZ-01", (20, 40), earlier=[(20, 40)] * 3)
    definition = replace(missed.definition, norm=Norm("min", Decimal(90), None))
    assert all(one.is_asked and all("norm" not in each for each in one.sentences) for one in asked(replace(missed, definition=definition)))


def test_what_is_new_beside_a_question_stands_with_it_and_asks_no_second_answer() -> None:
    one = cell("BZ-01", (31, 40), earlier=SHIFTED)
    definition = replace(one.definition, norm=Norm("min", Decimal(90), None))
    (found,) = asked(replace(one, definition=definition))
    assert found.is_asked and any("op rij" in sentence for sentence in found.sentences)


def test_an_explanation_at_the_cell_is_the_answer() -> None:
    (short,) = asked(cell("BZ-01", (31, 40), earlier=SHIFTED, explanation="Druk."))
    (whole,) = asked(cell("BZ-01", (31, 40), earlier=SHIFTED, explanation="Er kwamen zes plekken bij."))
    assert not short.is_answered and whole.is_answered


def test_nothing_is_asked_of_what_cannot_be_or_is_not_there() -> None:
    assert asked(cell("BZ-01", (50, 40), earlier=STEADY)) == ()
    assert asked(cell("BZ-01", (None, None), earlier=STEADY)) == ()
    missing = replace(cell("BZ-01", (None, None), earlier=STEADY), figures=Figures(missing_reason="nog niet bekend"))
    assert asked(missing) == ()
    assert asked(cell("BZ-01", (0, 0), earlier=[(0, 0)] * 8)) == ()


def test_figures_of_another_definition_and_of_before_a_new_beginning_do_not_count() -> None:
    slow = cell("BZ-01", (31, 40), earlier=SHIFTED)
    assert asked(slow) != ()
    assert asked(replace(slow, version=2)) == ()
    anew = tuple(replace(one, starts_anew=one.period == QUARTER.previous.code) for one in slow.earlier)
    assert asked(replace(slow, earlier=anew)) == ()


def test_a_norm_that_no_rule_can_judge_is_no_traceback() -> None:
    one = cell("BZ-01", (26, 40), earlier=STEADY)
    turned = replace(one.definition, norm=Norm("bereik", Decimal(95), Decimal(10)))
    assert isinstance(asked(replace(one, definition=turned)), tuple)


def test_a_whole_report_is_judged_within_its_time() -> None:
    chance = random.Random(5)
    cells = [_random_cell(f"XX-{number:02}", chance) for number in range(36)]
    facts = ReportFacts(QUARTER, tuple(cells), is_whole=False)
    checked = check_report(facts)
    expected(facts, checked)
    took = []
    for _ in range(3):
        began = time.process_time()
        expected(facts, checked)
        took.append(time.process_time() - began)
    measured("what 36 figures of 12 quarters will bring, in ms", round(min(took) * 1000))
    assert min(took) < 0.1


def _random_cell(code: str, chance: random.Random) -> CellFacts:
    if chance.random() < 0.3:
        return cell(code, chance.randint(5, 30), kind=COUNT, earlier=[chance.randint(5, 30) for _ in range(12)])
    return cell(code, (chance.randint(20, 40), 40), earlier=[(chance.randint(20, 40), 40) for _ in range(12)])


def test_a_share_that_never_moved_does_not_stand_out_by_rounding() -> None:
    for top, bottom in ((18, 26), (1, 3), (61, 72), (7, 9)):
        still = cell("BZ-06", (top, bottom), earlier=[(top, bottom)] * 11)
        assert [one.rule for one in findings_of(still, QUARTER)] == []
