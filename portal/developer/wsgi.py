"""What the server's workers import: the app for the environment's settings, frozen after it was built."""

from __future__ import annotations

import os

from flask import Flask

from portal.app import create_app, settle
from portal.config import from_environment


def build() -> Flask:
    """The app of one worker."""
    app = create_app(from_environment(os.environ))
    settle()
    return app
