"""What each choice shows and hides."""

from __future__ import annotations

from itertools import count

from kpi.domain.plain_language import problems
from kpi.domain.publication.attempt import Protecting, prepared
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.choosing import Choosing
from kpi.domain.publication.chosen import ALL_CHOICES, in_words
from kpi.domain.publication.effect import Effect, effects, mean_change
from kpi.domain.publication.scheme import scheme
from tests.unit.publication.region import RULES, quarter


def test_every_choice_has_an_effect_and_a_coarser_one_shows_fewer_figures() -> None:
    found = effects(quarter(11, size=20), RULES, (), elapsed=lambda: 0.0)
    assert [one.choice for one in found] == list(ALL_CHOICES)
    assert len(set(ALL_CHOICES)) == 8
    by_choice = {one.choice: one for one in found}
    finest, coarsest = by_choice[Choice()], by_choice[ALL_CHOICES[-1]]
    assert finest.figures > coarsest.figures > 20
    for one in found:
        assert one.can_be_made
        assert 0 <= one.left_out < one.figures
        assert 0 < one.change < RULES.base
        assert one.shown == one.figures - one.left_out


def test_the_change_is_that_of_the_counts_that_are_told() -> None:
    of = scheme(quarter(11), Choice(), RULES, name="2026-K3")
    attempt = Protecting(of.bundle, prepared(of.bundle, (), RULES), Choosing(of.bundle, ()), lambda: 0.0, 60.0).attempt(frozenset())
    true = {name: cell.value for name, cell in of.bundle.cells.items()}
    far = [abs(value - true[name]) for part in attempt.bundle.parts for name, value in part.problem.rounded.items()]
    assert mean_change(attempt.bundle) == float(sum(far) / len(far))
    assert mean_change(of.bundle) == 0.0


def test_another_choice_after_an_edition_is_reckoned_with_what_that_edition_told() -> None:
    """Both count what can be read in their own tables; the earlier tables only join what the protection reckons with."""
    region = quarter(11, size=20)
    alone = effects(region, RULES, (), elapsed=lambda: 0.0)
    after = effects(region, RULES, (), earlier=(Choice(),), elapsed=lambda: 0.0)
    assert [(one.choice, one.figures) for one in after] == [(one.choice, one.figures) for one in alone]
    assert all(one.can_be_made for one in after)


def test_when_time_is_over_the_rest_is_not_told_to_be_possible() -> None:
    moments = count()
    found = effects(quarter(11), RULES, (), elapsed=lambda: float(next(moments)), seconds=0.5)
    assert {one.was_tried for one in found[1:]} == {False}
    assert not any(one.can_be_made for one in found if not one.was_tried)
    assert found[-1].words == "Niet uitgerekend."


def test_the_words_are_plain_and_fit_a_table() -> None:
    some = (Effect(Choice(), 140, 3, 1.25), Effect(Choice(), 140, 0, 1.0), Effect(Choice(), 140, 140, 0.0, can_be_made=False))
    told = [one.words for one in some]
    assert told[0] == "Toont 137 van de 140 cijfers. Een aantal ligt gemiddeld 1,2 naast het echte."
    assert "alle 140 cijfers" in told[1]
    assert told[2].startswith("Kan niet")
    assert problems(tuple(told)) == ()
    assert in_words(Choice()) == "Elke gemeente apart; elke vorm van zorg apart; elke leeftijdsgroep apart"
    assert in_words(ALL_CHOICES[-1]) == "Maastricht en Heuvelland; vormen van zorg in groepen; jonger dan 23, en 23 en ouder"
