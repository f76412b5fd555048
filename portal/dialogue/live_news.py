"""What is new on one screen of a conversation: only what others changed, and never the point that somebody is in."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.domain.dialogue import CANCELLED, OFFERED, SETTLED, SHARED, TALKING
from kpi.queries.dialogue_session import ItemLine
from portal.dialogue.live_marks import ELSEWHERE, Asked, mark_of
from portal.dialogue.pages import SessionPage

SENTENCES = {
    SHARED: "De agenda is gedeeld.",
    TALKING: "Het gesprek is bezig.",
    OFFERED: "Het verslag ligt ter instemming.",
    SETTLED: "Het verslag is vastgesteld. U kunt er niet meer in schrijven.",
    CANCELLED: "Dit gesprek is geannuleerd. U kunt er niet meer in schrijven.",
}
REARRANGED = "De agenda is veranderd."


@dataclass(frozen=True, slots=True)
class News:
    """The parts that go to a screen. `held` are points that changed while somebody is in them; `notice` is said when the page must be loaded anew."""

    changed: tuple[ItemLine, ...] = ()
    held: tuple[ItemLine, ...] = ()
    added: tuple[tuple[str, ItemLine], ...] = ()
    gone: tuple[int, ...] = ()
    gone_in_use: tuple[int, ...] = ()
    agreed: tuple[ItemLine, ...] = ()
    brought: tuple[ItemLine, ...] = ()
    regions: frozenset[str] = frozenset()
    notice: str = ""

    @property
    def kept_back(self) -> frozenset[str]:
        """What must come as soon as nobody is there any more."""
        points = {str(item.item_id) for item in self.held} | {str(number) for number in self.gone_in_use}
        return frozenset(points | ({ELSEWHERE} if self.notice else set()))


def news_of(page: SessionPage, asked: Asked) -> News:
    """What this screen does not show yet."""
    items = [item for part in page.parts for item in part.items]
    now, shown = {item.item_id for item in items}, asked.points
    if asked.state != page.whole.state:
        return News(notice=SENTENCES.get(page.whole.state, REARRANGED))
    if asked.cursor and _is_rearranged(page, asked, [item.item_id for item in items]):
        return News(notice=REARRANGED)
    kind = "w" if page.may_write else "r"
    fresh = [item for item in items if asked.has.get(str(item.item_id), f"{item.version}{kind}") != f"{item.version}{kind}"]
    gone = [number for number in shown if number not in now]
    return News(
        changed=tuple(item for item in fresh if str(item.item_id) not in asked.busy),
        held=tuple(item for item in fresh if str(item.item_id) in asked.busy),
        added=tuple((part.code, item) for part in page.parts for item in part.items if str(item.item_id) not in asked.has),
        gone=tuple(number for number in gone if str(number) not in asked.busy),
        gone_in_use=tuple(number for number in gone if str(number) in asked.busy),
        agreed=tuple(item for item in items if asked.has.get(f"g{item.item_id}", _made(page, item)) != _made(page, item)),
        brought=tuple(item for item in items if asked.has.get(f"i{item.item_id}", mark_of(item.prepared)) != mark_of(item.prepared)),
        regions=frozenset(name for name, mark in regions(page).items() if asked.has.get(name, mark) != mark),
    )


def regions(page: SessionPage) -> dict[str, str]:
    """The parts of the page beside the points, with their marks: next step, the way through the page, afspraken."""
    whole = page.whole
    return {"s": mark_of(page.step), "n": mark_of(page.outline), "a": mark_of(whole.actions)}


def _made(page: SessionPage, item: ItemLine) -> str:
    return mark_of(page.actions_of(item.item_id))


def _is_rearranged(page: SessionPage, asked: Asked, now: list[int]) -> bool:
    """Do the points stand in another order than on the screen, or do new ones belong under a heading that the screen may not have?"""
    shown, there = set(asked.points), set(now)
    is_early = any(item.item_id not in shown for item in page.whole.carried_over)
    return is_early or [number for number in asked.points if number in there] != [number for number in now if number in shown]
