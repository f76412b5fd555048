"""The blueprint of this desk."""

from __future__ import annotations

from flask import Blueprint

advice = Blueprint("advice", __name__, url_prefix="/advies")
