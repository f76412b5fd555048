"""Files that come along with a form: what somebody sent is looked at before anything is written, and given back as a file to keep only."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, g, request

from contracts.domain import papers
from contracts.domain.attachment import Accepted, Rules, Sent, read_attachment
from contracts.foundation.errors import Refused
from contracts.queries.papers import PaperFile
from kpi.domain import evidence
from kpi.queries.evidence import EvidenceFile

View = Callable[..., Response]

MOST_SENT = 24 * 1024 * 1024
"""Of one request. More than is accepted, so that a scan that is too large gets a sentence at its field and the typed explanation stays."""
ACCEPT = ".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.csv,.txt"


@dataclass(frozen=True, slots=True)
class Brought:
    """The files of a form. With a `mistake` none of them is kept."""

    files: tuple[Accepted, ...] = ()
    mistake: str = ""


def _looking(rules: Rules, *, most: int, too_many: str) -> Callable[[View], View]:
    """Look at the files before the view: searching a text takes a while, and nobody should wait for his turn to write meanwhile."""

    def mark(view: View) -> View:
        @functools.wraps(view)
        def looked(*args: Any, **kwargs: Any) -> Response:
            g.brought = _brought(rules, most, too_many)
            return view(*args, **kwargs)

        return looked

    return mark


files_first = _looking(evidence.RULES, most=evidence.MOST_FILES, too_many=evidence.TOO_MANY)
paper_first = _looking(papers.RULES, most=1, too_many=papers.ONE_AT_A_TIME)


def brought() -> Brought:
    """What this request brought."""
    found: Brought = g.brought
    return found


def _brought(rules: Rules, most: int, too_many: str) -> Brought:
    sent = [one for one in request.files.getlist(rules.field) if one.filename]
    try:
        if len(sent) > most:
            return Brought(mistake=too_many)
        return Brought(tuple(read_attachment(Sent(one.filename or "", one.stream.read(rules.largest + 1)), rules) for one in sent))
    except Refused as refusal:
        return Brought(mistake=refusal.reason)
    finally:
        for one in sent:
            one.close()  # a large one lies on disk until then


def to_keep(file: EvidenceFile | PaperFile) -> Response:
    """A file to keep, never to show: the browser may neither open it here nor guess another kind (RFC 6266; nosniff stands on every answer)."""
    response = Response(file.content, content_type=file.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=file.file_name)
    return response
