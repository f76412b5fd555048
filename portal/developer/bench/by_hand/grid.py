"""The grid by hand."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from portal.developer.bench.by_hand.desk import Desk, Frame, No, saved_at, send, share, shown
from portal.web import clock

REPORT = "SELECT id, state, period_ends_on FROM report WHERE provider_id = ? AND period = ?"
FAMILIES = """
SELECT DISTINCT i.family FROM report_question q JOIN indicator_version v ON v.id = q.indicator_version_id
JOIN indicator i ON i.code = v.indicator_code WHERE q.report_id = :report
"""
ROWS = """
SELECT i.code, v.name, v.definition, v.source, v.numerator_label, v.denominator_label, v.norm_note, v.value_kind, v.unit, v.decimals,
 v.direction, v.norm_kind, v.norm_low, v.norm_high, c.numerator, c.denominator, c.missing_reason, c.explanation, c.changed_at, c.version,
 v.version, v.id
FROM report_question q JOIN indicator_version v ON v.id = q.indicator_version_id JOIN indicator i ON i.code = v.indicator_code
LEFT JOIN report_value c ON c.indicator_version_id = v.id AND c.report_id = :report
WHERE q.report_id = :report AND i.family = :family
ORDER BY i.position, i.code
"""
EARLIER = """
SELECT r.period, v.indicator_code, v.version, c.numerator, c.denominator, c.missing_reason, c.explanation
FROM report r JOIN report_value c ON c.report_id = r.id JOIN indicator_version v ON v.id = c.indicator_version_id
JOIN indicator i ON i.code = v.indicator_code
WHERE r.provider_id = ? AND r.period IN (?, ?)
 AND r.state IN ('ingediend', 'in beoordeling', 'opnieuw ingediend', 'geaccepteerd', 'vastgesteld') AND i.family = ?
ORDER BY r.period, v.indicator_code, v.version
"""
TO_REVIEW = ("ingediend", "in beoordeling", "opnieuw ingediend")
REASONS = ("niet van toepassing", "nog niet bekend", "te klein aantal")
EDITABLE = ("niet begonnen", "bezig", "wijziging gevraagd")
NO_REASON = "".join(f"<option>{reason}</option>" for reason in REASONS)


class Grid:
    """GET of the grid."""

    def __init__(self, desk: Desk, page: str, slots: dict[str, str]) -> None:
        self.desk = desk
        self.frame = Frame(page, {"rows": ("<tbody>\n", "  </tbody>")}, slots)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Answer."""
        period, _, family = environ["PATH_INFO"].removeprefix("/aanbieder/rapportages/").partition("/cijfers/")
        desk, today = self.desk, clock.today()
        desk.run("BEGIN")
        person = desk.person(environ, kind="aanbieder", roles=("invoerder", "tekenbevoegde"))
        found = desk.run(REPORT, (person.organisation_id, period.upper())).fetchone()
        if found is None or found[1] not in EDITABLE:
            raise No
        families = {row[0] for row in desk.run(FAMILIES, {"report": found[0]})}
        rows, before, long_before = read(desk, person.organisation_id, found, period.upper(), family)
        desk.run("ROLLBACK")
        lines, filled, waiting = [], 0, 0
        href = escape(f"/aanbieder/rapportages/{period}/cijfers/{family}")
        for row in rows:
            text, is_filled, waits = line(row, before.get(row[0]), long_before.get(row[0]), href, today)
            lines.append(text)
            filled += is_filled
            waiting += waits
        after = next((each for each in ("nazorg", "outcome", "contract") if each in families), "capaciteit")
        texts = {"rows": "".join(lines), "progress": progress(filled, len(rows), waiting), "next": after}
        return send(start_response, self.frame.fill(person, **texts), person)


def read(desk: Desk, provider_id: int, report: Any, period: str, family: str) -> tuple[list[Any], dict[str, Any], dict[str, Any]]:
    """The rows, the cells of the quarter before, and those of a year ago."""
    previous, year_ago = previous_of(period), f"{int(period[:4]) - 1}{period[4:]}"
    cells: dict[str, dict[str, Any]] = {previous: {}, year_ago: {}}
    for row in desk.run(EARLIER, (provider_id, previous, year_ago, family)):
        cells[row[0]][row[1]] = row
    rows = desk.run(ROWS, {"report": report[0], "family": family}).fetchall()
    return rows, cells[previous], cells[year_ago]


def previous_of(period: str) -> str:
    """The quarter before."""
    year, number = int(period[:4]), int(period[-1])
    return f"{year}-K{number - 1}" if number > 1 else f"{year - 1}-K4"


def progress(filled: int, asked: int, waiting: int) -> str:
    """ "31 van 36 ingevuld, 2 vragen uitleg"."""
    words = f"{filled} van {asked} ingevuld"
    return words if not waiting else f"{words}, {waiting} {'vraagt' if waiting == 1 else 'vragen'} uitleg"


def value_text(kind: str, unit: str, decimals: int, above: int | None, below: int | None) -> str:
    """The value with its unit."""
    if above is None or (kind == "verhouding" and not below):
        return "–"
    if kind == "verhouding":
        return f"{share(above, below or 1)} %"
    text = str((2 * above + 1000) // 2000) if not decimals else f"{above / 1000:.{decimals}f}".replace(".", ",")
    return text if unit in {"aantal", "cijfer", ""} else f"{text} {unit}"


def earlier_text(row: Any, cell: Any) -> str:
    """An earlier cell in words."""
    if cell is None:
        return "–"
    words: str = cell[5] or value_text(row[7], row[8], row[9], cell[3], cell[4])
    return words if cell[5] or cell[2] == row[20] else f"{words} (oude definitie)"


def norm_text(kind: str, low: int | None, high: int | None, unit: str) -> str:
    """The norm in words."""
    if kind == "geen":
        return "–"
    if kind == "min":
        return f"min. {shown(low)} {unit}"
    return f"max. {shown(high)} {unit}" if kind == "max" else f"{shown(low)} {unit} tot {shown(high)} {unit}"


def is_missed(kind: str, norm: str, low: Any, high: Any, above: int | None, below: int | None) -> bool:
    """Is the norm missed? In whole numbers."""
    if above is None or (kind == "verhouding" and not below):
        return False
    first, second = (100_000 * above, below) if kind == "verhouding" else (above, 1)
    return (norm in {"min", "bereik"} and first < low * second) or (norm in {"max", "bereik"} and first > high * second)


def is_jump(kind: str, above: int | None, below: int | None, past: int | None, past_of: int | None) -> bool:
    """Is the change since last quarter large: a quarter of it, and 5 or more? In whole numbers."""
    if above is None or past is None:
        return False
    if kind != "verhouding":
        change = abs(above - past)
        return change >= 5000 and (not past or 4 * change > past)
    if not below or not past_of:
        return False
    change = abs(above * past_of - past * below)
    return 100 * change >= 5 * below * past_of and (not past or 4 * change > past * below)


def status_parts(row: Any, past: Any, today: date) -> tuple[str, bool]:
    """The words of the status cell, and whether an explanation is awaited. `past` are the two numbers of last quarter."""
    if row[14] is None and row[15] is None and row[16] is None:
        return '<span class="badge tone-rustig"><span aria-hidden="true">○</span>Nog leeg</span>', False
    saved = f'<span class="sub">Opgeslagen {saved_at(row[18], today)}</span>'
    missed = is_missed(row[7], *row[11:16])
    if len(row[17]) >= 10:
        if missed:
            return f'<span class="badge tone-aandacht"><span aria-hidden="true">!</span>Klaar, buiten de norm</span>{saved}', False
    elif missed or is_jump(row[7], row[14], row[15], *past):
        share_text = share(row[14], row[15]).removesuffix(",0")
        told = f"{row[0]}: {share_text} % ({shown(row[14])} van {shown(row[15])}). De norm is minstens {shown(row[12])} {row[8]}."
        badge = '<span class="badge tone-aandacht"><span aria-hidden="true">!</span>Vraagt uitleg</span>'
        return f'{badge}<span class="sub">{escape(told)}</span><span class="sub">Klopt dit? Geef een toelichting.</span>{saved}', True
    return f'<span class="badge tone-goed"><span aria-hidden="true">✓</span>Klaar</span>{saved}', False


def same_again(cell: Any) -> tuple[str, str, str]:
    """What "=" takes over, as it stands at the fields."""
    words = f' data-before="{escape(cell[6])}"' if cell[6] else ""
    return f' data-before="{shown(cell[3])}"', f' data-before="{shown(cell[4])}"', words


def line(row: Any, before: Any, long_before: Any, href: str, today: date) -> tuple[str, bool, bool]:
    """One row of the table: its text, whether it is filled in, and whether an explanation is awaited."""
    code, second, reason = escape(row[0]), escape(row[5]), row[16]
    comparable = before is not None and before[2] == row[20]
    kept = same_again(before) if comparable and before[3] is not None else ("", "", "")
    status, waits = status_parts(row, before[3:5] if comparable else (None, None), today)
    options = NO_REASON if not reason else "".join(f"<option{' selected' if each == reason else ''}>{each}</option>" for each in REASONS)
    note = f'<p class="small">Norm: {escape(row[6])}</p>' if row[6] else ""
    entry = (
        f'<td class="entry" data-label="Noemer"><input id="denominator-{code}" name="denominator-{code}" value="{shown(row[15])}"{kept[1]} '
        f'inputmode="decimal" autocomplete="off" aria-labelledby="rij-{code} k-n"></td>'
        if second
        else '<td class="entry"></td>'
    )
    text = f"""  <tr id="cel-{code}" data-cell hx-post="{href}/{code}" hx-trigger="change" hx-target="find .cell-status" hx-swap="innerHTML" hx-sync="this:queue last">
    <th scope="row"><b id="rij-{code}">{code} {escape(row[1])}</b>
      <details><summary>Definitie<span class="sr-only"> {code}</span></summary><div class="explain"><p>{escape(row[2])}</p><p class="small">Teller of aantal: {escape(row[4])}.{f" Noemer: {second}." if second else ""}</p>{note}<p class="small">Bron: {escape(row[3])}</p></div></details>
      <p class="row-links"><a href="{href}/{code}/detail" data-panel>Details<span class="sr-only"> {code}</span></a> <span id="opmerkingen-{code}"></span></p></th>
    <td class="past num" data-label="Vorig kwartaal">{escape(earlier_text(row, before))}</td>
    <td class="past num" data-label="Vorig jaar">{escape(earlier_text(row, long_before))}</td>
    <td class="norm num" data-label="Norm">{norm_text(row[11], row[12], row[13], escape(row[8]))}</td>
    <td class="entry" data-label="Teller of aantal"><input type="hidden" name="version-{code}" value="{row[19]}" data-version><input id="numerator-{code}" name="numerator-{code}" value="{shown(row[14])}"{kept[0]} inputmode="decimal" autocomplete="off" aria-labelledby="rij-{code} k-t"></td>
    {entry}
    <td class="value num" data-label="Waarde"><span id="waarde-{code}">{escape(value_text(row[7], row[8], row[9], row[14], row[15]))}</span></td>
    <td class="note" data-label="Toelichting"><textarea id="explanation-{code}" name="explanation-{code}" rows="1"{kept[2]} aria-labelledby="rij-{code} k-u">
{escape(row[17])}</textarea>
      <details{" open" if reason else ""}><summary>Geen cijfer?<span class="sr-only"> {code}</span></summary><select id="missing_reason-{code}" name="missing_reason-{code}" aria-label="Reden waarom er geen cijfer is, {code}"><option value="">Er is een cijfer</option>{options}</select></details></td>
    <td class="state" data-label="Status"><div class="cell-status" id="status-{code}">{status}</div></td>
  </tr>
"""  # noqa: E501
    return text, row[14] is not None or row[15] is not None or reason is not None, waits
