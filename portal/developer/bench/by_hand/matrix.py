"""The begroting by hand: lines without earmarks against commitments, added up both ways."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import parse_qs

from portal.developer.bench.by_hand.checks import Found, checks
from portal.developer.bench.by_hand.desk import Desk, Frame, send, share
from portal.web import clock

YEARS = "SELECT year, 1 FROM budget_amount UNION SELECT year, 0 FROM commitment_year"
LINES = """
SELECT l.id, l.code, l.name, l.note, a.amount_cents, a.is_provisional, a.mark, a.note FROM budget_line l
LEFT JOIN (SELECT line_id, max(revision) AS revision FROM budget_amount WHERE year = :year GROUP BY line_id) r ON r.line_id = l.id
LEFT JOIN budget_amount a ON a.line_id = l.id AND a.year = :year AND a.revision = r.revision ORDER BY l.position, l.id
"""
COMMITMENTS = """
SELECT c.id, c.reference, c.name, c.kind, o.name, coalesce(y.committed_cents, 0), coalesce(y.realised_cents, 0), c.ends_on, c.variant
FROM commitment c JOIN organisation o ON o.id = c.provider_id LEFT JOIN commitment_year y ON y.commitment_id = c.id AND y.year = :year
WHERE (c.starts_on <= :last AND c.ends_on >= :first) OR y.id IS NOT NULL
 OR EXISTS (SELECT 1 FROM allocation a WHERE a.commitment_id = c.id AND a.year = :year) ORDER BY o.name, c.kind, c.reference
"""
ALLOCATIONS = "SELECT commitment_id, budget_line_id, amount_cents FROM allocation WHERE year = ? ORDER BY commitment_id, budget_line_id"
SPENT = "SELECT commitment_id, first_on, last_on FROM realisation WHERE year = ? AND replaced_at IS NULL"
TARIFFS = "SELECT commitment_id, unit, tariff_cents, valid_from, valid_to FROM commitment_tariff"
COUNTS = "Daarom telt hier het vastgelegde bedrag."
WHY = {"subsidie": f"Een subsidie volgt niet uit de bezetting. {COUNTS}", "taakgericht": f"Voor een taak is een vast bedrag afgesproken. {COUNTS}"}
SEVERITIES = (("zorg", "▼", "Alarm"), ("aandacht", "!", "Let op"), ("rustig", "○", "Goed om te weten"))
SHOWN = 5
ASSUMED = '<span class="sub">geen prognose</span>'
CUTS = {
    "lead": ('<p class="lead">', "</p>"),
    "signals": ('aria-current="true">2026</a></li></ul>\n</nav>\n', '<section aria-labelledby="matrix"'),
    "heads": ('<th scope="col" class="num result">Dekking</th>', "</tr></thead>"),
    "rows": ("<tbody>", "</tbody>"),
    "sums": ("<tfoot>", "</tfoot>"),
    "list": ('<ul class="plain-list"><li><a href="/beheer/overeenkomsten/', "</ul>\n<h3>Waarom"),
    "whys": (' er soms geen prognose is</h3>\n<dl class="answers">', "</dl>"),
}


class Matrix:
    """GET of the begroting of a year."""

    def __init__(self, desk: Desk, page: str, slots: dict[str, str]) -> None:
        self.desk = desk
        self.frame = Frame(page, CUTS, slots)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Answer."""
        desk, year = self.desk, int(parse_qs(environ["QUERY_STRING"])["jaar"][0])
        desk.run("BEGIN")
        person = desk.person(environ, kind="centrumgemeente", roles=("contractmanager", "subsidiebeheerder"))
        last = max(row[0] for row in desk.run(YEARS) if row[1])
        lines = desk.run(LINES, {"year": year}).fetchall()
        columns = desk.run(COMMITMENTS, {"year": year, "first": f"{year}-01-01", "last": f"{year}-12-31"}).fetchall()
        paid = desk.run(ALLOCATIONS, (year,)).fetchall()
        if desk.run(SPENT, (year,)).fetchall() or desk.run(TARIFFS).fetchall():
            raise LookupError("the measured year has neither: a forecast by hand is not made here")
        cells, by_column = spread(columns, paid)
        allocated = {number: sum(own.values()) for number, own in cells.items()}
        expected = allocated  # each is a subsidie or a task: what was promised, divided as it is
        sums_of = (allocated, by_column, expected)
        signals = checks(desk.run, year, clock.today().isoformat(), last, lines, columns, sums_of)
        desk.run("ROLLBACK")
        texts = {
            "lead": lead(signals),
            "signals": shown(signals),
            "heads": "".join(
                [f'<th scope="col" class="num"><a href="{href(c)}">{escape(c[1])}</a><span class="sub">{c[3]}</span></th>' for c in columns]
            ),
            "rows": "".join([line(each, year, cells.get(each[0], {}), len(columns)) for each in lines]),
            "sums": sums(lines, columns, by_column),
            "list": "".join([listed(c) for c in columns]).removeprefix('<li><a href="/beheer/overeenkomsten/'),
            "whys": whys(columns),
        }
        return send(start_response, self.frame.fill(person, **texts), person)


def lead(signals: Found) -> str:
    """What to do first."""
    alarms, rest = sum(each[0] == 0 for each in signals), sum(each[0] < 2 for each in signals)
    if alarms:
        told = f"{alarms} {'alarm' if alarms == 1 else 'alarmen'}"
        return f"Begin met {told}: daar past het geld niet bij de begroting of de afspraken."
    if rest:
        return f"Er {'is 1 punt' if rest == 1 else f'zijn {rest} punten'} om naar te kijken."
    return "Alles past. Er is niets om naar te kijken."


def shown(signals: Found) -> str:
    """By severity, five of each and the others folded."""
    parts = []
    for severity, (tone, sign, word) in enumerate(SEVERITIES):
        told = [f'<li><a href="{where}">{escape(sentence)}</a></li>' for each, sentence, where in signals if each == severity]
        if told:
            head = f'<h3><span class="badge tone-{tone}"><span aria-hidden="true">{sign}</span>{word}</span> {len(told)}</h3>'
            more = "".join(told[SHOWN:])
            folded = f"<details><summary>Nog {len(told) - SHOWN} punten</summary><ul>{more}</ul></details>" if more else ""
            parts.append(f'{head}<ul class="plain-list">{"".join(told[:SHOWN])}</ul>{folded}')
    body = "".join(parts)
    return f'<section aria-labelledby="signalen"><h2 id="signalen">Hier moet u naar kijken</h2>{body}</section>' if body else ""


def whys(columns: list[Any]) -> str:
    """Why there is no forecast, each reason once."""
    found: dict[str, list[str]] = {}
    for column in columns:
        found.setdefault(WHY[column[8] or column[3]], []).append(escape(column[1]))
    return "".join([f"<div><dt>{sentence}</dt><dd>{', '.join(of)}</dd></div>" for sentence, of in found.items()])


def spread(columns: list[Any], paid: list[Any]) -> tuple[dict[int, dict[int, int]], list[int]]:
    """Amounts per line and place of the column, and what is allocated per column."""
    places = {column[0]: place for place, column in enumerate(columns)}
    cells: dict[int, dict[int, int]] = {}
    by_column = [0] * len(columns)
    for commitment, line_id, cents in paid:
        place = places[commitment]
        cells.setdefault(line_id, {})[place] = cents
        by_column[place] += cents
    return cells, by_column


def amount(cents: int) -> str:
    """ "1.234" or "1.234,50"."""
    whole, rest = divmod(abs(cents), 100)
    text = f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".")
    return f"{text},{rest:02d}" if rest else text


def line(row: Any, year: int, own: dict[int, int], width: int) -> str:
    """One budget line."""
    number, code, name, _, budget, provisional, mark, _ = row
    total = sum(own.values())
    told = " ".join(filter(None, (mark, "voorlopig" if provisional else "")))
    room = None if budget is None else budget - total
    cells = "".join([f'<td class="num">{amount(own[place])}</td>' if own.get(place) else "<td></td>" for place in range(width)])
    short = f'<td class="num is-short">{amount(room)}<span class="sub">▼ te veel vastgelegd</span></td>' if room is not None and room < 0 else ""
    left = short or f'<td class="num">{"–" if room is None else amount(room)}</td>'
    marked = f'<span class="sub">{escape(told)}</span>' if told else ""
    return (
        f'  <tr id="regel-{escape(code)}"><th scope="row"><a href="/beheer/begroting/regels/{number}?jaar={year}">{escape(name)}</a>{marked}</th>'
        f'<td class="num">{"n.v.t." if budget is None else amount(budget)}</td><td class="num">{amount(total)}</td>'
        f'<td class="num">0</td><td class="num">{amount(total)}{ASSUMED if total else ""}</td>{left}'
        f'<td class="num result">{f"{share(total, budget)} %" if budget else "–"}</td>{cells}</tr>\n'
    )


def sums(lines: list[Any], columns: list[Any], by_column: list[int]) -> str:
    """The foot: the lines, what has no line, and what was promised."""
    allocated, budget = sum(by_column), sum(each[4] or 0 for each in lines)
    promised = sum(column[5] for column in columns)
    loose = [column[5] - own for column, own in zip(columns, by_column, strict=True)]
    first = [amount(each) for each in by_column]
    cover = f"{share(allocated, budget)} %"
    return (
        summed(
            "Totaal van de regels", first, (amount(budget), amount(allocated), amount(0), amount(allocated), amount(budget - allocated), cover), ""
        )
        + summed(
            "Nog zonder begrotingsregel",
            [amount(each) if each else "" for each in loose],
            ("", amount(sum(loose)), amount(0), amount(sum(loose)), "", ""),
            ' class="under"',
        )
        + summed(
            "Toegezegd",
            [amount(column[5]) for column in columns],
            ("", amount(promised), amount(sum(column[6] for column in columns)), amount(promised), "", ""),
            ' class="under"',
        )
    )


def summed(name: str, cells: list[str], rest: tuple[str, ...], css: str) -> str:
    """One row of the foot."""
    parts = "".join([f'<td class="num">{cell}</td>' for cell in cells])
    return (
        f'<tr{css}><th scope="row">{name}</th>'
        + "".join([f'<td class="num">{cell}</td>' for cell in rest[:-1]])
        + f'<td class="num result">{rest[-1]}</td>{parts}</tr>'
    )


def href(column: Any) -> str:
    """Where a commitment is told."""
    return f"/beheer/overeenkomsten/{column[0]}"


def listed(column: Any) -> str:
    """A commitment in full, below the table."""
    about = f'<span class="quiet">({column[3]}, {amount(column[5])} euro toegezegd, {amount(column[5])} euro verwacht, geen prognose)</span>'
    return f'<li><a href="{href(column)}">{escape(column[1])}</a> {escape(column[2])}, {escape(column[4])} {about}</li>'
