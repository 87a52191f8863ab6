"""The ASGI application: `uvicorn openhands_multiuser.app:app`.

Importing it patches OpenHands. Where a critical patch does not hold, `app` refuses to start.
"""

from __future__ import annotations

from typing import Any

from openhands_multiuser.start.run import patched_server

_server, REPORT = patched_server()


async def _refuse_to_start(scope: Any, _receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        failed = "; ".join(each.line() for each in REPORT.blocking)
        await send({"type": "lifespan.startup.failed", "message": failed})


app: Any = _refuse_to_start if REPORT.blocking else _server.guarded()
