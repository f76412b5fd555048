"""The worklist by hand."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any
from uuid import uuid4

from contracts.foundation.period import AMSTERDAM, MONTHS
from portal.developer.bench.by_hand.desk import Desk, Frame, send
from portal.developer.bench.by_hand.grid import TO_REVIEW
from portal.reminders.plan import reminder_days
from portal.web import clock

TALLY = """
SELECT t.provider_id, o.name, i.family, t.state, t.severity, t.owner, t.period, t.natures, count(*) FROM (
 SELECT d.provider_id, d.indicator_code, d.state, d.severity, coalesce(d.owner_id, 0) AS owner, d.period,
 (SELECT max(f.nature = 'contractual') + max(2 * (f.nature = 'statistical')) + max(4 * (f.nature = 'data')) FROM finding f
  WHERE f.deviation_id = d.id) AS natures
 FROM deviation d WHERE d.state <> 'afgehandeld') t
JOIN organisation o ON o.id = t.provider_id JOIN indicator i ON i.code = t.indicator_code
GROUP BY t.provider_id, o.name, i.family, t.state, t.severity, t.owner, t.period, t.natures ORDER BY o.name, i.family, t.state
"""
TESTED = """
SELECT count(*), sum(j.chance + j.chance_peers), max(j.period), (SELECT count(DISTINCT d.id) FROM deviation d
 JOIN finding f ON f.deviation_id = d.id
 WHERE f.nature = 'statistical' AND d.period = (SELECT max(period) FROM judgement WHERE period LIKE '____-K_'))
FROM judgement j WHERE j.period = (SELECT max(period) FROM judgement WHERE period LIKE '____-K_') AND j.chance + j.chance_peers > 0
"""
ADVICE = "SELECT id, subject, answer_due_on FROM advice WHERE state = 'wacht op reactie' ORDER BY answer_due_on, id"
REPORTS = """
SELECT r.id, o.name, r.period, r.state, r.due_at, r.provider_id FROM report r JOIN organisation o ON o.id = r.provider_id
WHERE r.state NOT IN ('geaccepteerd', 'vastgesteld') ORDER BY r.period, o.name, o.id
"""
MISSING = """
SELECT o.name, (SELECT min(due_at) FROM report WHERE period = :period) FROM organisation o WHERE o.kind = 'aanbieder'
AND NOT EXISTS (SELECT 1 FROM report r WHERE r.provider_id = o.id AND r.period = :period) ORDER BY o.name
"""
TALKS = """
SELECT s.id, o.name, s.title, s.planned_at FROM dialogue_session s JOIN organisation o ON o.id = s.provider_id
WHERE s.state IN ('voorbereiding', 'in gesprek') ORDER BY s.planned_at, s.id
"""
REMINDED = """
SELECT m.organisation_id, g.sent_at FROM outgoing_mail g JOIN membership m ON m.person_id = g.person_id
WHERE g.state = 'verstuurd' AND g.key LIKE 'herinnering:%'
"""
LINES = """
SELECT d.id, o.name, d.period, d.indicator_code, v.name, d.severity, d.state, d.found_at,
 (SELECT f.sentence FROM finding f WHERE f.deviation_id = d.id ORDER BY f.severity DESC, f.position LIMIT 1),
 coalesce((SELECT e.text FROM deviation_event e WHERE e.deviation_id = d.id AND e.kind = 'toegelicht' ORDER BY e.id DESC LIMIT 1), c.explanation),
 d.owner_name, d.changed_at,
 (SELECT max(f.nature = 'contractual') + max(2 * (f.nature = 'statistical')) + max(4 * (f.nature = 'data')) FROM finding f
  WHERE f.deviation_id = d.id),
 CASE d.state
  WHEN 'op de agenda' THEN (SELECT count(*) FROM agenda_item a JOIN dialogue_session s ON s.id = a.session_id
   WHERE a.deviation_id = d.id AND s.state <> 'vastgesteld')
  WHEN 'afspraak loopt' THEN (SELECT count(*) FROM action_point p WHERE p.deviation_id = d.id AND p.state IN ('open', 'bezig', 'gereed')) ELSE 0 END
FROM deviation d JOIN organisation o ON o.id = d.provider_id JOIN indicator i ON i.code = d.indicator_code
LEFT JOIN report_value c ON c.id = (SELECT max(x.id) FROM report_value x JOIN indicator_version w ON w.id = x.indicator_version_id
 WHERE x.report_id = d.report_id AND w.indicator_code = d.indicator_code)
LEFT JOIN indicator_version v ON v.id = c.indicator_version_id
WHERE d.state <> 'afgehandeld'
ORDER BY d.severity DESC, d.found_at, o.name, d.indicator_code, d.id LIMIT ?
"""
SEVERITIES = {1: ("rustig", "○", "Klein"), 2: ("aandacht", "!", "Let op"), 3: ("zorg", "▼", "Zorg")}
STATES = {
    "nieuw": ("actie", "Nieuw", "Vraag uitleg", "nieuw"),
    "uitleg gevraagd": ("rustig", "Uitleg gevraagd", "Wacht op uitleg", "uitleg-gevraagd"),
    "toegelicht": ("actie", "Toegelicht", "Beoordeel de uitleg", "toegelicht"),
    "op de agenda": ("rustig", "Op de agenda", "Bespreek", "op-de-agenda"),
}
AGAIN = {"op de agenda": "Zet opnieuw op een agenda"}
CLAIMS = ("", "Contractueel", "Statistisch", "Contractueel en statistisch")
REPORT_STATES = {"niet begonnen": ("Nog niet begonnen", "rustig"), "bezig": ("Bezig met invullen", "rustig")}
FAMILIES = {"basiszorg": "Basiszorg", "maatzorg": "Maatzorg"}
CUTS = {
    "lead": ('<p class="lead">', "</p>"),
    "tasks": ('<dl class="figures">', "</dl>"),
    "filters": ('<h2 id="afwijkingen">Afwijkingen</h2>', '<p class="quiet">'),
    "chance": ('<p class="quiet">', "</p>"),
    "caption": ("<caption>", "</caption>"),
    "rows": ("<tbody>", "</tbody>"),
    "talks": ('<select name="session_id" id="session_id">', "</select>"),
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
        tally, tested, advice = desk.run(TALLY).fetchall(), desk.run(TESTED).fetchone(), desk.run(ADVICE).fetchall()
        reports = desk.run(REPORTS).fetchall()
        missing = desk.run(MISSING, {"period": reports[-1][2]}).fetchall() if reports else []
        rows = desk.run(LINES, (200,)).fetchall()
        talks, reminded = desk.run(TALKS).fetchall(), {row[0] for row in desk.run(REMINDED)}
        desk.run("ROLLBACK")
        counts: Counter[str] = Counter()
        for row in tally:
            counts[row[3]] += row[8]
        review = sum(report[3] in TO_REVIEW for report in reports)
        awaited = [waits(report, today, told=report[5] in reminded) for report in reports if report[3] not in TO_REVIEW]
        awaited += [waits((None, name, reports[-1][2], "niet begonnen", due), today, told=False) for name, due in missing]
        texts = {
            "lead": f"Begin met {counts['toegelicht']} afwijkingen die zijn toegelicht. De aanbieder wacht op uw antwoord.",
            "tasks": tasks(counts, review, len(advice), len(awaited)),
            "filters": filters(tally, counts),
            "chance": by_chance(*tested),
            "caption": f"{counts.total()} afwijkingen",
            "rows": "".join([line(row, today) for row in rows]),
            "talks": '<option value="">het eerstvolgende gesprek van elke aanbieder</option>' + "".join([talk(*row) for row in talks]),
            "awaited": "".join(awaited),
            "once": uuid4().hex,
        }
        return send(start_response, self.frame.fill(person, **texts), person)


def line(row: Any, today: date) -> str:
    """One deviation."""
    number, provider, period, code, name, severity, state, found_at, sentence, explanation, owner, changed, natures, ahead = row
    tone, sign, word = SEVERITIES[severity]
    state_tone, state_word, next_step, _ = STATES[state]
    next_step = next_step if ahead or state not in AGAIN else AGAIN[state]
    code, provider, quarter = escape(code), escape(provider), f"K{period[-1]} {period[:4]}"
    days = (today - local_day(found_at)).days
    age = "vandaag" if days < 1 else "1 dag" if days == 1 else f"{days} dagen"
    told = escape(shortened(explanation)) if explanation else '<span class="is-none">nog geen uitleg</span>'
    about = f" bij {code}, {provider}, {quarter}"
    box = f'<td data-label="Kies"><input type="checkbox" name="afwijking" value="{number}" aria-label="Kies{about}"></td>'
    mark = f'<span class="sub"><b>Gewijzigd</b> op {in_words(local_day(changed))}</span>' if changed else ""
    whose = f'<span class="sub">{escape(owner)}</span>' if owner else ""
    return f"""    <tr>
      {"<td></td>" if state == "op de agenda" and ahead else box}
      <th scope="row"><b>{code}</b><span class="sub">{escape(name)}</span></th>
      <td data-label="Ernst"><span class="badge tone-{tone}"><span aria-hidden="true">{sign}</span>{word}</span></td>
      <td data-label="Aanbieder">{provider}<span class="sub">{quarter}</span></td>
      <td data-label="Wat valt op">{escape((sentence or "").removeprefix(f"{period}: "))}<span class="sub">{CLAIMS[natures]}</span>{mark}</td>
      <td data-label="Uitleg">{told}</td>
      <td data-label="Open sinds">{age}</td>
      <td data-label="Stand"><span class="badge tone-{state_tone}">{state_word}</span>{whose}</td>
      <td data-label="Wat doet u"><a href="/beheer/afwijkingen/{number}">{next_step}<span class="sr-only">{about}</span></a></td>
    </tr>
"""


def local_day(stored: str) -> date:
    """The day in Amsterdam of a stored moment."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC).astimezone(AMSTERDAM).date()


def in_words(day: date) -> str:
    """ "22 november 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def talk(number: int, provider: str, title: str, planned_at: str) -> str:
    """A conversation to choose."""
    return f'<option value="{number}">{escape(provider)}: {escape(title)}, {in_words(local_day(planned_at))}</option>'


def by_chance(figures: int, expected: float, period: str, stood_out: int) -> str:
    """How many findings chance alone would give."""
    judged = f"In K{period[-1]} {period[:4]} zijn {figures} cijfers getoetst."
    return f"{judged} Door toeval alleen verwacht u er ongeveer {round(expected)} die opvallen. Statistisch vallen er {stood_out} op."


def shortened(text: str) -> str:
    """The first words."""
    return text if len(text) <= 140 else f"{text[:140].rpartition(' ')[0]} …"


def tasks(counts: Counter[str], review: int, advice: int, missing: int) -> str:
    """What to do now, counted."""
    told = (
        (counts["toegelicht"], "toegelicht, wacht op u", "/beheer/werklijst?stand=toegelicht#lijst"),
        (counts["nieuw"], "nieuw", "/beheer/werklijst?stand=nieuw#lijst"),
        (review, "rapportages te beoordelen", "/beheer/rapportages"),
        (advice, "adviezen wachten op antwoord", "/advies"),
        (missing, "rapportages nog niet binnen", "/beheer/werklijst#niet-binnen"),
    )
    return "".join([f'<div><dt><a href="{href}">{label}</a></dt><dd>{value}</dd></div>' for value, label, href in told])


def filters(tally: list[Any], counts: Counter[str]) -> str:
    """Rows of links, each with its count: two that stand there, and the others on request."""
    names: dict[int, str] = {}
    seen: list[Counter[Any]] = [Counter() for _ in range(5)]
    mine, nobodys, by_claim = 0, 0, Counter[int]()
    for number, name, family, _, severity, owner, period, natures, count in tally:
        names[number] = escape(name)
        for counter, value in zip(seen, (number, family, severity, period, ""), strict=True):
            counter[value] += count
        mine, nobodys = mine + count * (owner == 1), nobodys + count * (owner == 0)
        for bit in (1, 2):
            by_claim[bit] += count * bool(natures & bit)
    providers, families, severities, periods, every = seen
    total = every[""]
    states = [choice("Alle open", "", total, current=True)] + [choice(STATES[code][1], f"?stand={STATES[code][3]}", counts[code]) for code in STATES]
    states.append('<li><a href="/beheer/werklijst?stand=afgehandeld#lijst">Afgehandeld</a></li>')
    owners = [choice("Van mij", "?eigenaar=mij", mine), choice("Van niemand", "?eigenaar=niemand", nobodys)]
    alle = choice("Alle", "", total, current=True)
    more = (
        ("Aanbieder", [choice(names[number], f"?aanbieder={number}", providers[number]) for number in names]),
        ("Onderdeel", [choice(FAMILIES[code], f"?onderdeel={code}", families[code]) for code in families]),
        ("Ernst", [choice(SEVERITIES[one][2], f"?ernst={one}", severities[one]) for one in sorted(severities, reverse=True)]),
        ("Soort", [choice(CLAIMS[bit], f"?soort={CLAIMS[bit].lower()}", by_claim[bit]) for bit in (1, 2)]),
        ("Kwartaal", [choice(f"K{code[-1]} {code[:4]}", f"?kwartaal={code.lower()}", periods[code]) for code in periods]),
    )
    below = "".join([row(label, [alle, *choices]) for label, choices in more])
    summary = "Meer filters: aanbieder, onderdeel, ernst, soort, kwartaal"
    return row("Stand", states) + row("Eigenaar", [alle, *owners]) + f"<details><summary>{summary}</summary>{below}</details>"


def row(label: str, choices: list[str]) -> str:
    """One row of links."""
    return f'<nav class="filter-row" aria-label="{label}"><span class="quiet">{label}</span><ul class="filters">{"".join(choices)}</ul></nav>'


def choice(label: str, query: str, count: int, *, current: bool = False) -> str:
    """One link."""
    mark = ' aria-current="true"' if current else ""
    return f'<li><a href="/beheer/werklijst{query}#lijst"{mark}>{label}&nbsp;<span class="quiet">({count})</span></a></li>'


def waits(report: Any, today: date, *, told: bool) -> str:
    """A report that is not in yet."""
    number, name, period, state, due_at = report[:5]
    last = (datetime.fromisoformat(due_at).replace(tzinfo=UTC) - timedelta(microseconds=1)).astimezone(AMSTERDAM).date()
    days = (last - today).days
    where = f"{escape(name)}, K{period[-1]} {period[:4]}"
    link = f'<a href="/beheer/rapportages/{number}">{where}</a>' if number else f'<span class="name">{where}</span>'
    due = in_words(last)
    left = (
        "vandaag"
        if days == 0
        else "morgen"
        if days == 1
        else f"over {days} dagen"
        if days > 0
        else f"{-days} {'dag' if days == -1 else 'dagen'} te laat"
    )
    when = f'<b class="is-short">{left}</b>, de inleverdatum was {due}' if days < 0 else f"Inleveren kan tot en met {due}, {left}"
    following = min((day for day in reminder_days(last) if day > today), default=None) if number and not told else None
    planned = f"Volgende herinnering: {in_words(following)}." if following else "Er komt geen herinnering meer."
    word, tone = REPORT_STATES[state]
    badge = f'<span class="badge tone-{tone}"><span aria-hidden="true">○</span>{word}</span>'
    return f'<li><div>{link}<p class="hint">{when}. Nog niet herinnerd. {planned}</p></div>{badge}</li>'
