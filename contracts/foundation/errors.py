"""The named ways in which a use case says no. Each carries a sentence in plain Dutch for the screen."""

from __future__ import annotations


class Refused(Exception):
    """What was asked cannot be done. `field` names the form field it belongs to ("" for the form as a whole)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


class NotFound(Exception):
    """The object does not exist for this viewer. Foreign and unknown objects are the same."""


class Conflict(Exception):
    """Somebody else changed the same thing in the meantime.

    `mine` and `theirs` are what each wrote, as (label, text) pairs; `by` names who was first.
    """

    def __init__(self, *, mine: list[tuple[str, str]], theirs: list[tuple[str, str]], by: str, version: int) -> None:
        super().__init__(f"changed in the meantime by {by}")
        self.mine = mine
        self.theirs = theirs
        self.by = by
        self.version = version
