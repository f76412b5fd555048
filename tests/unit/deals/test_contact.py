"""Contact persons: enough to be reached at work, and never a number of a client."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.domain.contact import NewContact
from contracts.foundation.errors import Refused

BSN = "123456782"
GOOD = NewContact("aanbieder", " Sanne Verzonnen ", "Accountmanager", "s.verzonnen@aanbieder.example", "043 123 45 67")


def test_what_is_typed_is_tidied() -> None:
    told = GOOD.checked()
    assert (told.name, told.email, told.phone) == ("Sanne Verzonnen", "s.verzonnen@aanbieder.example", "043 123 45 67")


@pytest.mark.parametrize("left_out", ["email", "phone"])
def test_one_way_to_be_reached_is_enough(left_out: str) -> None:
    assert getattr(replace(GOOD, **{left_out: " "}).checked(), left_out) == ""


@pytest.mark.parametrize("phone", ["0612345678", "06-12345678", "+31 6 12345678", "0031 43 123 45 67", "(043) 123 45 67", "٠٤٣ ١٢٣ ٤٥ ٦٧"])
def test_telephone_numbers_as_people_write_them(phone: str) -> None:
    assert replace(GOOD, phone=phone).checked().phone


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("side", "cliënt"),
        ("name", ""),
        ("name", BSN),
        ("name", "Sanne 123"),
        ("name", "sanne@aanbieder.example"),
        ("name", "x" * 121),
        ("role", ""),
        ("role", f"Begeleider van {BSN}"),
        ("role", f"BSN: {BSN}"),
        ("email", "sanne"),
        ("email", "sanne@aanbieder"),
        ("email", "a@b.nl, c@d.nl"),
        ("email", f"{BSN}@aanbieder.example"),
        ("email", "x" * 200 + "@a.nl"),
        ("phone", BSN),
        ("phone", "123-45-67-82"),
        ("phone", "bel me"),
        ("phone", "0" * 14),
    ],
)
def test_what_is_no_contact_is_refused_at_its_field(field: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        replace(GOOD, **{field: value}).checked()
    assert refused.value.field == field and refused.value.reason.endswith(".")


def test_nobody_without_a_way_to_be_reached() -> None:
    with pytest.raises(Refused, match="e-mailadres of een telefoonnummer"):
        replace(GOOD, email="", phone="").checked()
