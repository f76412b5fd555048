"""The blueprint of this desk."""

from __future__ import annotations

from flask import Blueprint

dialogue = Blueprint("dialogue", __name__, url_prefix="/dialoog")
