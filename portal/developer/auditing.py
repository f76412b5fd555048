"""`./samenzicht toets` for tables: attack what was published, and say what comes out. It needs no settings and no database."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from contracts.foundation.errors import Refused
from kpi.domain.disclosure_audit.audit import SECONDS, Limits, audit
from portal.developer import audit_answer, history_file
from portal.developer.json_file import FROM_INPUT, read_input
from portal.developer.statistics_commands import print_whole
from portal.developer.table_file import LARGEST_FILE


def tables_in(path: Path) -> bytes | None:
    """The content of a file about tables; None for any other file. What comes in by pipe is about tables."""
    if path.suffix.lower() == ".csv":
        return None
    if str(path) == FROM_INPUT:
        return read_input(FROM_INPUT, largest=LARGEST_FILE)
    try:
        content = read_input(str(path), largest=LARGEST_FILE)
        return content if len(content) > LARGEST_FILE or history_file.concerns_tables(json.loads(content)) else None
    except (Refused, ValueError, RecursionError):
        return None


def attack(content: bytes, answer: Path | None) -> int:
    """Print as JSON what attackers can compute. 0: safe, 1: findings, or not proved in time. Raises Refused for bad input (exit 2)."""
    begun = time.monotonic()
    published = None if answer is None else read_input(str(answer), largest=LARGEST_FILE)
    history, insiders, seconds = history_file.read(content, published)
    limits = Limits(SECONDS if seconds is None else seconds, intervals=True)
    made = audit(history, insiders, limits=limits, elapsed=lambda: time.monotonic() - begun)
    print_whole(audit_answer.written(made))
    if not made.safe:
        print(audit_answer.told(made), file=sys.stderr)
    return 0 if made.safe else 1
