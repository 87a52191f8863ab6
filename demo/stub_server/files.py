"""The files of a UI as answers."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from aiohttp import web


def file_answer(ui: Path, path: str, headers: dict[str, str] | None = None) -> web.Response:
    """The answer that holds the file at ``path`` of the UI in a folder, whole.

    Not aiohttp's FileResponse: over TLS it borrows the connection, and where the browser hangs up
    in the middle aiohttp never hears of it (3.14: ``'NoneType' object has no attribute
    '_set_app_protocol'``).
    """
    file = ui / path.lstrip("/")
    # As the real server: an unknown path is the single page app's.
    found = file if file.is_file() else ui / "index.html"
    kind, _ = mimetypes.guess_type(found.name)
    return web.Response(
        body=found.read_bytes(), headers=headers, content_type=kind or "application/octet-stream"
    )
