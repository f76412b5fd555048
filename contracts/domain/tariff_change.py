"""Changing what a unit costs: what may be typed, and what a new, indexed, ended or corrected tariff does to the others.

Days without a tariff are allowed and told (`tariff.tariff_problems`); days with two never are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.domain.allocation import read_amount
from contracts.domain.tariff import Indexation, Tariff, TariffUnit, day_text, indexed, overlaps
from contracts.foundation.errors import Refused

MOST_DECIMALS = 3  # of a percentage
THOUSAND = 1_000  # parts of a percent
HIGHEST = 100 * THOUSAND
LONGEST_REASON = 500
YEARS = range(2000, 3000)  # what no agreement has is a typing mistake
_DAY = timedelta(days=1)
_PERCENTAGE = re.compile(r"^([+-]?)([0-9]{1,3})(?:,([0-9]+))?$")
_TOO_FINE = re.compile(r",[0-9]{3,}$")


@dataclass(frozen=True, slots=True)
class TypedTariff:
    """A tariff as somebody filled it in. `valid_until` None: it goes on."""

    unit: str
    amount_text: str
    valid_from: date | None
    valid_until: date | None = None

    def read(self) -> Tariff:
        """The tariff. Raises Refused at the field that is wrong."""
        unit = next((each for each in TariffUnit if each == self.unit), None)
        if unit is None:
            raise Refused("unit", "Kies waar het tarief voor is, bijvoorbeeld een etmaal.")
        cents = read_tariff_amount(self.amount_text)
        if self.valid_from is None:
            raise Refused("valid_from", "Vul de eerste dag van het tarief in.")
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise Refused("valid_until", f"De laatste dag ligt voor de eerste dag, {day_text(self.valid_from)}.")
        _require_year("valid_from", self.valid_from)
        _require_year("valid_until", self.valid_until or self.valid_from)
        return Tariff(unit, cents, self.valid_from, self.valid_until)


def _require_year(field: str, day: date) -> None:
    if day.year not in YEARS:
        raise Refused(field, f"Kijk het jaartal na: {day.year} kan niet.")


def read_tariff_amount(text: str) -> int:
    """The typed tariff in cents. Refuses more than two decimals, an amount below zero, and what is no amount."""
    if _TOO_FINE.search(text.strip()):
        raise Refused("amount", "Een tarief gaat tot op de cent. Gebruik hoogstens twee cijfers achter de komma.")
    return read_amount(text)


def read_percentage(text: str) -> int:
    """A typed percentage ("3,25", "-1,5") in thousandths. Refuses more than three decimals, nothing at all, and more than a doubling."""
    match = _PERCENTAGE.match(text.replace("%", "").replace("\u2212", "-").strip())
    if match is None:
        raise Refused("percentage", "Vul een percentage in zoals 3,25.")
    behind = (match[3] or "").rstrip("0")
    if len(behind) > MOST_DECIMALS:
        raise Refused("percentage", f"Gebruik hoogstens {MOST_DECIMALS} cijfers achter de komma.")
    size = int(match[2]) * THOUSAND + int(behind.ljust(MOST_DECIMALS, "0"))
    if not size:
        raise Refused("percentage", "Met 0 % verandert het tarief niet.")
    if size > HIGHEST:
        raise Refused("percentage", "Dit is meer dan 100 %. Kijk na of het klopt.")
    return -size if match[1] == "-" else size


def percentage_text(thousandths: int) -> str:
    """ "3,25 %", "-1,5 %", as it can be typed."""
    whole, behind = divmod(abs(thousandths), THOUSAND)
    decimals = f"{behind:0{MOST_DECIMALS}d}".rstrip("0")
    return f"{'-' if thousandths < 0 else ''}{whole}{',' if decimals else ''}{decimals} %"


def read_why(text: str) -> str:
    """The reason of a change. Refuses none, and one that is too long to be read in a list."""
    bare = text.strip()
    if not bare:
        raise Refused("reason", "Vul in waarom u dit verandert.")
    if len(bare) > LONGEST_REASON:
        raise Refused("reason", f"Gebruik hier niet meer dan {LONGEST_REASON} tekens.")
    return bare


def require_since_start(tariff: Tariff, *, starts_on: date, field: str = "valid_until") -> None:
    """A tariff does not end before the arrangement begins. It may begin after its end: next year's tariff is often known before an extension."""
    if tariff.valid_until is not None and tariff.valid_until < starts_on:
        raise Refused(field, f"Het arrangement begint op {day_text(starts_on)}, nadat dit tarief is geëindigd.")


def require_alone(tariff: Tariff, others: Iterable[Tariff], *, field: str = "valid_from") -> None:
    """No day of this tariff has another one. The sentence says on which days, and both amounts."""
    for other in sorted(others, key=lambda each: each.valid_from):
        found = next(overlaps((other, tariff)), None)
        if found is not None:
            raise Refused(field, f"{found} Beëindig eerst het andere tarief, of kies andere dagen.")


def index_running(tariffs: Sequence[Tariff], *, from_on: date | None, thousandths: int) -> tuple[Tariff, Tariff, Tariff]:
    """The tariff that runs on the day, the same as it ends on the day before, and the indexed one that follows it without a gap.

    Raises Refused at "from_on": no day, no tariff on that day, or a tariff that only begins on it.
    """
    if from_on is None:
        raise Refused("from_on", "Vul in vanaf welke dag het tarief verandert.")
    running = next((each for each in tariffs if each.holds_on(from_on)), None)
    if running is None:
        raise Refused("from_on", f"Op {day_text(from_on)} geldt geen tarief dat u kunt indexeren. Voeg een tarief toe.")
    if running.valid_from == from_on:
        raise Refused("from_on", f"Op {day_text(from_on)} begint al een tarief. Kies een andere dag, of corrigeer dat tarief.")
    closed, raised = indexed(running, [Indexation(from_on, thousandths)])
    return running, closed, raised


def ended(tariff: Tariff, *, until_on: date | None, others: Iterable[Tariff]) -> Tariff:
    """The tariff with another last day. Raises Refused at "until_on"."""
    if until_on is None:
        raise Refused("until_on", "Vul de laatste dag van het tarief in.")
    if until_on < tariff.valid_from:
        raise Refused("until_on", f"Dit tarief begint pas op {day_text(tariff.valid_from)}.")
    if until_on == tariff.valid_until:
        raise Refused("until_on", f"Dit tarief eindigt al op {day_text(until_on)}.")
    _require_year("until_on", until_on)
    changed = replace(tariff, valid_until=until_on)
    require_alone(changed, others, field="until_on")
    return changed


def follows(former: Tariff, later: Tariff, thousandths: int) -> bool:
    """Is the later tariff what indexing the former one by so much gives? After a correction of one of them it may not be."""
    if former.valid_until is None or former.valid_until + _DAY != later.valid_from or former.unit != later.unit:
        return False
    return indexed(replace(former, valid_until=None), [Indexation(later.valid_from, thousandths)])[-1].cents == later.cents
