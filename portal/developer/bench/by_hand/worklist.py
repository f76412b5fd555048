"""The worklist by hand."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any

from contracts.foundation.period import AMSTERDAM, MONTHS
from portal.developer.bench.by_hand.desk import Desk, Frame, send
from portal.developer.bench.by_hand.grid import TO_REVIEW
from portal.web import clock

TALLY = """
SELECT o.id, o.name, i.family, d.state, count(*) FROM deviation d JOIN organisation o ON o.id = d.provider_id
JOIN indicator i ON i.code = d.indicator_code GROUP BY o.id, o.name, i.family, d.state ORDER BY o.name, i.family, d.state
"""
REPORTS = """
SELECT r.id, o.name, r.period, r.state, r.due_at FROM report r JOIN organisation o ON o.id = r.provider_id
WHERE r.state NOT IN ('geaccepteerd', 'vastgesteld') ORDER BY r.period, o.name, o.id
"""
MISSING = """
SELECT o.name, (SELECT min(due_at) FROM report WHERE period = :period) FROM organisation o WHERE o.kind = 'aanbieder'
AND NOT EXISTS (SELECT 1 FROM report r WHERE r.provider_id = o.id AND r.period = :period) ORDER BY o.name
"""
LINES = """
SELECT d.id, o.name, d.period, d.indicator_code, v.name, d.severity, d.state, d.found_at,
 (SELECT f.sentence FROM finding f WHERE f.deviation_id = d.id ORDER BY f.severity DESC, f.rule LIMIT 1),
 coalesce((SELECT e.text FROM deviation_event e WHERE e.deviation_id = d.id AND e.kind = 'toegelicht' ORDER BY e.id DESC LIMIT 1), c.explanation)
FROM deviation d JOIN organisation o ON o.id = d.provider_id JOIN indicator i ON i.code = d.indicator_code
JOIN report_value c ON c.id = (SELECT max(x.id) FROM report_value x JOIN indicator_version w ON w.id = x.indicator_version_id
 WHERE x.report_id = d.report_id AND w.indicator_code = d.indicator_code)
JOIN indicator_version v ON v.id = c.indicator_version_id
WHERE d.state IN ('nieuw', 'uitleg gevraagd', 'toegelicht', 'op de agenda')
ORDER BY d.severity DESC, d.found_at, o.name, d.indicator_code, d.id LIMIT ?
"""
SEVERITIES = {1: ("rustig", "○", "Klein"), 2: ("aandacht", "!", "Let op"), 3: ("zorg", "▼", "Zorg")}
STATES = {
    "nieuw": ("actie", "Nieuw", "Vraag uitleg", "nieuw"),
    "uitleg gevraagd": ("rustig", "Uitleg gevraagd", "Wacht op uitleg", "uitleg-gevraagd"),
    "toegelicht": ("actie", "Toegelicht", "Beoordeel de uitleg", "toegelicht"),
    "op de agenda": ("rustig", "Op de agenda", "Bespreek", "op-de-agenda"),
    "afgehandeld": ("goed", "Afgehandeld", "Lees terug", "afgehandeld"),
}
REPORT_STATES = {"niet begonnen": ("Nog niet begonnen", "rustig"), "bezig": ("Bezig met invullen", "rustig")}
FAMILIES = {"basiszorg": "Basiszorg", "maatzorg": "Maatzorg"}
CUTS = {
    "lead": ('<p class="lead">', "</p>"),
    "tasks": ('<dl class="figures">', "</dl>"),
    "filters": ('<h2 id="afwijkingen">Afwijkingen</h2>', '<table class="stack">'),
    "caption": ("<caption>", "</caption>"),
    "rows": ("<tbody>", "</tbody>"),
    "awaited": ('<ul class="tasklist">', "</ul>"),
}


class Worklist:
    """GET of the worklist, all open deviations at once."""

    def __init__(self, desk: Desk, page: str, slots: dict[str, str]) -> None:
        self.desk = desk
        self.frame = Frame(page, CUTS, slots)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Answer."""
        desk, today = self.desk, clock.today()
        desk.run("BEGIN")
        person = desk.person(environ, kind="centrumgemeente", roles=("contractmanager",))
        tally = desk.run(TALLY).fetchall()
        reports = desk.run(REPORTS).fetchall()
        missing = desk.run(MISSING, {"period": reports[-1][2]}).fetchall() if reports else []
        rows = desk.run(LINES, (200,)).fetchall()
        desk.run("ROLLBACK")
        counts: Counter[str] = Counter()
        for _, _, _, state, count in tally:
            counts[state] += count
        review = sum(report[3] in TO_REVIEW for report in reports)
        awaited = [line for report in reports if report[3] not in TO_REVIEW for line in [waits(report, today)]]
        awaited += [waits((None, name, reports[-1][2], "niet begonnen", due), today) for name, due in missing]
        texts = {
            "lead": f"Begin met {counts['toegelicht']} afwijkingen die zijn toegelicht. De aanbieder wacht op uw antwoord.",
            "tasks": tasks(counts, review, len(awaited)),
            "filters": filters(tally, counts),
            "caption": f"{sum(counts[state] for state in STATES if state != 'afgehandeld')} afwijkingen",
            "rows": "".join([line(row, today) for row in rows]),
            "awaited": "".join(awaited),
        }
        return send(start_response, self.frame.fill(person, **texts), person)


def line(row: Any, today: date) -> str:
    """One deviation."""
    number, provider, period, code, name, severity, state, found_at, sentence, explanation = row
    tone, sign, word = SEVERITIES[severity]
    state_tone, state_word, next_step, _ = STATES[state]
    code, provider, quarter = escape(code), escape(provider), f"K{period[-1]} {period[:4]}"
    days = (today - datetime.fromisoformat(found_at).replace(tzinfo=UTC).astimezone(AMSTERDAM).date()).days
    age = "vandaag" if days < 1 else "1 dag" if days == 1 else f"{days} dagen"
    told = escape(shortened(explanation)) if explanation else '<span class="is-none">nog geen uitleg</span>'
    hidden = f'<span class="sr-only"> bij {code}, {provider}, {quarter}</span>'
    return f"""    <tr>
      <th scope="row"><b>{code}</b><span class="sub">{escape(name)}</span></th>
      <td data-label="Ernst"><span class="badge tone-{tone}"><span aria-hidden="true">{sign}</span>{word}</span></td>
      <td data-label="Aanbieder">{provider}<span class="sub">{quarter}</span></td>
      <td data-label="Wat valt op">{escape((sentence or "").removeprefix(f"{row[3]}: "))}</td>
      <td data-label="Uitleg">{told}</td>
      <td data-label="Open sinds">{age}</td>
      <td data-label="Stand"><span class="badge tone-{state_tone}">{state_word}</span></td>
      <td data-label="Wat doet u"><a href="/beheer/afwijkingen/{number}">{next_step}{hidden}</a></td>
    </tr>
"""


def shortened(text: str) -> str:
    """The first words."""
    return text if len(text) <= 140 else f"{text[:140].rpartition(' ')[0]} …"


def tasks(counts: Counter[str], review: int, missing: int) -> str:
    """What to do now, counted."""
    told = (
        (counts["toegelicht"], "toegelicht, wacht op u", "/beheer/werklijst?stand=toegelicht#lijst"),
        (counts["nieuw"], "nieuw", "/beheer/werklijst?stand=nieuw#lijst"),
        (review, "rapportages te beoordelen", "/beheer/rapportages"),
        (missing, "rapportages nog niet binnen", "/beheer/werklijst#niet-binnen"),
    )
    return "".join([f'<div><dt><a href="{href}">{label}</a></dt><dd>{value}</dd></div>' for value, label, href in told])


def filters(tally: list[Any], counts: Counter[str]) -> str:
    """Three rows of links, each with its count."""
    by_provider: dict[int, list[Any]] = {}
    by_family: Counter[str] = Counter()
    total = 0
    for number, name, family, state, count in tally:
        by_provider.setdefault(number, [escape(name), 0])
        if state != "afgehandeld":
            by_provider[number][1] += count
            by_family[family] += count
            total += count
    states = [choice("Alle open", "", total, current=True)] + [
        choice(word, f"?stand={slug}", counts[code]) for code, (_, word, _, slug) in STATES.items()
    ]
    providers = [choice("Alle", "", total, current=True)] + [
        choice(name, f"?aanbieder={number}", count) for number, (name, count) in by_provider.items()
    ]
    families = [choice("Alle", "", total, current=True)] + [choice(FAMILIES[code], f"?onderdeel={code}", by_family[code]) for code in by_family]
    rows = (("Stand", states), ("Aanbieder", providers), ("Onderdeel", families))
    return "".join(
        [
            f'<nav class="filter-row" aria-label="{label}"><span class="quiet">{label}</span><ul class="filters">{"".join(each)}</ul></nav>'
            for label, each in rows
        ]
    )


def choice(label: str, query: str, count: int, *, current: bool = False) -> str:
    """One link."""
    mark = ' aria-current="true"' if current else ""
    return f'<li><a href="/beheer/werklijst{query}#lijst"{mark}>{label}&nbsp;<span class="quiet">({count})</span></a></li>'


def waits(report: Any, today: date) -> str:
    """A report that is not in yet."""
    number, name, period, state, due_at = report
    last = (datetime.fromisoformat(due_at).replace(tzinfo=UTC) - timedelta(microseconds=1)).astimezone(AMSTERDAM).date()
    days = (last - today).days
    where = f"{escape(name)}, K{period[-1]} {period[:4]}"
    link = f'<a href="/beheer/rapportages/{number}">{where}</a>' if number else f'<span class="name">{where}</span>'
    due = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    left = (
        "vandaag"
        if days == 0
        else "morgen"
        if days == 1
        else f"over {days} dagen"
        if days > 0
        else f"{-days} {'dag' if days == -1 else 'dagen'} te laat"
    )
    told = f'<b class="is-short">{left}</b>, de inleverdatum was {due}' if days < 0 else f"Inleveren kan tot en met {due}, {left}"
    word, tone = REPORT_STATES[state]
    return f'<li><div>{link}<p class="hint">{told}</p></div><span class="badge tone-{tone}"><span aria-hidden="true">○</span>{word}</span></li>'
