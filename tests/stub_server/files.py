"""A file as an answer."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from aiohttp import web


def file_answer(path: Path, headers: dict[str, str] | None = None) -> web.Response:
    """The answer that holds a file, whole.

    Not aiohttp's FileResponse: over TLS it borrows the connection, and where the browser hangs up
    in the middle aiohttp never hears of it (3.14: ``'NoneType' object has no attribute
    '_set_app_protocol'``).
    """
    kind, _ = mimetypes.guess_type(path.name)
    return web.Response(
        body=path.read_bytes(), headers=headers, content_type=kind or "application/octet-stream"
    )
