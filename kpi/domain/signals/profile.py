"""The two named ways of drawing limits, as settings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.foundation.errors import Refused
from kpi.domain.signals.runs import RunLengths

LEAST_EARLIER = 5  # with fewer there is nothing but the picture
FIRM_FROM = 12  # with fewer the limits are for trial, and only a point outside them is told
NHS_FIRM_FROM = 13  # the NHS package warns below this number


class Name(StrEnum):
    """`kwartaal` is this product's own; `nhs` follows the R package NHSRplotthedots."""

    KWARTAAL = "kwartaal"
    NHS = "nhs"


@dataclass(frozen=True, slots=True)
class Profile:
    """How limits are drawn.

    `screen` drops extreme moving ranges once; `fix_after` keeps the limits at those of the first points;
    `rebase_at` are the point numbers, from 1, at which a manager let the limits start anew.
    """

    name: Name
    runs: RunLengths
    screen: bool
    fix_after: int | None
    rebase_at: tuple[int, ...] = ()


KWARTAAL = Profile(Name.KWARTAAL, RunLengths(trend=6, shift=7), screen=False, fix_after=FIRM_FROM)
NHS = Profile(Name.NHS, RunLengths(trend=7, shift=7), screen=True, fix_after=None)
PROFILES = {profile.name: profile for profile in (KWARTAAL, NHS)}


def check_profile(profile: Profile, points: int) -> None:
    """Refuse a baseline that cannot be."""
    least = LEAST_EARLIER if profile.name is Name.KWARTAAL else 2
    if profile.fix_after is not None and profile.fix_after < least:
        raise Refused("baseline", f"Zet de grenzen pas vast na {least} of meer punten.")
    if any(not 1 <= number <= points for number in profile.rebase_at):
        raise Refused("baseline", f"Een nieuw begin (rebase_at) is een puntnummer van 1 tot en met {points}.")
