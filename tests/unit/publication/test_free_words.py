"""What a publisher may not write where the klankbordgroep reads it."""

from __future__ import annotations

import pytest

from contracts.foundation.errors import Refused
from kpi.domain.publication.free_words import NO_NUMBER, NO_PROVIDER, require_unrevealing

NAMES = ("Stichting De Linde", "Huize Noord", "Wonen aan de Zandweg")


@pytest.mark.parametrize("reason", ["Van stichting de linde.", "Linde telde plekken dubbel.", "Bij NOORD klopte het niet", "Zandweg: een fout"])
def test_no_aanbieder_is_named(reason: str) -> None:
    with pytest.raises(Refused, match=NO_PROVIDER):
        require_unrevealing(reason, providers=NAMES)


@pytest.mark.parametrize("reason", ["Er waren 3 mensen te veel.", "Drie mensen te veel.", "Er kwamen veertien bij.", "In 2026-K3 waren 12 fouten"])
def test_no_number_is_named(reason: str) -> None:
    with pytest.raises(Refused, match=NO_NUMBER):
        require_unrevealing(reason, providers=NAMES)


@pytest.mark.parametrize(
    "reason",
    ["", "De plekken waren dubbel geteld.", "In 2026-K3 was wonen niet gemeld.", "Het 3e kwartaal 2026 klopte niet.", "K2 klopte niet."],
)
def test_what_tells_nothing_is_let_through(reason: str) -> None:
    require_unrevealing(reason, providers=NAMES)
