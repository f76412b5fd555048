"""What is written of a quarter: only from what is shown, true to it, and plain."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.domain.plain_language import problems
from kpi.domain.publication.content import IndicatorFigure, Movement, Places, SummaryContent, canonical, parse
from kpi.domain.publication.meanings import MEANINGS
from kpi.domain.publication.plan_goals import MISSED, NOTHING_YET, REACHED, UNKNOWN, UNSURE
from kpi.domain.publication.reasons import TOO_FEW
from kpi.domain.publication.shown import Shown, ShownIndicator
from kpi.domain.publication.writing import summarise, texts
from portal.web.summary import summary_view
from tests.support.reference import catalogue_documents
from tests.support.shown_quarters import (
    ADVICE,
    DEFINITIONS,
    FORMS,
    GOALS,
    LATE,
    NOW,
    RATIO,
    SHORT,
    TOWNS,
    facts,
    quarters_shown,
    rounded_ratio,
    shown,
)

NAMES = [one.name for one in (*FORMS, *TOWNS)]
QUARTERS = st.lists(quarters_shown(), max_size=3)
MANY = settings(max_examples=60, deadline=None)


def written(now: Shown, past: list[Shown] | None = None, *, accepted: int = 4, salt: int = 0) -> SummaryContent:
    """The summary of a quarter after these."""
    earlier: list[SummaryContent] = []
    quarters = past or []
    for place, one in enumerate(quarters):
        earlier.append(summarise(facts(NOW.shift(place - len(quarters)), salt=salt), one, earlier, GOALS))
    return summarise(facts(accepted=accepted, salt=salt), now, earlier, GOALS, ADVICE)


@MANY
@given(quarters_shown(), QUARTERS)
def test_only_what_is_shown_or_published_gives_a_number(now: Shown, past: list[Shown]) -> None:
    assert canonical(written(now, past)) == canonical(written(now, past, salt=7))
    assert not re.search(r"7[0-9]{4}|9[0-9]{4}", canonical(written(now, past)))


@MANY
@given(quarters_shown(), QUARTERS, st.sampled_from([3, 4]))
def test_every_sentence_is_plain_and_whole(now: Shown, past: list[Shown], accepted: int) -> None:
    made = written(now, past, accepted=accepted)
    assert problems(texts(made), NAMES) == ()
    assert len(made.conclusions) == 5
    for text in texts(made):
        assert "None" not in text and "{" not in text and (text[0].isupper() or text[0].isdigit()) and text.endswith("."), text
        assert "  " not in text, text
    assert parse(canonical(made)) == made


@MANY
@given(quarters_shown(), QUARTERS)
def test_the_sentences_tell_the_numbers_of_the_tables(now: Shown, past: list[Shown]) -> None:
    made = written(now, past)
    movement, places = made.movement, made.places
    known = [one for one in (movement.end, movement.joined, movement.left) if one is not None]
    if movement.joined is None or movement.left is None:
        known = [movement.end] if movement.end is not None else []
    assert numbers(made.conclusions[1]) == sorted(known)
    assert set(numbers(made.conclusions[2])) <= {places.places, places.occupied, places.waiting} - {None} | {0}
    have = {verdict: sum(goal.verdict == verdict for goal in made.goals) for verdict in (REACHED, MISSED, UNSURE, UNKNOWN)}
    told = numbers(made.conclusions[3])
    assert told[-1] == len(made.goals) == sum(have.values())
    assert set(told) <= {len(made.goals), *have.values()}


def numbers(text: str) -> list[int]:
    """The rounded numbers in a text, the smallest first; "minder dan 5" is 0."""
    return sorted(
        int(found.replace(".", "")) for found in re.findall(r"\d[\d.]*\d|\d", text.replace("minder dan 5", "0").replace("Minder dan 5", "0"))
    )


@MANY
@given(quarters_shown(), quarters_shown(), st.data())
def test_the_direction_is_true_whatever_rounding_hid(now: Shown, before: Shown, data: st.DataObject) -> None:
    made, past = written(now, [before]), {one.code: one for one in written(before).figures}
    end, begin = made.movement.end, made.movement.begin
    if end is not None and begin is not None:
        sure = abs(end - begin) >= 10
        assert ("meer dan aan het begin" in made.conclusions[1]) == (sure and end > begin)
        assert ("minder dan aan het begin" in made.conclusions[1]) == (sure and end < begin)
    for figure in made.figures:
        up, down = "gestegen" in figure.message, "gedaald" in figure.message
        if figure.value is None or figure.previous is None:
            assert not up and not down and not figure.change
            continue
        was, is_now = true_value(past[figure.code], data), true_value(figure, data)
        assert not (up and is_now <= was) and not (down and is_now >= was)
        assert ("Dat is beter" in figure.message) == ((up and figure.direction == "hoger") or (down and figure.direction == "lager"))


def true_value(figure: IndicatorFigure, data: st.DataObject) -> Fraction:
    """A figure that may be behind the published one."""
    assert figure.value is not None
    if not figure.is_rounded:
        return Fraction(figure.value)
    near = [st.integers(max(0, int(one) - 4), int(one) + 4) for one in (figure.numerator, figure.denominator, figure.value) if one is not None]
    if len(near) == 1:
        return Fraction(data.draw(near[0]))
    part, whole = data.draw(near[0]), max(1, data.draw(near[1]))
    return 100 * Fraction(min(part, whole), whole)


def test_a_change_that_rounding_cannot_make_is_told_and_one_that_it_can_is_not() -> None:
    def change(part: int, rest: int, was_part: int, was_rest: int) -> str:
        quarters = [shown(indicators=(rounded_ratio(RATIO, *parts),)) for parts in ((was_part, was_rest), (part, rest))]
        return next(one for one in written(quarters[1], quarters[:1]).figures if one.code == RATIO.code).message

    assert change(300, 100, 200, 200) == "Mensen die weggingen en onderdak hadden: gestegen naar ongeveer 75 %. Dat is beter."
    assert change(20, 10, 15, 15) == "Mensen die weggingen en onderdak hadden: ongeveer gelijk gebleven."


@MANY
@given(quarters_shown(), st.data())
def test_a_verdict_holds_for_every_true_figure_that_the_rounded_one_may_stand_for(now: Shown, data: st.DataObject) -> None:
    made = written(now)
    places = next(goal for goal in made.goals if goal.code == "plekken-samen")
    if now.places.places is None:
        assert (places.verdict, places.sentence, places.shown) == (UNKNOWN, NOTHING_YET, "")
        return
    true = data.draw(st.integers(max(0, now.places.places - 4), now.places.places + 4))
    assert places.verdict != (MISSED if true >= 220 else REACHED)
    late = next(one for one in made.figures if one.code == LATE.code)
    if late.value is not None:
        true = data.draw(st.integers(max(0, int(late.value) - 4), int(late.value) + 4))
        assert late.meets_norm in {None, true <= 0}


@pytest.mark.parametrize(("places", "verdict"), [(225, REACHED), (220, UNSURE), (215, MISSED), (0, MISSED)])
def test_near_the_goal_it_is_not_sure(places: int, verdict: str) -> None:
    goal = next(one for one in written(shown(places=Places(places, None, None, None))).goals if one.code == "plekken-samen")
    assert goal.verdict == verdict
    assert ("is niet zeker" in goal.sentence) == (verdict == UNSURE)


@pytest.mark.parametrize(("numerator", "verdict"), [(1000, REACHED), (999, MISSED), (None, UNSURE)])
def test_a_share_that_is_cut_off_to_a_hundred_is_not_taken_for_everybody(numerator: int | None, verdict: str) -> None:
    figure = ShownIndicator(SHORT.code, 1, False, Decimal(100), None if numerator is None else Decimal(numerator), Decimal(1000), "")
    made = written(shown(indicators=(figure,)))
    assert next(one for one in made.goals if one.code == "eerste-opvang-6-weken").verdict == verdict


def test_goals_come_from_the_tables_and_the_plan_too() -> None:
    told = {goal.code: (goal.verdict, goal.shown) for goal in written(shown()).goals}
    assert told == {
        "plekken-samen": (REACHED, "ongeveer 240 plekken"),
        "bwzv": (REACHED, "ongeveer 220 mensen"),
        "nieuwe-inkoop": (REACHED, "gehaald in 2022"),
        "daklozen-op-straat": (UNKNOWN, ""),
        "eerste-opvang-6-weken": (UNKNOWN, ""),
    }


def test_the_five_conclusions() -> None:
    assert written(shown(), [shown(indicators=(ShownIndicator("NZ-02", 1, False, Decimal(80), Decimal(40), Decimal(50), ""),))]).conclusions == (
        "1 cijfer is beter dan vorig kwartaal, geen enkel cijfer is minder goed. Alle 4 aanbieders tellen mee.",
        (
            "Op de laatste dag kregen ongeveer 480 mensen hulp. Dat zijn er meer dan aan het begin. "
            "Er kwamen ongeveer 55 mensen bij en er gingen ongeveer 45 mensen weg."
        ),
        "Van de ongeveer 240 plekken waren er ongeveer 200 bezet. Ongeveer 25 mensen wachtten op een plek.",
        "Het plan heeft 5 doelen. Daarvan zijn er 3 gehaald. Over 2 doelen zijn nog geen cijfers.",
        "Dit veranderde het meest. Mensen die weggingen en onderdak hadden: van 80 % naar 92 %. Dat is beter.",
    )


def test_the_first_quarter_a_quarter_without_change_and_one_after_a_gap() -> None:
    assert written(shown()).conclusions[4] == "Dit is de eerste keer. Vergelijken kan later pas."
    assert written(shown(), [shown()]).conclusions[4] == "Geen enkel cijfer is duidelijk anders dan vorig kwartaal."
    past = summarise(facts(NOW.shift(-2)), shown())
    assert "niets om mee te vergelijken" in summarise(facts(), shown(), [past]).conclusions[4]
    assert "telden 4 aanbieders mee" in written(shown(), [shown()], accepted=3).conclusions[4]
    assert all(figure.previous is None for figure in written(shown(), [shown()], accepted=3).figures)


def test_an_adviser_reads_what_went_worse_and_which_goals_are_not_reached() -> None:
    def quarter(share: int, late: int, places: int) -> Shown:
        safe = ShownIndicator("NZ-02", 1, False, Decimal(share), Decimal(share), Decimal(100), "")
        return shown(places=Places(places, None, None, None), indicators=(safe, ShownIndicator(LATE.code, 1, True, Decimal(late), None, None, "")))

    worse = written(quarter(60, 100, 100), [quarter(80, 105, 100)]).conclusions
    assert worse[0] == "Geen enkel cijfer is beter dan vorig kwartaal, 1 cijfer is minder goed. Alle 4 aanbieders tellen mee."
    assert worse[4].endswith("onderdak hadden: van 80 % naar 60 %. Dat is minder goed.")
    both = written(quarter(79, 200, 100), [quarter(80, 105, 100)]).conclusions
    assert both[0].startswith("1 cijfer is beter dan vorig kwartaal, 1 cijfer is minder goed.")
    assert both[4].endswith("Dat is beter. Mensen die weggingen en onderdak hadden: van 80 % naar 79 %. Dat is minder goed.")
    missed = [goal.name for goal in written(quarter(80, 105, 100)).goals if goal.verdict == MISSED]
    assert len(missed) == 1
    assert f"Bij 1 doel lukt het nog niet: {missed[0][0].lower()}{missed[0][1:]}." in both[3]
    same = written(quarter(80, 105, 100), [quarter(80, 105, 100)]).conclusions[0]
    assert same == "Geen enkel cijfer is duidelijk beter of minder goed dan vorig kwartaal. Alle 4 aanbieders tellen mee."
    assert written(shown()).conclusions[0] == "Dit gaat over het 3e kwartaal van 2026. Alle 4 aanbieders tellen mee."


@MANY
@given(quarters_shown(), quarters_shown())
def test_better_and_worse_are_counted_as_the_page_shows_them(now: Shown, before: Shown) -> None:
    made = written(now, [before])
    groups = {group.title: len(group.lines) for group in summary_view(made).changes}
    better, worse = groups.get("Dit ging beter", 0), groups.get("Dit ging minder goed", 0)
    told = made.conclusions[0].split(" Alle ")[0]
    assert {int(one) for one in re.findall(r"\b\d+(?= cijfers? )", told)} == {better, worse} - {0}


def test_nothing_shown_is_said_plainly() -> None:
    nothing = shown(tables=(), tables_missing=True, movement=Movement(None, None, None, None), places=Places(None, None, None, None), indicators=())
    made = written(nothing)
    assert made.conclusions[1] == "Over mensen die hulp krijgen, kunnen we dit kwartaal geen cijfers tonen."
    assert made.conclusions[2] == "Over plekken kunnen we dit kwartaal geen cijfers tonen."
    assert any("geen tabellen" in text for text in made.left_out)
    assert made.trends == ()


def test_small_numbers_are_said_in_words() -> None:
    made = written(shown(movement=Movement(20, 5, 0, 25)))
    assert made.conclusions[1].endswith("er gingen minder dan 5 mensen weg. Dit gaat over weinig mensen.")
    assert next(one for one in made.figures if one.code == "BZ-02").certainty.startswith("Dit gaat over weinig mensen.")
    assert "3 cijfers" not in " ".join(made.certainty)
    assert any("2 cijfers gaan over weinig mensen" in text for text in made.certainty)


def test_a_later_quarter_or_another_definition_or_base_is_never_compared_with() -> None:
    other = summarise(replace(facts(NOW.previous), definitions=tuple(replace(one, version=2) for one in DEFINITIONS)), shown())
    later = summarise(facts(NOW.shift(1)), shown())
    assert all(figure.previous is None for figure in summarise(facts(), shown(), [other, later]).figures)
    before = summarise(facts(NOW.previous), shown(base=10))
    compared = {figure.code: figure.previous for figure in summarise(facts(), shown(), [before]).figures}
    assert compared["MZ-01"] is None and compared[RATIO.code] == 92


@MANY
@given(quarters_shown(), QUARTERS)
def test_trends_hold_published_figures_only(now: Shown, past: list[Shown]) -> None:
    made = written(now, past)
    for trend in made.trends:
        assert len(trend.points) >= 2
        assert trend.points[-1][0] == made.period
        assert [period for period, _ in trend.points] == sorted({period for period, _ in trend.points})
    of_end = {trend.key: dict(trend.points) for trend in made.trends}.get("mensen", {})
    assert all(
        value == (made.movement.end if period == made.period else past[len(past) - 1 - back(period)].movement.end) for period, value in of_end.items()
    )


def back(period: str) -> int:
    """How many quarters before the last earlier one."""
    return next(steps for steps in range(9) if NOW.shift(-1 - steps).code == period)


def test_hidden_figures_give_their_reason_and_no_number() -> None:
    made = written(shown())
    hidden = next(one for one in made.figures if one.code == SHORT.code)
    assert (hidden.hidden, hidden.value, hidden.numerator, hidden.previous, hidden.meets_norm) == (TOO_FEW, None, None, None, None)
    assert "We tonen 1 cijfer niet. Het gaat om te weinig mensen of plekken." in made.left_out


def test_what_every_kpi_counts_is_said_plainly() -> None:
    codes = {entry["code"] for document in catalogue_documents().values() for entry in document["indicator"] if entry["reported_by"] != "gemeente"}
    assert codes == {code for code, _ in MEANINGS}
    assert problems(list(MEANINGS.values())) == ()
