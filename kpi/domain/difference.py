"""What changed between two submissions of one report: their canonical contents, number by number (screens §2a)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

_KEYS = {
    "cijfers": ("kpi",),
    "uitsplitsing": ("kpi", "soort", "deel"),
    "capaciteit": ("locatie",),
    "stromen": ("vorm",),
    "doorstroom": ("van", "naar"),
    "mensen": ("vorm", "gemeente", "leeftijd"),
    "correcties": ("kwartaal", "kpi"),
    "bevestigd": ("regel", "veld"),
}
_LABELS = {"capaciteit": "naam", "stromen": "naam", "mensen": "naam"}
_UNCHANGING = frozenset({"vorm", "aanbieder", "kwartaal"})


class Change(NamedTuple):
    """One number or text that is not what it was. `section` is the content's key ("cijfers"), `label` names the line in it ("BZ-03").

    `part` is what of the line ("teller"; "" for a text that stands alone). None: it was not there.
    """

    section: str
    label: str
    part: str
    was: str | None
    now: str | None


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every change, in the order of the later content; what disappeared comes last in its section. The same content: nothing."""
    changes: list[Change] = []
    for section in dict.fromkeys([*after, *before]):
        was, now = before.get(section), after.get(section)
        if section in _UNCHANGING or was == now:
            continue
        if isinstance(was, list) or isinstance(now, list):
            changes += _lines(section, was or [], now or [])
        else:
            changes.append(Change(section, "", "", _told(was), _told(now)))
    return tuple(changes)


def _lines(section: str, before: list[Any], after: list[Any]) -> list[Change]:
    was, now = ({_identity(section, line): line for line in lines} for lines in (before, after))
    found: list[Change] = []
    for key in dict.fromkeys([*now, *was]):
        old, new = was.get(key, {}), now.get(key, {})
        label = str((new or old).get(_LABELS.get(section, ""), "")) or " ".join(key)
        parts = [part for part in dict.fromkeys([*new, *old]) if part not in (*_KEYS.get(section, ()), _LABELS.get(section))]
        found += [Change(section, label, part, _told(old.get(part)), _told(new.get(part))) for part in parts if old.get(part) != new.get(part)]
    return found


def _identity(section: str, line: Any) -> tuple[str, ...]:
    """What makes a line the same line in both. Lines of a section without keys are the same only when all of it is."""
    keys = _KEYS.get(section) or tuple(line)
    return tuple(str(line.get(key)) for key in keys)


def _told(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
