"""The blueprint of this desk."""

from __future__ import annotations

from flask import Blueprint

sounding_board = Blueprint("sounding_board", __name__, url_prefix="/klankbord")
