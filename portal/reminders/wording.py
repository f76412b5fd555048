"""The words of a digest: plain text, short, without figures. The reader sees in the first line what to do and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from portal.reminders.plan import Item, Recipient
from portal.web.formatting import in_days, weekday


def subject(items: Sequence[Item], *, today: date) -> str:
    """What matters most, in one line."""
    dated = [item for item in items if item.last_day is not None]
    more = f" en nog {len(items) - 1}" if len(items) > 1 else ""
    if dated:
        first = min(dated, key=lambda item: item.last_day or today)
        return one_line(f"Samenzicht: {first.text} ({_how_long(first, today)}){more}")[:180]
    return one_line(f"Samenzicht: {items[0].text}{more}")[:180]


def body(recipient: Recipient, items: Sequence[Item], *, today: date, address: str) -> str:
    """The whole text."""
    lines = [f"Beste {one_line(recipient.name)},", "", "Dit wacht op u in Samenzicht:", ""]
    for heading, group in groupby(items, key=lambda item: item.heading):
        lines += [heading, ""]
        for item in group:
            when = f" Tot en met {weekday(item.last_day)} ({_how_long(item, today)})." if item.last_day else ""
            lines += [f"- {one_line(item.text)}.{when}", f"  {address}{item.path}", ""]
    lines += [
        "Is iets al gedaan? Dan hoeft u niets te doen; het verdwijnt vanzelf uit deze berichten.",
        f"Uw data in uw eigen agenda: {address}/agenda",
        "",
        "Dit bericht is automatisch gemaakt. Antwoorden worden niet gelezen.",
        f"Vragen? {address}/contact",
    ]
    return "\n".join(lines) + "\n"


def _how_long(item: Item, today: date) -> str:
    return in_days((item.last_day - today).days) if item.last_day else ""


def one_line(text: str) -> str:
    """Text of people as one line without control signs: nothing typed can begin a header, or a line of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
