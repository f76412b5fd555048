"""A lost race on this desk: both texts side by side, and the choice to send mine after all."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, make_response, render_template, request

from contracts.foundation.errors import Conflict

_OURS = frozenset({"csrf_token", "version", "keuze"})


@dataclass(frozen=True, slots=True)
class LostRacePage:
    """What I wanted, what somebody else did first, and the fields that are sent again when I choose mine."""

    mine: tuple[tuple[str, str], ...]
    theirs: tuple[tuple[str, str], ...]
    by: str
    version: int
    action: str
    keep: tuple[tuple[str, str], ...]
    back: str
    back_label: str
    title: str = "Iemand was u voor"


def lost_race(conflict: Conflict, *, back: str, back_label: str, mine: tuple[tuple[str, str], ...] = ()) -> Response:
    """Answer 409 with both texts. `mine` names what was typed when the action does not know it."""
    keep = tuple((name, value) for name, value in request.form.items() if name not in _OURS)
    told = mine or tuple(conflict.mine)
    page = LostRacePage(told, tuple(conflict.theirs), conflict.by, conflict.version, request.path, keep, back, back_label)
    return make_response(render_template("management/lost_race.html", page=page), 409)
