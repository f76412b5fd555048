"""The one way in which a reference file is wrong."""

from __future__ import annotations


class ReferenceMistake(Exception):
    """A mistake in a reference file. Names file, record and field, with a sentence in plain Dutch; nothing was changed.

    `record` and `field` are empty when the mistake belongs to the file as a whole.
    """

    def __init__(self, file: str, record: str, field: str, reason: str) -> None:
        place = [file, f"record '{record}'" if record else "", f"veld '{field}'" if field else ""]
        super().__init__(f"{', '.join(part for part in place if part)}: {reason}")
        self.file = file
        self.record = record
        self.field = field
        self.reason = reason
