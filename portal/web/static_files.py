"""Static files carry their content's hash in the address, so that they can be kept for a year."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask


def digests(folder: Path) -> dict[str, str]:
    """The first characters of each file's SHA-256."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:10] for path in files}


def bind(app: Flask) -> None:
    """Add the hash to every address of a static file; files are read once, at start."""
    known = digests(Path(str(app.static_folder)))

    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values.get("filename") in known:
            values["v"] = known[values["filename"]]

    app.url_defaults(add_version)
