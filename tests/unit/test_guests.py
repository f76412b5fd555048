"""The list of guests of a region: read in its order, and refused with the place of a mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.actions.reference import read_guests
from contracts.domain.guests import ANY_PARTNER, parse_guests
from contracts.domain.reference.mistake import ReferenceMistake
from tests.support.reference import REGION

ONE = {"name": "Woningcorporatie", "source": "S001 §2.5"}


def test_the_shipped_list_has_the_partners_of_the_plan(tmp_path: Path) -> None:
    found = read_guests(REGION)
    assert {"Woningcorporatie", "Toegang of coördinatiepunt", "Zorgkantoor"} <= set(found) and found[-1:] == ANY_PARTNER
    assert read_guests(tmp_path) == ANY_PARTNER


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"guest": [{"name": "GGD", "source": ""}]}, "bron ontbreekt"),
        ({"guest": [ONE, ONE]}, "Woningcorporatie"),
        ({"guest": [{**ONE, "mail": "x"}]}, "mail"),
        ({"gasten": [ONE]}, "gasten"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place(document: dict[str, Any], words: str) -> None:
    with pytest.raises(ReferenceMistake, match=words):
        parse_guests(document)
