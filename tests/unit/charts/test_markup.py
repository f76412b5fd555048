"""Charts as HTML: valid, named, with unique ids, nothing that a strict policy would refuse, and the same figures in picture and table."""

from __future__ import annotations

import re

import pytest

from kpi.domain.plain_language import problems
from portal.web.charts import PERCENT, SHARE, Bullet, Funnel, FunnelPoint, Norm, RunChart, RunPoint, SmallMultiples, Sparkline, SparkPoint, Special
from tests.unit.look.test_components import NASTY, render
from tests.unit.look.test_contrast import TOKENS, contrast
from tests.unit.look.test_style_sheets import SHEETS

POINTS = tuple(RunPoint(f"202{n // 4}-K{n % 4 + 1}", None if n == 3 else 50 + n, 55, 40, 70, n < 9, list(Special)[n % 4]) for n in range(14))
RUN = RunChart(NASTY, PERCENT, POINTS, Norm(60))
FUNNEL = Funnel(NASTY, (FunnelPoint(NASTY, 3, 40, is_own=True), FunnelPoint("B", 30, 40), FunnelPoint("C", None, None)))
ROW = SmallMultiples(NASTY, PERCENT, ((NASTY, POINTS), ("B", POINTS[5:])), Norm(60))
LINE = Sparkline(NASTY, PERCENT, tuple(SparkPoint(one.period, one.value) for one in POINTS), Norm(60))
BULLET = Bullet(NASTY, SHARE, 0.5, Norm(0.6), (0.5, 0.6), 0.4)
CALLS = {"chart(run, 'a')": 2, "chart(funnel, 'b')": 2, "multiples(row, 'c')": 2, "alone(line, 'd')": 1, "alone(bullet, 'e')": 1}
HIDDEN = ("small(line)", "small(bullet)")


def page(*calls: str) -> str:
    source = "{% import 'components/picture.html' as c %}" + "".join("{{ c." + call + " }}" for call in calls)
    return render(source, run=RUN, funnel=FUNNEL, row=ROW, line=LINE, bullet=BULLET)


def test_all_charts_stand_on_one_page_with_unique_ids_and_nothing_that_is_refused() -> None:
    text = page(*CALLS, *HIDDEN)
    assert "<b onclick" not in text
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=|url\(|nan\b|inf\b", text.replace("&lt;b onclick=", ""))
    ids = set(re.findall(r'\sid="([^"]+)"', text))
    named = re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', text)
    assert named and set(named) <= ids


@pytest.mark.parametrize(("call", "pictures"), CALLS.items())
def test_each_picture_has_a_name_a_sentence_and_a_table(call: str, pictures: int) -> None:
    text = page(call)
    assert (
        len(re.findall(r'<svg[^>]* role="img" aria-labelledby="([^"]+)" aria-describedby="([^"]+)" focusable="false"><title id="\1">', text))
        == pictures
    )
    assert text.count("<svg") == pictures
    assert len(re.findall(r"<figcaption id=[^>]+>[^<]{15,}</figcaption>", text)) == 1
    assert text.count("<details><summary>") == text.count("<table") == 1


@pytest.mark.parametrize("call", HIDDEN)
def test_a_picture_beside_its_own_words_is_hidden_from_readers(call: str) -> None:
    assert re.search(r'^\s*<svg class="small"[^>]* aria-hidden="true"', page(call))
    assert "<text" not in page(call)


def test_names_of_small_multiples_may_lead_somewhere() -> None:
    text = page("multiples(row, 'c', ['/a', '/b'])")
    assert text.index('<a href="/a"><b>&lt;b') < text.index('<a href="/b"><b>B</b></a>')


def test_the_sentences_are_plain() -> None:
    told = [re.sub(r"\bK[1-4] ", "kwartaal ", one.summary.replace(NASTY, "De Brug")) for one in (RUN, FUNNEL, ROW, LINE, BULLET)]
    assert problems(told) == ()


def test_the_table_on_the_page_is_the_table_of_the_chart() -> None:
    cells = re.findall(r"<t[dh](?: scope=\"row\")?(?: class=\"num\")?>([^<]*)</t[dh]>", page("chart(run, 'a')"))
    assert cells == [cell.text for row in RUN.table.rows for cell in row]


def test_every_look_has_a_rule_and_lines_that_carry_meaning_can_be_seen() -> None:
    css = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    looks = set(re.findall(r'class="(c-[a-z-]+)"', page(*CALLS, *HIDDEN)))
    assert {"c-norm", "c-context", "c-limit", "c-band", "c-dot", "c-concern"} <= looks
    assert [look for look in sorted(looks) if not re.search(rf"\.{look}\b", css)] == []
    meaning = (
        "c-axis",
        "c-limit",
        "c-centre",
        "c-context",
        "c-norm",
        "c-tick",
        "c-dot",
        "c-dot-open",
        "c-tolerance",
        "c-value",
        "c-concern",
        "c-bar",
    )
    for look in meaning:
        rule = next(rule for rule in re.findall(r"([^{}]+)\{([^}]*)\}", css) if re.search(rf"\.{look}(?![\w-])", rule[0]))
        colours = re.findall(r"(?:fill|stroke): var\(--([a-z-]+)\)", rule[1])
        for ground in ("papier", "wit", "leisteen-licht"):
            assert max(contrast(TOKENS[colour], TOKENS[ground]) for colour in colours) >= 3, (look, ground)
