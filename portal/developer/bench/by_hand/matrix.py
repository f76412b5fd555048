"""The begroting by hand: lines without earmarks against commitments, added up both ways."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import parse_qs

from portal.developer.bench.by_hand.desk import Desk, Frame, send, share

YEARS = "SELECT year FROM budget_amount UNION SELECT year FROM commitment_year"
LINES = """
SELECT l.id, l.code, l.name, l.note, a.amount_cents, a.is_provisional, a.mark, a.note FROM budget_line l
LEFT JOIN (SELECT line_id, max(revision) AS revision FROM budget_amount WHERE year = :year GROUP BY line_id) r ON r.line_id = l.id
LEFT JOIN budget_amount a ON a.line_id = l.id AND a.year = :year AND a.revision = r.revision ORDER BY l.position, l.id
"""
COMMITMENTS = """
SELECT c.id, c.reference, c.name, c.kind, o.name, coalesce(y.committed_cents, 0), coalesce(y.realised_cents, 0), c.ends_on
FROM commitment c JOIN organisation o ON o.id = c.provider_id LEFT JOIN commitment_year y ON y.commitment_id = c.id AND y.year = :year
WHERE (c.starts_on <= :last AND c.ends_on >= :first) OR y.id IS NOT NULL
 OR EXISTS (SELECT 1 FROM allocation a WHERE a.commitment_id = c.id AND a.year = :year) ORDER BY o.name, c.kind, c.reference
"""
ALLOCATIONS = "SELECT commitment_id, budget_line_id, amount_cents FROM allocation WHERE year = ? ORDER BY commitment_id, budget_line_id"
CUTS = {
    "heads": ('<th scope="col" class="num result">Dekking</th>', "</tr></thead>"),
    "rows": ("<tbody>", "</tbody>"),
    "sums": ("<tfoot>", "</tfoot>"),
    "list": ('<ul class="plain-list"><li><a href="/beheer/overeenkomsten/', "</ul>\n</section>\n</main>"),
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
        desk.run(YEARS).fetchall()
        lines = desk.run(LINES, {"year": year}).fetchall()
        columns = desk.run(COMMITMENTS, {"year": year, "first": f"{year}-01-01", "last": f"{year}-12-31"}).fetchall()
        paid = desk.run(ALLOCATIONS, (year,)).fetchall()
        desk.run("ROLLBACK")
        cells, by_column = spread(columns, paid)
        realised: dict[int, int] = {}  # the measured year has nothing realised; else its shares come here
        texts = {
            "heads": "".join(
                [f'<th scope="col" class="num"><a href="{href(c)}">{escape(c[1])}</a><span class="sub">{c[3]}</span></th>' for c in columns]
            ),
            "rows": "".join([line(each, cells.get(each[0], {}), len(columns), realised, year) for each in lines]),
            "sums": sums(lines, columns, by_column),
            "list": "".join([listed(c) for c in columns]).removeprefix('<li><a href="/beheer/overeenkomsten/'),
        }
        return send(start_response, self.frame.fill(person, **texts), person)


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


def line(row: Any, own: dict[int, int], width: int, realised: dict[int, int], year: int) -> str:
    """One budget line."""
    number, code, name, _, budget, provisional, mark, _ = row
    total = sum(own.values())
    told = " ".join(filter(None, (mark, "voorlopig" if provisional else "")))
    room = None if budget is None else budget - total
    cells = "".join([f'<td class="num">{amount(own[place])}</td>' if own.get(place) else "<td></td>" for place in range(width)])
    short = f'<td class="num is-short">{amount(room)}<span class="sub">▼ te veel vastgelegd</span></td>' if room is not None and room < 0 else ""
    marked = f'<span class="sub">{escape(told)}</span>' if told else ""
    return (
        f'  <tr id="regel-{escape(code)}"><th scope="row"><a href="/beheer/begroting/regels/{number}?jaar={year}">{escape(name)}</a>{marked}</th>'
        f'<td class="num">{"n.v.t." if budget is None else amount(budget)}</td><td class="num">{amount(total)}</td>'
        f'<td class="num">{amount(realised.get(number, 0))}</td>{short or f"""<td class="num">{"–" if room is None else amount(room)}</td>"""}'
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
        summed("Totaal van de regels", first, (amount(budget), amount(allocated), amount(0), amount(budget - allocated), cover), "")
        + summed(
            "Nog zonder begrotingsregel",
            [amount(each) if each else "" for each in loose],
            ("", amount(sum(loose)), amount(0), "", ""),
            ' class="under"',
        )
        + summed(
            "Toegezegd",
            [amount(column[5]) for column in columns],
            ("", amount(promised), amount(sum(column[6] for column in columns)), "", ""),
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
    about = f'<span class="quiet">({column[3]}, {amount(column[5])} euro toegezegd)</span>'
    return f'<li><a href="{href(column)}">{escape(column[1])}</a> {escape(column[2])}, {escape(column[4])} {about}</li>'
