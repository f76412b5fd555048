"""What is said of a KPI since an afspraak was made, and that nothing is said that the figures do not say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.domain.action_effect import Effect, Intended, Since, effect_of, is_reached
from kpi.domain.plain_language import problems

INTENDED = Intended("hoger", "%", 0, 1, Decimal(61), "2026-K1", Decimal(75))
SINCE = Since("2026-K3", Decimal(70), 1, "common_cause", False, "")


def said(intended: Intended = INTENDED, **changed: object) -> Effect:
    return effect_of(intended, [replace(SINCE, **changed)])


def test_then_now_the_aim_and_the_verdict() -> None:
    assert said() == Effect(
        "nog geen verandering",
        None,
        (
            "Het cijfer ging van 61 % (1e kwartaal 2026) naar 70 % (3e kwartaal 2026).",
            "De bedoeling was 75 %. Dat is nog niet gehaald.",
            "Het bewaken ziet nog geen verandering buiten de gewone schommeling.",
        ),
    )


@pytest.mark.parametrize("later", [[], [replace(SINCE, value=None)]])
def test_without_a_later_figure_there_is_nothing_to_say(later: list[Since]) -> None:
    assert effect_of(INTENDED, later) == Effect("nog niet te zien", None, ("Er is nog geen ondertekend cijfer van een later kwartaal.",))


def test_the_newest_figure_counts_and_one_without_a_value_is_passed_over() -> None:
    later = [SINCE, replace(SINCE, period="2026-K4", value=Decimal(80)), replace(SINCE, period="2027-K1", value=None)]
    assert effect_of(INTENDED, later).sentences[0].endswith("naar 80 % (4e kwartaal 2026).")


@pytest.mark.parametrize(
    ("point_type", "word", "is_good"),
    [
        ("special_cause_improvement", "gaat de goede kant op", True),
        ("special_cause_concern", "gaat de verkeerde kant op", False),
        ("special_cause_neutral", "nog geen verandering", None),
        ("", "nog geen verandering", None),
    ],
)
def test_the_verdict_of_the_engine(point_type: str, word: str, is_good: bool | None) -> None:
    effect = said(point_type=point_type)
    assert (effect.word, effect.is_good) == (word, is_good)
    told = "nog te weinig eerdere kwartalen" if not point_type else "meer is dan de gewone schommeling"
    assert told in " ".join(effect.sentences)


def test_what_was_intended_can_be_reached_while_the_engine_sees_nothing_yet_and_is_never_called_the_cause() -> None:
    effect = said(value=Decimal(76))
    assert (effect.word, effect.is_good) == ("wat de bedoeling was, is gehaald", True)
    assert effect.sentences[-1] == "Of dat door de afspraak komt, beoordeelt u samen."
    assert said(value=Decimal(76), point_type="special_cause_concern").is_good is False


@pytest.mark.parametrize(
    ("direction", "baseline", "expected", "value", "reached"),
    [
        ("hoger", "61", "75", "75", True),
        ("lager", "50", "40", "41", False),
        ("lager", "50", "40", "39", True),
        ("hoger", "61", "50", "55", False),  # less was agreed on: what was intended counts, not the usual direction
        ("hoger", None, "75", "74", False),
        ("lager", None, "75", "74", True),
        ("binnen", None, "75", "74", None),
        ("binnen", "70", "70", "70", True),
        ("binnen", "70", "70", "71", False),
        ("hoger", "70", "70", "71", True),
        ("hoger", "70", None, "71", None),
    ],
)
def test_when_it_is_reached(direction: str, baseline: str | None, expected: str | None, value: str, reached: bool | None) -> None:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    assert is_reached(Intended(direction, "%", 0, None, number(baseline), "2026-K1", number(expected)), Decimal(value)) is reached


def test_norm_trial_definition_and_what_did_not_move() -> None:
    told = " ".join(said(norm_verdict="missed", is_trial=True, definition_id=2).sentences)
    assert "voldoet niet aan de norm" in told and "voorlopig" in told and "andere definitie" in told
    assert "voldoet aan de norm" in " ".join(said(norm_verdict="within").sentences)
    assert said(value=Decimal("61.0004")).sentences[0] == "Het cijfer was 61 % (1e kwartaal 2026) en is nog steeds 61 % (3e kwartaal 2026)."
    alone = said(replace(INTENDED, baseline=None, baseline_period="", definition_id=None))
    assert alone.sentences[0] == "Het cijfer is 70 % (3e kwartaal 2026)."


def test_the_sentences_are_plain_dutch() -> None:
    for point_type in ("", "common_cause", "special_cause_improvement", "special_cause_concern", "special_cause_neutral"):
        assert not problems(said(point_type=point_type, norm_verdict="missed", is_trial=True).sentences)
