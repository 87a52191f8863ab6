"""Serves the files of a UI."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from aiohttp import web


def file_answer(ui: Path, path: str, headers: dict[str, str] | None = None) -> web.Response:
    """The response with the file at ``path`` below the folder of a UI, and no file outside.

    Not aiohttp's FileResponse: over TLS it borrows the connection, and where the browser hangs up
    in the middle aiohttp never hears of it (3.14: ``'NoneType' object has no attribute
    '_set_app_protocol'``).
    """
    folder = ui.resolve()
    try:
        file = (folder / path.lstrip("/")).resolve()
    except ValueError:
        # A null byte.
        file = folder
    if not file.is_relative_to(folder):
        # A `..`, plain or percent-encoded, or a symbolic link to a file outside.
        return web.Response(status=404, text="Not found\n")
    # As on the real server, an unknown path is one of the single-page app.
    found = file if file.is_file() else folder / "index.html"
    kind, _ = mimetypes.guess_type(found.name)
    return web.Response(
        body=found.read_bytes(), headers=headers, content_type=kind or "application/octet-stream"
    )
