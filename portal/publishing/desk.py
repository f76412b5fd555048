"""The blueprint of this desk."""

from __future__ import annotations

from flask import Blueprint

publishing = Blueprint("publishing", __name__, url_prefix="/publicatie")
