"""Every sentence that a summary can say keeps the language rules (issue 7 point 6), over many summaries of any shape."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.domain.plain_language import LONGEST_SENTENCE, Measurement, measure, problems, words
from kpi.domain.plain_language_names import PLAIN_NAMES
from kpi.domain.publication.content import SummaryContent
from kpi.domain.publication.shown import Shown
from kpi.domain.publication.words import name_in_sentence
from kpi.domain.publication.writing import summarise, texts
from tests.support.figures import measured, size
from tests.support.reference import catalogue_documents, region_documents
from tests.support.shown_quarters import DEFINITIONS, GOALS, NOW, facts, quarters_shown

KPIS = [entry["name"] for document in catalogue_documents().values() for entry in document["indicator"]]
FORMS = [entry["name"] for entry in region_documents()["care_forms.toml"]["care_form"]]
GEMEENTEN = [entry["name"] for entry in region_documents()["municipalities.toml"]["municipality"]]
NAMES = (*FORMS, *GEMEENTEN)


def test_every_kpi_of_the_catalogue_has_a_name_for_everybody() -> None:
    assert set(PLAIN_NAMES) <= set(KPIS)
    for name in KPIS:
        told = name_in_sentence(name)
        assert told != "Dit cijfer", name
        assert problems((f"{told}: het cijfer is gelijk gebleven.",), NAMES) == () and words(told) < LONGEST_SENTENCE - 7


def test_no_generated_sentence_is_outside_the_language_rules() -> None:
    """With the names of this region's KPIs; so many that every branch of the wording is taken."""
    found: list[Measurement] = []

    @settings(max_examples=size(quick=80, full=600), deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(quarters_shown(), st.lists(quarters_shown(), max_size=3), st.lists(st.sampled_from(KPIS), min_size=len(DEFINITIONS)), st.integers(3, 4))
    def over_many(now: Shown, past: list[Shown], names: list[str], accepted: int) -> None:
        of_one = measure(texts(_written(now, past, names, accepted)), NAMES)
        assert of_one.findings == ()
        assert of_one.broken == ()
        found.append(of_one)

    over_many()
    measured("sentences of summaries held to the language rules", sum(one.sentences for one in found))
    measured("sentences outside the language rules", sum(one.outside for one in found))
    assert sum(one.sentences for one in found) > 2000


def _written(now: Shown, past: list[Shown], names: list[str], accepted: int) -> SummaryContent:
    """The summary of a quarter after these, of KPIs with these names."""
    named = tuple(replace(one, name=name) for one, name in zip(DEFINITIONS, names, strict=False))
    earlier: list[SummaryContent] = []
    for place, one in enumerate((*past, now)):
        quarter = replace(facts(NOW.shift(place - len(past)), accepted=accepted), definitions=named)
        earlier.append(summarise(quarter, one, earlier, GOALS))
    return earlier[-1]
