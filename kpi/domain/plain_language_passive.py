"""Passive sentences: a form of "worden" with a past participle in the same clause ("de cijfers worden door ons gecontroleerd")."""

from __future__ import annotations

import re
from functools import lru_cache

_WORDEN = frozenset({"word", "wordt", "worden", "werd", "werden"})
_APART = (
    "(?:aan|achter|af|bekend|bij|door|gelijk|goed|in|klaar|los|mee|mis|na|neer|om|onder|op|open|over|plaats|samen|"
    "tegen|terug|toe|uit|vast|voor|vrij|weg)"
)
_REGULAR = re.compile(
    rf"{_APART}?ge\w{{2,}}(?:[dtn]|aan|ien)|{_APART}?(?:be|ver|ont|her)\w{{2,}}[dt]|(?:onder|over|voor|door|weer|vol|aan)\w{{3,}}[dt]|uitbesteed"
)
_STRONG = """
begonnen begrepen behouden bekeken beschreven besloten besproken betrokken bewezen herzien onderbroken onderhouden ondervonden ontbonden ontheven
ontnomen ontslagen ontvangen overwogen verboden verbonden verdreven vergeleken vergeten verkregen verlaten verloren vernomen verschoven verstaan
vertrokken vervangen verwezen verworven verzonden voldaan weersproken
"""
# words that look like a past participle and are none, or that are what something becomes ("het wordt bekend")
_NOT_ONE = """
gebied gebieden gebouwen gebeden gebreken gedachten geduld gegevens geheel geheim geheimen geheugen geld gelden geleden geluid geluiden
gemeenten gemiddeld gemoed geneigd genoten gerecht gereed gerust geschikt gesprekken getal getallen gevallen gevangenen gevaren gevecht gevolgen
geweten gewicht gewichten gewoon gezicht gezichten gezin gezinnen gezond
bed bent bekend beleid bereid bericht best bestand besluit beurt bevoegd bewust bezet budget beeld bekwaamheid beperkt berust
verband verbod verdriet verliefd vermoeid verschillend verstand vertrouwd verward hert herfst
aandacht aankomst bijstand doordat onderkant overhand overheid overkant overzicht overdaad voldoend voorbeeld voordat voorkant voorraad
"""
STRONG, NOT_ONE = frozenset(_STRONG.split()), frozenset(_NOT_ONE.split())
_CLAUSES = re.compile(r"[,;:()]")
_WORD = re.compile(r"\w+(?:-\w+)*")
_ENDS_OF_NOUNS = ("ingen", "heden", "iteiten", "ementen", "enissen")


@lru_cache(maxsize=8192)
def is_participle(word: str) -> bool:
    """Could this word, in small letters, be a past participle?"""
    if word in NOT_ONE or word == "geworden" or word.endswith(_ENDS_OF_NOUNS):
        return False
    return word in STRONG or _REGULAR.fullmatch(word) is not None


def passives(sentence: str) -> int:
    """How many clauses of a sentence are passive."""
    lower = sentence.lower()
    if "word" not in lower and "werd" not in lower:
        return 0
    clauses = [_WORD.findall(clause) for clause in _CLAUSES.split(lower)]
    return sum(min(sum(word in _WORDEN for word in clause), sum(map(is_participle, clause))) for clause in clauses)
