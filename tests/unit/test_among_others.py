"""Where an aanbieder stands among the others, and what it may read of that: never with fewer than three others."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from kpi.domain.judging import KeptFinding, in_json, in_one_text, keep, shared
from kpi.domain.place import Place, place_in_words, place_of
from kpi.domain.shared_findings import NEUTRAL, Shared, told_to_provider
from kpi.domain.signals.finding import Finding, Nature, Rule, Severity
from kpi.domain.signals.peers import judge_peers
from kpi.domain.signals.series import Direction, Kind, Point, Series


def apart(others: int, *, own: int = 10) -> Finding:
    """The finding that an aanbieder with so many of 40 stands apart from others with 36 of 40 each."""
    series = Series(Kind.PROPORTION, (Point("2026-K3", Fraction(own), Fraction(40)),), Direction.HIGHER)
    peers = {f"Aanbieder {number}": [Point("2026-K3", Fraction(36), Fraction(40))] for number in range(others)}
    return judge_peers(series, peers)[0]


def text_of(finding: Finding | None) -> str:
    """As a judgement keeps it."""
    return in_one_text([] if finding is None else [keep(finding, Direction.HIGHER)])


@pytest.mark.parametrize("others", [1, 2])
def test_with_one_or_two_others_nothing_is_shared(others: int) -> None:
    found = apart(others)
    assert shared(found) == "" and "90 %" in found.sentence
    assert keep(found, Direction.HIGHER).weight > 0, "the contractmanager still reads it"
    assert place_of("proportion", text_of(found), others) is Place.TOO_FEW


@pytest.mark.parametrize("others", [3, 4, 9])
def test_from_three_on_the_sentence_names_no_figure_of_theirs(others: int) -> None:
    found = apart(others)
    assert "Dat is lager dan bij anderen" in shared(found) and "25 % (10 van 40)" in shared(found)
    assert "90" not in shared(found).replace("2026", "") and "36" not in shared(found)
    assert place_of("proportion", text_of(found), others) is Place.LOWER


def test_a_figure_like_theirs_cannot_be_told_apart() -> None:
    assert place_of("proportion", "[]", 3) is Place.LIKE_THEM
    assert place_of("proportion", "[]", 2) is Place.TOO_FEW
    assert place_of("proportion", text_of(replace_own_higher()), 3) is Place.HIGHER
    assert place_of("value", "[]", 9) is Place.NOT_COMPARED


def replace_own_higher() -> Finding:
    """An aanbieder with all of 400, against others with 36 of 40."""
    series = Series(Kind.PROPORTION, (Point("2026-K3", Fraction(400), Fraction(400)),))
    return judge_peers(series, {str(number): [Point("2026-K3", Fraction(36), Fraction(40))] for number in range(3)})[0]


@pytest.mark.parametrize("place", list(Place))
def test_every_place_is_said_in_plain_sentences_without_a_figure(place: Place) -> None:
    words = place_in_words(place, 3)
    assert words.endswith(".") and not any(sign.isdigit() for sign in words)
    assert ("drie anderen" in words) == (place in {Place.HIGHER, Place.LOWER, Place.LIKE_THEM})


def test_a_count_that_went_down_afterwards_wins() -> None:
    assert place_of("proportion", text_of(apart(3)), 2) is Place.TOO_FEW
    assert place_of("proportion", text_of(apart(2)), 3) is Place.TOO_FEW


def test_what_the_aanbieder_may_not_read_leaves_a_neutral_sentence_and_no_weight() -> None:
    told = told_to_provider([Shared(3, "")])
    assert told.sentences == (NEUTRAL,) and told.severity == 0


def test_a_hidden_reason_does_not_show_through_the_others() -> None:
    open_one = Shared(2, "2026-K3: 41 % (9 van 22). De norm is minstens 50 %.")
    assert told_to_provider([Shared(3, ""), open_one]) == told_to_provider([open_one])
    quiet = Shared(0, "2026-K3: iets om te weten.")
    assert told_to_provider([Shared(3, ""), quiet]).sentences == (NEUTRAL, quiet.sentence)


def test_other_rules_are_shared_as_they_are() -> None:
    found = Finding(Rule.NORM, Nature.CONTRACTUAL, "2026-K3", Severity.SIGNAL, "Een zin.", {})
    assert shared(found) == "Een zin." and keep(found, Direction.NONE).shared_sentence == "Een zin."
    kept = KeptFinding("norm", "contractual", 3, "Een zin.", "Een zin.", in_json({}))
    assert place_of("proportion", in_one_text([kept, replace(kept, rule="history")]), 3) is Place.LIKE_THEM
