"""Documents of a contract: the rules of every file, a size of their own, and no BSN in what can be read."""

from __future__ import annotations

import pytest

from contracts.domain.attachment import Sent, read_attachment, size_in_words
from contracts.domain.papers import RULES
from contracts.domain.subject import Subject, of_agreement, of_commitment, subject_of
from contracts.foundation.errors import Refused

PDF = b"%PDF-1.7\n"
BSN = b"123456782"


def test_a_contract_may_be_larger_than_an_explanation_and_name_a_professional() -> None:
    assert len(read_attachment(Sent("contract.pdf", PDF + b"\0" * 5_000_000), RULES).data) > 5_000_000
    assert read_attachment(Sent("bellen.txt", b"Bel 043 123 45 67 of mail naam@aanbieder.example."), RULES).media_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("contract.pdf", PDF + b"\0" * RULES.largest, "groter dan 10 MB"),
        ("contract.exe", b"MZ", "Kies een bestand van deze soorten"),
        ("contract.pdf", b"PK\x03\x04", "geen PDF"),
        ("leeg.pdf", b"", "leeg"),
        ("lijst.csv", b"naam;nummer\nx;" + BSN, "BSN"),
        (f"{BSN.decode()}.pdf", PDF, "BSN"),
    ],
)
def test_what_may_not_be_kept(name: str, data: bytes, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read_attachment(Sent(name, data), RULES)
    assert refused.value.field == "paper" and says in refused.value.reason


def test_what_something_belongs_to_is_one_of_two() -> None:
    assert subject_of(agreement_id=3, commitment_id=None) == of_agreement(3) and of_agreement(3).object == "agreement:3"
    assert subject_of(agreement_id=None, commitment_id=4) == of_commitment(4) == Subject("commitment", 4)
    assert of_commitment(4).keys == {"agreement_id": None, "commitment_id": 4} and of_agreement(3).keys["agreement_id"] == 3
    for both in ({"agreement_id": 1, "commitment_id": 1}, {"agreement_id": None, "commitment_id": None}):
        with pytest.raises(ValueError, match="one of the two"):
            subject_of(**both)
    assert (size_in_words(3), size_in_words(2_048_000)) == ("1 kB", "2000 kB")
