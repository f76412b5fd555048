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

    addresses = {name: f"{app.static_url_path}/{name}?v={digest}" for name, digest in known.items()}

    def address(endpoint: str, **values: Any) -> str:
        """`url_for` in templates: the head of a page names sixteen files, whose addresses are the same for everybody."""
        found = addresses.get(values["filename"]) if endpoint == "static" and values.keys() == {"filename"} else None
        return found or app.url_for(endpoint, **values)

    app.url_defaults(add_version)
    app.jinja_env.globals["url_for"] = address
