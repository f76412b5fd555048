"""Files with an explanation, at the door: what somebody sent is looked at before anything is written, and given back as a file to keep only."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, g, request

from contracts.foundation.errors import Refused
from kpi.domain.evidence import FIELD, LARGEST, MOST_FILES, TOO_MANY, Accepted, Sent, read_evidence
from kpi.queries.evidence import EvidenceFile

MOST_SENT = 24 * 1024 * 1024
"""Of one request. More than is accepted, so that a scan that is too large gets a sentence at its field and the typed explanation stays."""
ACCEPT = ".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.csv,.txt"


@dataclass(frozen=True, slots=True)
class Brought:
    """The files of a form. With a `mistake` none of them is kept."""

    files: tuple[Accepted, ...] = ()
    mistake: str = ""


def files_first(view: Callable[..., Response]) -> Callable[..., Response]:
    """Look at the files before the view: searching a text takes a while, and nobody should wait for his turn to write meanwhile."""

    @functools.wraps(view)
    def looked(*args: Any, **kwargs: Any) -> Response:
        g.brought = _brought()
        return view(*args, **kwargs)

    return looked


def brought() -> Brought:
    """What this request brought."""
    found: Brought = g.brought
    return found


def _brought() -> Brought:
    sent = [one for one in request.files.getlist(FIELD) if one.filename]
    try:
        if len(sent) > MOST_FILES:
            return Brought(mistake=TOO_MANY)
        return Brought(tuple(read_evidence(Sent(one.filename or "", one.stream.read(LARGEST + 1))) for one in sent))
    except Refused as refusal:
        return Brought(mistake=refusal.reason)
    finally:
        for one in sent:
            one.close()  # a large one lies on disk until then


def to_keep(file: EvidenceFile) -> Response:
    """A file to keep, never to show: the browser may neither open it here nor guess another kind (RFC 6266; nosniff stands on every answer)."""
    response = Response(file.content, content_type=file.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=file.file_name)
    return response
