"""Syllables of Dutch words, counted by hand after the hyphenation of the Woordenlijst."""

from __future__ import annotations

import pytest

from kpi.domain.plain_language_syllables import syllables

BY_HAND = {
    1: "zee uur nieuw huis oog eeuw mooi draai team mei blij ook wijk vrouw zorg",
    2: (
        "opvang beschermd wonen kwartaal cijfer mensen bureau geacht koeien draaien nieuwe leeuwen chaos loyaal type quotum online euro auto zeeën "
        "dashboard website route trauma e-mail vrije buien zoals idee ouders cadeaus reëel toilet cliënt geïnd Maastricht woning beter"
    ),
    3: (
        "regio speciaal cliënten museum ideeën gemeente bijeenkomst kwaliteit poëzie kopieert interview privacy theorie medium eieren oktober "
        "familie ziekenhuis nauwelijks linguïst video bezettings aanbieder klankbordgroep uitstromen reünie zelfstandig overleg beantwoord"
    ),
    4: (
        "situatie beantwoorden financieel officieel sociale eventueel melodieën bacteriën jubileum hygiëne beïnvloeden ondersteuning "
        "begeleiding zelfstandigheid rapportage publicatie maatregelen"
    ),
    5: "individueel continuïteit coördinatie coöperatie maatschappelijke geautoriseerd radioactief Eijsden-Margraten",
    6: "reorganisatie verantwoordelijkheid",
    7: "ervaringsdeskundige",
}


@pytest.mark.parametrize(("count", "word"), [(count, word) for count, words in BY_HAND.items() for word in words.split()])
def test_syllables_as_a_person_counts_them(count: int, word: str) -> None:
    assert syllables(word) == count


def test_capitals_and_signs_do_not_matter() -> None:
    assert syllables("CLIËNTEN") == syllables("cliënten") == 3
    assert syllables("foto's") == 2
    assert syllables("hm") == 1
