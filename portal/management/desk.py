"""The blueprint of this desk."""

from __future__ import annotations

from flask import Blueprint

management = Blueprint("management", __name__, url_prefix="/beheer")
