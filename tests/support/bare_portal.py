"""The portal with one more address that does nothing, behind the same sign-in: what a question for news is measured against."""

from __future__ import annotations

import sys
from typing import Any

from flask import Blueprint, Flask, Response
from granian import Granian
from granian.constants import Interfaces

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.app import settle
from portal.developer import wsgi
from portal.web.quiet import quiet

bare = Blueprint("bare", __name__)


@bare.get("/niets")
@requires(Permission.DIALOGUE_TAKE_PART)
@quiet
def nothing() -> Response:
    """Nothing."""
    return Response(status=204)


def build() -> Flask:
    """The app of one worker."""
    app = wsgi.build()
    app.register_blueprint(bare)
    settle()
    return app


if __name__ == "__main__":
    place: dict[str, Any] = {"address": "127.0.0.1", "port": int(sys.argv[1])}
    Granian(f"{__package__}.bare_portal:build", factory=True, interface=Interfaces.WSGI, workers=1, blocking_threads=1, **place).serve()
