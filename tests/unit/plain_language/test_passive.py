"""Passive sentences, judged by hand."""

from __future__ import annotations

import pytest

from kpi.domain.plain_language_passive import passives


@pytest.mark.parametrize(
    "sentence",
    [
        "De cijfers worden door de gemeente gecontroleerd.",
        "Het plan werd in 2021 geschreven.",
        "Uw advies wordt besproken op de volgende bijeenkomst.",
        "Mensen kunnen worden aangemeld bij de toegang.",
        "Er werden vorig jaar tien plekken afgebouwd.",
        "Dit wordt niet verteld.",
        "Nieuwe huizen worden nu onderzocht.",
        "De vraag is ontvangen en wordt voorbereid.",
    ],
)
def test_passive(sentence: str) -> None:
    assert passives(sentence) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "De gemeente controleert de cijfers.",
        "De wachttijd wordt langer.",
        "Het wordt tijd voor een gesprek over het beleid.",
        "Het aantal is groter geworden.",
        "Als het koud wordt, hebben wij extra bedden.",
        "Een bericht over de gemeenten wordt een boek.",
        "Wij hebben het plan geschreven.",
        "Dat wordt een gezond gebied met meer vergaderingen.",
    ],
)
def test_not_passive(sentence: str) -> None:
    assert passives(sentence) == 0


def test_two_in_one_sentence() -> None:
    assert passives("Het plan wordt geschreven, en daarna wordt het besproken.") == 2
