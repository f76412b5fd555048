"""The language rules on texts that a person judged, good and bad; and how fast they are measured."""

from __future__ import annotations

import time

import pytest

from kpi.domain.plain_language import (
    ABBREVIATION,
    DIFFICULT,
    LEAST_FLESCH_DOUMA,
    MOST_LONG_PERCENT,
    PASSIVE,
    TOO_LONG,
    measure,
    problems,
    sentences,
    words,
    written_out,
)
from kpi.domain.plain_language_names import PLAIN_NAMES
from kpi.domain.plain_language_text import counted_words
from kpi.domain.plain_language_words import BEGINNINGS, WHOLE, simple_word

FORMS = ("beschermd wonen met intensieve begeleiding", "maatschappelijke opvang")
GOOD = (
    "Dit kwartaal kwamen er 45 mensen bij. Er gingen 30 mensen weg. Zij kregen een eigen huis of gingen bij familie wonen.",
    "Van de 220 plekken waren er 205 bezet. Er wachten nog 35 mensen op een plek. Dat zijn er 5 meer dan in juni.",
    "In Maastricht slapen op de teldag tien mensen op straat. Meer mogen het er niet zijn. Dat doel halen we dus.",
    "Wij tonen niet alle cijfers. Soms zijn er te weinig mensen. Dan kan iemand zien om wie het gaat. Daarom laten wij dat cijfer weg.",
    "Heeft u een advies? Schrijf het op. De gemeente leest het en geeft antwoord. U ziet dat antwoord hier binnen zes weken.",
    "De gemeente is het eens met uw advies. Er komen vier nieuwe kamers bij. Ze zijn klaar op 1 mei 2027.",
)
BAD = (
    "Ter bevordering van de doorstroming worden door de centrumgemeente in samenspraak met ketenpartners diverse interventies geïmplementeerd.",
    "De bezettingsgraad van de intramurale capaciteit wordt gemonitord, waarbij significante fluctuaties worden geanalyseerd en gerapporteerd.",
    "Derhalve is de realisatie van de kwantitatieve doelstellingen afhankelijk van de continuïteit van de financiering.",
    "Conform de vigerende regelgeving dient de rapportage inclusief de verantwoordingsinformatie te worden aangeleverd.",
)


def test_good_texts_keep_all_rules() -> None:
    measured = measure(GOOD)
    assert measured.findings == () and measured.broken == () and measured.outside == 0
    assert measured.mean <= 12 and measured.longest <= 20
    assert measured.long_percent <= MOST_LONG_PERCENT and measured.flesch_douma >= LEAST_FLESCH_DOUMA


@pytest.mark.parametrize("text", GOOD)
def test_each_good_text_has_nothing_to_improve(text: str) -> None:
    assert problems((text,)) == ()


def test_policy_language_breaks_the_rules_of_a_text() -> None:
    measured = measure(BAD * 3)
    assert measured.flesch_douma < 20 and measured.long_percent > 25
    assert set(measured.broken) == {
        "De zinnen zijn gemiddeld te lang.",
        "Er staan te veel lange woorden in.",
        "De tekst is te moeilijk om te lezen.",
    }


@pytest.mark.parametrize("text", BAD)
def test_each_bad_text_is_found(text: str) -> None:
    assert {finding.rule for finding in measure((text,)).findings} & {TOO_LONG, DIFFICULT, PASSIVE}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Wij gaan dit jaar met alle mensen uit de zes gemeenten praten over hoe het nu gaat en wat er beter kan worden.", TOO_LONG),
        ("De Wmo regelt dit.", ABBREVIATION),
        ("Er zijn o.a. nieuwe huizen.", ABBREVIATION),
        ("Dat duurt max. twee weken.", ABBREVIATION),
        ("Wij gebruiken de ETHOS telling.", ABBREVIATION),
        ("Wij gaan dit implementeren.", DIFFICULT),
        ("De uitstroomcijfers zijn goed.", DIFFICULT),
        ("Het plan wordt geschreven. Daarna wordt het besproken.", PASSIVE),
        ("Het plan wordt geschreven en wordt door ons besproken.", PASSIVE),
    ],
)
def test_one_rule_at_a_time(text: str, rule: str) -> None:
    assert [finding.rule for finding in measure((text,)).findings] == [rule]


def test_a_passive_right_after_that_of_the_text_before_is_a_chain() -> None:
    first, second = "Het plan wordt geschreven.", "De brief wordt verstuurd."
    assert [finding.sentence for finding in measure((first, second)).findings] == [second]
    assert measure((first, "Dat doet de gemeente.", second)).findings == ()


def test_an_abbreviation_with_its_words_is_explained() -> None:
    assert problems(("Beschermd wonen (BW) is er voor u.", "Ook BW helpt.")) == ()
    assert problems(("BW (beschermd wonen) is er voor u.",)) == ()
    assert problems(("Beschermd wonen is er voor u.", "Ook BW helpt.")) == ("Afkorting zonder uitleg: Ook BW helpt.",)
    assert written_out("BW en MO, KPI's") == "beschermd wonen en maatschappelijke opvang, cijfers"


def test_the_hint_names_the_simple_word() -> None:
    assert problems(("Dat is derhalve goed.",)) == ("Moeilijk woord: derhalve (eenvoudiger: daarom). Dat is derhalve goed.",)


def test_numbers_and_names_are_words_without_difficulty() -> None:
    assert counted_words("In Eijsden-Margraten wonen 1.234 mensen, 5,5 % meer.") == ["in", "wonen", "mensen", "meer"]
    assert words("In Eijsden-Margraten wonen 1.234 mensen, 5,5 % meer.") == 7
    with_names = measure(("Bij beschermd wonen met intensieve begeleiding zijn 5 mensen.",), FORMS)
    assert (with_names.words, with_names.counted, with_names.long) == (9, 3, 0)
    assert measure(("Bij beschermd wonen met intensieve begeleiding zijn 5 mensen.",)).long == 2


def test_sentences_labels_and_colons() -> None:
    assert sentences("Een twee. Drie! Vier?") == ["Een twee.", "Drie!", "Vier?"]
    assert sentences("Woning: 71,0 %.") == ["Woning: 71,0 %."]  # too little after the colon to be a thought of its own
    assert sentences("Woning: het cijfer is gestegen.") == ["Woning:", "het cijfer is gestegen."]
    assert measure(("Alle cijfers", "Dit is een zin van zes.")).mean == 6  # a heading does not lower the mean
    assert measure(("woord " * 21,)).outside == 1  # but it may not be endless


def test_the_formula_of_douma() -> None:
    """Ten words of one syllable in one sentence: 206.84 - 0.93 x 10 - 77 x 1."""
    assert measure(("Ik zie dat dit huis nu leeg is en blijft.",)).flesch_douma == pytest.approx(206.84 - 9.3 - 77 * 1)


def test_the_list_of_difficult_words_is_in_order() -> None:
    own = [*WHOLE, *(beginning for beginning, _ in BEGINNINGS)]
    assert len(own) >= 150 and len(set(own)) == len(own)
    for simple in [*WHOLE.values(), *(simple for _, simple in BEGINNINGS), *PLAIN_NAMES.values()]:
        assert [word for word in counted_words(simple) if simple_word(word)] == [], simple


def test_hundreds_of_sentences_are_measured_at_once() -> None:
    many = [text.replace("45", str(number)) for number in range(20) for text in (*GOOD, *BAD)]
    began = time.perf_counter()
    measured = measure(many, FORMS)
    assert measured.sentences > 400
    assert time.perf_counter() - began < 0.1
