"""What is kept of an edition: one text, exact, and the same again; and the file that an auditor can attack."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.domain.disclosure.problem import Prior, Wanted
from kpi.domain.disclosure_audit.audit import Limits, audit
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.joint import audit_jointly
from kpi.domain.publication.kept import kept_bundle, kept_text
from kpi.domain.publication.taken_out import taken_out
from portal.developer import history_file
from tests.support.disclosure_history import quarters
from tests.support.publication_history import RULES, clock, jointly, region_bundles
from tests.support.publication_ratios import counts, ratio_bundle, ratios


def named(bundle: Bundle) -> Bundle:
    """With names for the aanbieders that would be known again."""
    problems = [part.problem for part in bundle.parts]
    cells = [
        tuple(replace(cell, contributions={f"Zorg {who}": n for who, n in (cell.contributions or {}).items()}) for cell in one.cells)
        for one in problems
    ]
    parts = zip(bundle.parts, problems, cells, strict=True)
    return replace(bundle, parts=tuple(replace(part, problem=replace(problem, cells=own, insiders=None)) for part, problem, own in parts))


def history() -> list[Bundle]:
    """Two quarters of people, ratios and amounts, and a correction."""
    dice = random.Random(8)
    made: list[Bundle] = []
    for number, one in enumerate(region_bundles(quarters(8, 700, 2))):
        share, together = ratios(f"K{number}", {f"k{place}": counts(dice) for place in range(3)})
        amount, also = ratios(f"K{number} bedrag", {"b": counts(dice, 9000)}, integer=False)
        asked = named(replace(one, parts=(*one.parts, share, amount), together=together + also, groups=(f"K{number}|t|t|t",)))
        made.append(jointly(asked, made).bundle)
    made.append(jointly(replace(made[-1], name="K1 (2)"), made).bundle)
    return made


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=9), st.fractions(min_value=0, max_value=10**6)), unique_by=lambda one: one[0], min_size=1))
def test_a_text_gives_the_bundle_back_exactly(cells: list[tuple[str, Fraction]]) -> None:
    made = ratio_bundle("2026-K3 (1)", "2026-K3", {"k": {"Å": (1, 2)}}, integer=False)
    problem = made.parts[0].problem
    numbers = dict(cells)
    told = replace(
        problem,
        cells=tuple(replace(cell, contributions=numbers) for cell in problem.cells),
        prior=Prior(lower=numbers, upper={}),
        protect=tuple(Wanted(name, number, number) for name, number in cells),
        rounded=numbers,
        suppressed=frozenset(numbers),
    )
    bundle = replace(made, parts=(replace(made.parts[0], problem=told),))
    assert kept_bundle(kept_text(bundle)) == bundle
    assert kept_text(kept_bundle(kept_text(bundle))) == kept_text(bundle)


def test_a_history_comes_back_in_its_order_and_says_the_same() -> None:
    made = history()
    back = tuple(kept_bundle(kept_text(one)) for one in made)
    assert [one.name for one in back] == ["K0 (1)", "K1 (1)", "K1 (2)"]
    assert [kept_text(one) for one in back] == [kept_text(one) for one in made]
    here, there = (audit_jointly(one, RULES, seconds=60, elapsed=clock()) for one in (made, back))
    assert [(one.findings, one.checked) for one in here] == [(one.findings, one.checked) for one in there]


def test_no_parameter_of_the_rules_is_kept_or_printed() -> None:
    rules = replace(RULES, threshold=7, percent=Fraction(13), contributors=3)
    made = jointly(ratio_bundle("1", "K1", {"k": {"A": (40, 60), "B": (30, 50), "C": (50, 45)}}), rules=rules)
    assert made.safe and "13" not in kept_text(made.bundle) and "threshold" not in kept_text(made.bundle)
    assert "Percent" not in repr(made) and "Frequency" not in repr(made)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form":"samenzicht-publicatie","schema":2}', '{"form":"samenzicht-publicatie","schema":1}'])
def test_a_damaged_text_is_no_history(text: str) -> None:
    with pytest.raises(ValueError, match="kept of a publication"):
        kept_bundle(text)


def test_the_file_for_the_command_says_what_the_joint_audit_says_and_names_nobody() -> None:
    made = history()
    opened = replace(made[1].parts[0].problem, rounded={}, suppressed=frozenset(list(made[1].parts[0].problem.rounded)[:5]))
    shown = [made[0], replace(made[1], parts=(replace(made[1].parts[0], problem=opened), *made[1].parts[1:]))]
    for bundles in (made, shown):
        files = taken_out(bundles, RULES, withdrawn=frozenset({made[0].name}))
        assert list(files) == ["aantallen", "bedragen"]
        assert all("Zorg" not in text for text in files.values())
        assert json.loads(files["aantallen"])["editions"][0]["withdrawn"] is True
        verdicts = audit_jointly(bundles, RULES, seconds=60, elapsed=clock())
        for text, verdict in zip(files.values(), verdicts, strict=True):
            content, insiders, _ = history_file.read(text.encode())
            again = audit(content, insiders, limits=Limits(60), elapsed=clock())
            assert again.checked == verdict.checked
            assert [(one.cell, one.rule, one.interval) for one in again.findings] == [(one.cell, one.rule, one.interval) for one in verdict.findings]
    assert verdicts[0].findings
