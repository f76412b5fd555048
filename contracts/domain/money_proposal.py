"""A proposal to change the money: its states, and what is kept of how it was worked out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from contracts.domain.comparison import Comparison
from contracts.domain.what_if import Change, Stand
from contracts.domain.what_if_text import Told, read_change, told, write_change
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros

SHORTEST_REASON, LONGEST_REASON, LONGEST_TITLE = 10, 2000, 160


class State(StrEnum):
    """How far a proposal is. Everything but the first is the end."""

    SUBMITTED = "ingediend"
    TAKEN_OVER = "overgenomen"
    TURNED_DOWN = "afgewezen"
    TAKEN_BACK = "ingetrokken"


@dataclass(frozen=True, slots=True)
class Row:
    """Something that changes, as texts: what, how it was, how it becomes, and a note ("" for none)."""

    what: str
    was: str
    becomes: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What is proposed and what it was worked out on, all as people read it; `changes` as `write_change` writes them.

    `basis`: what may not have changed when the proposal is taken over, as (what, how it stands).
    """

    changes: tuple[str, ...]
    wanted: tuple[Row, ...]
    lines: tuple[Row, ...]
    expected: tuple[Row, ...]
    appeared: tuple[str, ...]
    gone: tuple[str, ...]
    basis: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """Canonical text, to be kept."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def read_changes(self) -> tuple[Change, ...]:
        """The changes themselves."""
        return tuple(map(read_change, self.changes))


def read_content(text: str) -> Content:
    """Content from its text; what is not there is empty."""
    found = json.loads(text)

    def rows(name: str) -> tuple[Row, ...]:
        return tuple(Row(**row) for row in found.get(name, ()))

    def sentences(name: str) -> tuple[str, ...]:
        return tuple(found.get(name, ()))

    basis = tuple((what, how) for what, how in found.get("basis", ()))
    return Content(sentences("changes"), rows("wanted"), rows("lines"), rows("expected"), sentences("appeared"), sentences("gone"), basis)


def worked_out(stand: Stand, changes: Sequence[Change], found: Comparison, *, basis: Iterable[tuple[str, str]]) -> Content:
    """What to keep of a comparison."""
    return Content(
        changes=tuple(map(write_change, changes)),
        wanted=tuple(_row(told(stand, each)) for each in changes),
        lines=tuple(_lines(found)),
        expected=tuple(_expected(stand, found)),
        appeared=tuple(each.sentence for each in found.appeared),
        gone=tuple(each.sentence for each in found.gone),
        basis=tuple(basis),
    )


def require_title(title: str) -> str:
    """What is proposed, in a few words."""
    bare = " ".join(title.split())
    if not bare:
        raise Refused("title", "Vul in wat u voorstelt, in een paar woorden.")
    if len(bare) > LONGEST_TITLE:
        raise Refused("title", f"Gebruik hier niet meer dan {LONGEST_TITLE} tekens.")
    return bare


def require_reason(reason: str) -> str:
    """A reason that somebody else can follow."""
    bare = reason.strip()
    if len(bare) < SHORTEST_REASON:
        raise Refused("reason", f"Geef een reden van minstens {SHORTEST_REASON} tekens.")
    if len(bare) > LONGEST_REASON:
        raise Refused("reason", f"Gebruik hier niet meer dan {LONGEST_REASON} tekens.")
    return bare


def require_waiting(state: str) -> None:
    """Only a proposal that waits can be decided on."""
    if state != State.SUBMITTED:
        raise Refused("", f"Dit voorstel is al {state}. Er kan niets meer mee gebeuren.")


def differences(then: Iterable[tuple[str, str]], now: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    """(what, how it stood, how it stands) of all that is not the same any more."""
    was, is_now = dict(then), dict(now)
    names = [*was, *(name for name in is_now if name not in was)]
    return tuple((name, was.get(name, "–"), is_now.get(name, "–")) for name in names if was.get(name) != is_now.get(name))


def _row(one: Told) -> Row:
    return Row(one.what, one.was, one.becomes)


def _lines(found: Comparison) -> Iterable[Row]:
    for line in found.lines:
        pairs = (
            ("vastgelegd", line.before.committed_cents, line.after.committed_cents),
            ("ruimte", line.before.room_cents, line.after.room_cents),
            ("verwacht", line.before.expected_cents, line.after.expected_cents),
        )
        for word, was, becomes in pairs:
            if was != becomes and was is not None and becomes is not None:
                yield Row(f"{line.name}: {word}", format_euros(was), format_euros(becomes))


def _expected(stand: Stand, found: Comparison) -> Iterable[Row]:
    for number in found.touched:
        before, after = found.before.outlooks.get(number), found.after.outlooks.get(number)
        if before is not None and after is not None:
            name = stand.commitment(number)
            was, becomes = (format_euros(each.expected.expected_cents) for each in (before, after))
            yield Row(f"{name.reference} {name.name}", was, becomes, after.expected.why)
