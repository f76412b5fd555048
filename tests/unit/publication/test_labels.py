"""What an auditor says, in the words of a publisher: tables and editions by name, and nothing of the secret rules."""

from __future__ import annotations

from contracts.foundation.period import Quarter
from kpi.domain.disclosure_audit.audit import Finding
from kpi.domain.disclosure_audit.sentences import sentence
from kpi.domain.publication.labels import Labels, with_names

LABELS = Labels(Quarter.parse("2026-K1"), {"mensen": "alle mensen met hulp"})
FOUND = Finding("8", "2026-K1|mensen", "frequency", (4.0, 4.0), allowed=(None, 5.0))


def test_an_edition_has_a_name_that_people_use() -> None:
    told = LABELS.in_words("'2026-K1|mensen' is in '2026-K1 (2), aantallen' anders verteld dan in '2025-K4 (1), aantallen'.")
    assert told == ("'alle mensen met hulp' is in editie 2 van het 1e kwartaal 2026 anders verteld dan in editie 1 van het 4e kwartaal 2025.")


def test_a_publisher_reads_who_could_work_out_what_and_not_the_rule() -> None:
    whole = sentence(FOUND)
    told = with_names(LABELS.in_words(sentence(FOUND, tells_rule=False)), {8: "De Brug"})
    assert "5 of meer moet mogelijk blijven" in whole
    assert told == "De Brug kan uitrekenen dat het cijfer van de anderen in 'alle mensen met hulp' precies 4 is."
