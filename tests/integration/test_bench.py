"""The measurement is fair (both sides show and do the same) and catches a page that became much slower."""

from __future__ import annotations

from collections.abc import Iterator

import html5lib
import pytest

from portal.developer import journal_check
from portal.developer.bench import dataset, figures
from portal.developer.bench.measure import Measured, measure
from portal.developer.bench.pairs import BUDGET, SAVED, Pair, large_matrix, pairs
from portal.developer.bench.stand import Stand, ask, get, stand, wsgi
from portal.developer.bench.visit import queries
from tests.support.figures import measured as measured_figure

LOOSE = {
    "begroting, 40 regels x 60 x 6 jaar": 6.0,
    "KPI-rooster, 200 rijen": 6.0,
    "werklijst, 200 afwijkingen": 6.0,
    "begroting, 200 regels x 12": 6.0,
}
PAGES, SAVING, FRAGMENT = range(3), 3, 4


@pytest.fixture(scope="module")
def made() -> Iterator[Stand]:
    with stand() as found:
        yield found


@pytest.fixture(scope="module")
def listed(made: Stand) -> list[Pair]:
    return pairs(made)


def content(text: str) -> list[str]:
    """What a page shows and does: its words, its links, and its controls with their values. What is new at every visit differs by nature."""
    told: list[str] = []
    for element in html5lib.parse(text, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str) or element.get("name") in {"csrf-token", "csrf_token", "once_key"}:
            continue
        attributes = sorted((name, value) for name, value in element.attrib.items() if value)
        told += [f"{element.tag} {name}={value}" for name, value in attributes]
        told += " ".join(part for part in (element.text or "", element.tail or "")).split()
    return told


@pytest.mark.parametrize("place", [*PAGES, FRAGMENT])
def test_both_sides_show_the_same(listed: list[Pair], place: int) -> None:
    ours, by_hand = listed[place].ours(), listed[place].by_hand()
    assert ours.status == by_hand.status
    assert content(ours.text) == content(by_hand.text)
    assert abs(len(ours.body) - len(by_hand.body)) < len(ours.body) * 0.05
    assert len(ours.body) > (100_000 if place in PAGES else 100)


@pytest.fixture(scope="module")
def region() -> Iterator[tuple[Stand, Pair]]:
    """A large begroting on a stand of its own: 40 lines, 60 commitments, six years."""
    with stand(dataset.large(*dataset.LARGE)) as made:
        yield made, large_matrix(made)


def test_both_sides_show_the_same_large_begroting(region: tuple[Stand, Pair]) -> None:
    ours, by_hand = region[1].ours(), region[1].by_hand()
    assert content(ours.text) == content(by_hand.text) and "Alles past." in ours.text
    assert ours.text.count("<tr") > 40 and ours.text.count("geen prognose") > 60


def test_a_large_begroting_asks_as_many_questions_as_a_small_one(region: tuple[Stand, Pair]) -> None:
    with stand(dataset.large(4, 4, 1)) as small:
        few, many = (queries(each, BUDGET, manager=True) for each in (small, region[0]))
    measured_figure("queries of the begroting, 40 x 60 x 6 years", many)
    assert few == many <= figures.MOST_QUERIES


def test_a_large_begroting_is_not_much_slower_than_by_hand(region: tuple[Stand, Pair]) -> None:
    found = measure(region[1], rounds=15)
    measured_figure("begroting of 40 x 60 x 6 years: CPU in % of the handwritten page", round(found.ratio * 100))
    assert found.ratio <= LOOSE[found.figure], f"{found.figure}: {found.ratio:.1f} times the handwritten page"


def test_both_sides_save_the_same(made: Stand, listed: list[Pair]) -> None:
    ours, _, _, by_hand = (listed[SAVING].ours(), listed[SAVING].ours(), listed[SAVING].ours(), listed[SAVING].by_hand())
    assert content(ours.text) == content(by_hand.text)  # three saves on, the same figure comes round
    assert int(by_hand.headers["X-Version"]) == int(ours.headers["X-Version"]) + 3
    assert f'id="waarde-{SAVED}"' in ours.text


def test_the_journal_holds_after_both_wrote(made: Stand, listed: list[Pair]) -> None:
    for _ in range(3):
        listed[SAVING].ours()
        listed[SAVING].by_hand()
    assert journal_check.check(f"sqlite:///{made.path}", key=made.journal_key) is None


def test_the_handwritten_side_lets_nobody_else_in(made: Stand, listed: list[Pair]) -> None:
    page = ask(wsgi(made.app), get("/beheer/werklijst", made.entry))
    assert page.status.startswith("403")


@pytest.mark.parametrize("place", PAGES)
def test_no_page_became_much_slower(listed: list[Pair], place: int) -> None:
    found = measure(listed[place], rounds=15)
    assert found.ratio <= LOOSE[found.figure], f"{found.figure}: {found.ratio:.1f} times the handwritten page"


def test_queries_and_first_visit(made: Stand) -> None:
    *asked, raw, compressed = figures.counted(made)
    assert [found for found in (*asked, compressed) if not found.ok] == []
    assert 100_000 < raw.value < 165_000  # its goal is told by the command; this only catches a page that doubled


def test_the_figures_tell_a_missed_goal() -> None:
    slow = Measured("iets", 4.0, 1.0, 3)
    assert figures.ratio_of(slow) == figures.Figure("iets: maal de handgeschreven versie", 4.0, "<= 3", False)
    assert "NEE" in figures.table([slow], [])
