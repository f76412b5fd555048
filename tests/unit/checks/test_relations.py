"""Figures that belong together: each relation on both sides of its bound, and silence when one side is missing."""

from __future__ import annotations

import pytest

from kpi.domain.checks.engine import check_report
from kpi.domain.checks.facts import ReportFacts
from kpi.domain.checks.relations import RELATIONS
from kpi.domain.indicator import COUNT, MEDIAN
from tests.factories.checks import cell, flow, place, report, said

SHELTER, HOUSE = "eerste-opvang", "bw-met-verblijf"
DAYS = 92  # of the third quarter


def stays(share: tuple[int, int], median: tuple[int, int]) -> ReportFacts:
    return report(cell("BZ-01", share), cell("BZ-03", median, kind=MEDIAN))


def left(home: tuple[int, int], roof: tuple[int, int]) -> ReportFacts:
    return report(cell("MZ-05", home), cell("NZ-02", roof))


HOLDS_OR_NOT = [
    (stays((30, 40), (30, 40)), []),
    (stays((30, 40), (30, 39)), [("controle", "zelfde verblijven", "BZ-01")]),
    (stays((21, 40), (42, 40)), []),
    (stays((21, 40), (43, 40)), [("blokkade", "deel en mediaan", "BZ-03")]),
    (stays((20, 40), (60, 40)), []),
    (stays((20, 40), (30, 40)), []),
    (stays((19, 40), (43, 40)), []),
    (stays((19, 40), (42, 40)), [("blokkade", "deel en mediaan", "BZ-03")]),
    (report(cell("BZ-02", 8, kind=COUNT), flows=[flow(SHELTER, 8, 0, 0, 0, 0)], places=[place(SHELTER, 8)]), []),
    (report(cell("BZ-02", 9, kind=COUNT), flows=[flow(SHELTER, 8, 0, 0, 0, 0)]), [("blokkade", "lang verblijf", "BZ-02")]),
    (report(cell("BZ-02", 9, kind=COUNT), places=[place(SHELTER, 8)]), [("controle", "lang verblijf", "BZ-02")]),
    (report(cell("BZ-01", (5, 12)), flows=[flow(SHELTER, 20, 0, 0, 0, 10)]), []),
    (report(cell("BZ-01", (5, 13)), flows=[flow(SHELTER, 20, 0, 0, 0, 10)]), [("controle", "einde en stromen", "BZ-01")]),
    (report(cell("BZ-06", (9, 24)), places=[place(SHELTER, 24)]), []),
    (report(cell("BZ-06", (9, 25)), places=[place(SHELTER, 24)]), [("controle", "opvangplekken", "BZ-06")]),
    (report(cell("BZ-07", (9, 10 * DAYS)), places=[place(SHELTER, 4), place(HOUSE, 6, number=2)]), []),
    (report(cell("BZ-07", (9, 10 * DAYS + 1)), places=[place(SHELTER, 10)]), [("controle", "pleknachten", "BZ-07")]),
    (report(cell("BZ-07", (9, 6 * DAYS)), places=[place(SHELTER, 10)]), []),
    (report(cell("BZ-07", (9, 6 * DAYS - 1)), places=[place(SHELTER, 10)]), [("controle", "pleknachten", "BZ-07")]),
    (report(cell("BZ-09", (1, 5)), flows=[flow(SHELTER, 10, 4, 1, 1, 0), flow(HOUSE, 10, 0, 1, 1, 0)]), []),
    (report(cell("BZ-09", (1, 5)), flows=[flow(SHELTER, 10, 4, 0, 0, 0)]), [("controle", "herkomst en instroom", "BZ-09")]),
    (left((5, 10), (9, 10)), []),
    (left((5, 10), (9, 11)), [("controle", "zelfde uitstroom", "MZ-05")]),
    (left((9, 10), (9, 10)), []),
    (left((10, 10), (9, 10)), [("blokkade", "woning en onderdak", "NZ-02")]),
    (report(cell("MZ-05", (5, 10)), flows=[flow(HOUSE, 30, 0, 0, 0, 15)]), []),
    (report(cell("MZ-05", (5, 9)), flows=[flow(HOUSE, 30, 0, 0, 0, 15)]), [("controle", "uitstroom in stromen", "MZ-05")]),
    (report(cell("NZ-02", (5, 16)), flows=[flow(HOUSE, 30, 0, 0, 0, 15)]), [("controle", "uitstroom in stromen", "NZ-02")]),
    (report(cell("MZ-01", 22, kind=COUNT), flows=[flow(HOUSE, 20, 2, 0, 0, 2)]), []),
    (report(cell("MZ-01", 25, kind=COUNT), flows=[flow(HOUSE, 20, 2, 0, 0, 2)]), [("controle", "aantal en stromen", "MZ-01")]),
    (report(cell("MZ-01", 17, kind=COUNT), flows=[flow(HOUSE, 20, 2, 0, 0, 2)]), [("controle", "aantal en stromen", "MZ-01")]),
    (report(cell("MZ-10", (5, 20)), cell("MZ-01", 20, kind=COUNT)), []),
    (report(cell("MZ-10", (5, 21)), cell("MZ-01", 20, kind=COUNT)), [("controle", "laatste dag", "MZ-10")]),
    (report(cell("MZ-08", 4, kind=COUNT), places=[place(HOUSE, 6, waiting=4), place(SHELTER, 6, waiting=9, number=2)]), []),
    (report(cell("MZ-08", 3, kind=COUNT), places=[place(HOUSE, 6, waiting=4)]), [("controle", "wachtlijsten", "MZ-08")]),
    (report(flows=[flow(HOUSE, 25, 0, 0, 0, 0)], places=[place(HOUSE, 20)]), []),
    (report(flows=[flow(HOUSE, 26, 0, 0, 0, 0)], places=[place(HOUSE, 20)]), [("controle", "mensen en plekken", f"stroom-{HOUSE}")]),
]


@pytest.mark.parametrize(("facts", "expected"), HOLDS_OR_NOT)
def test_a_relation_speaks_exactly_beyond_its_bound(facts: ReportFacts, expected: list[tuple[str, str, str]]) -> None:
    assert said(facts) == expected


def test_every_relation_was_heard_and_says_what_and_how_to_mend() -> None:
    heard = {(rule, field) for _, expected in HOLDS_OR_NOT for _, rule, field in expected}
    spoken = {relation.rule for relation in RELATIONS}
    assert {rule for rule, _ in heard} == spoken
    for facts, _ in HOLDS_OR_NOT:
        assert all("Verbeter" in one.sentence and len(one.sentence) < 260 for one in check_report(facts))
    assert len({(relation.rule, relation.field) for relation in RELATIONS}) == len(RELATIONS)
    assert all(relation.why.endswith(".") and len(relation.rule) <= 40 for relation in RELATIONS)


def test_a_location_or_a_form_that_was_not_counted_is_not_judged() -> None:
    uncounted = report(cell("BZ-02", 9, kind=COUNT), cell("MZ-05", (5, 9)), places=[place(SHELTER, 8)], flows=[flow(HOUSE, 30, 0, 0, 0, 15)])
    half = ReportFacts(
        uncounted.quarter, uncounted.cells,
        (*uncounted.places, type(uncounted.places[0])("locatie-2", "Huis 2", SHELTER, 4, None)),
        (*uncounted.flows, type(uncounted.flows[0])(f"stroom-{SHELTER}", "Opvang", SHELTER, None)), is_whole=False,
    )  # fmt: skip
    assert said(half) == []


def test_balances_keep_their_sentences() -> None:
    facts = report(
        places=[place(HOUSE, 8, 1, places=12)], flows=[flow(HOUSE, 8, 2, 1, 0, 2, 8, previous_end=8), flow(SHELTER, 8, 0, 0, 0, 0, previous_end=7)]
    )
    found = check_report(facts)
    assert [(one.level.value, one.field) for one in found] == [
        ("blokkade", "locatie-1"), ("blokkade", f"stroom-{HOUSE}"), ("blokkade", f"stroom-{SHELTER}"), ("blokkade", "doorstroom"),
    ]  # fmt: skip
    assert "8 bezet + 1 vrij + 0 dicht = 9" in found[0].sentence and "= 9. U vulde als eind 8 in" in found[1].sentence
    assert "Vorig kwartaal eindigde met 7" in found[2].sentence and "samen 1" in found[3].sentence
