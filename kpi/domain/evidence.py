"""A file that an aanbieder adds to its explanation: how many, how large, and without data of persons."""

from __future__ import annotations

from contracts.domain.attachment import MEGA, Accepted, Rules, Sent, read_attachment
from kpi.domain.privacy import refuse_personal_data

FIELD = "files"
MOST_FILES = 5  # per deviation
LARGEST = 2 * MEGA
RULES = Rules(field=FIELD, largest=LARGEST, refuse=refuse_personal_data)

TOO_MANY = f"Er mogen hoogstens {MOST_FILES} bestanden bij een afwijking."


def read_evidence(sent: Sent) -> Accepted:
    """Hold a file to the rules. Raises Refused at "files", with the name of the file in the sentence."""
    return read_attachment(sent, RULES)
