"""Every sentence that a summary can say keeps the language rules (issue 7 point 6), over many summaries of any shape."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.domain.plain_language import LONGEST_SENTENCE, Measurement, measure, problems, words
from kpi.domain.plain_language_names import PLAIN_NAMES
from kpi.domain.summary import summarise, texts
from kpi.domain.summary_input import SummaryInput
from kpi.domain.summary_words import name_in_sentence
from tests.support.figures import measured, size
from tests.support.reference import catalogue_documents, region_documents
from tests.unit.test_summary import inputs

KPIS = [entry["name"] for document in catalogue_documents().values() for entry in document["indicator"]]
FORMS = [entry["name"] for entry in region_documents()["care_forms.toml"]["care_form"]]
GEMEENTEN = [entry["name"] for entry in region_documents()["municipalities.toml"]["municipality"]]
NAMES = (*FORMS, *GEMEENTEN)


@st.composite
def real(draw: st.DrawFn) -> SummaryInput:
    """A quarter of any shape, with the names of this region's KPIs and forms of care."""
    made: SummaryInput = draw(inputs())
    forms = {flow.form: draw(st.sampled_from(FORMS)) for flow in made.flows}
    return replace(
        made,
        definitions=tuple(replace(one, name=draw(st.sampled_from(KPIS))) for one in made.definitions),
        flows=tuple(replace(flow, form_name=forms[flow.form]) for flow in made.flows),
    )


def test_every_kpi_of_the_catalogue_has_a_name_for_everybody() -> None:
    assert set(PLAIN_NAMES) <= set(KPIS)
    for name in KPIS:
        told = name_in_sentence(name)
        assert told != "Dit cijfer", name
        assert problems((f"{told}: het cijfer is gelijk gebleven.",), NAMES) == () and words(told) < LONGEST_SENTENCE - 7


def test_no_generated_sentence_is_outside_the_language_rules() -> None:
    found: list[Measurement] = []

    @settings(max_examples=size(quick=300, full=1500), deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(real(), st.one_of(st.none(), real()))
    def over_many(now: SummaryInput, before: SummaryInput | None) -> None:
        of_one = measure(texts(summarise(now, None if before is None else summarise(before, None))), NAMES)
        assert of_one.findings == ()
        assert of_one.broken == ()
        found.append(of_one)

    over_many()
    measured("sentences of summaries held to the language rules", sum(one.sentences for one in found))
    measured("sentences outside the language rules", sum(one.outside for one in found))
    assert sum(one.sentences for one in found) > 2000
