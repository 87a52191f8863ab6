"""The services in the stub's sandboxes: VS Code, and an app that an agent built."""

from __future__ import annotations

import re

from aiohttp import web

VSCODE, APP, ABSENT = 49955, 51111, 52222

_RUNTIME_PATH = re.compile(r"/runtime/[0-9a-f]{32}/(\d+)(/.*)")
_RUNTIME_HOST = re.compile(r"(\d+)-[0-9a-f]{32}\.runtime\.")

_APP = """<!DOCTYPE html><title>To-do</title><h1>To-do</h1>
<a href="/about">About</a>
<form action="/items" method="post"><input name="item"><button>Add</button></form>
<output></output>
<script>fetch('/visits').then((answer) => answer.text()).then((text) => {
  document.querySelector('output').value = text;
});</script>"""


def app_answer(request: web.Request) -> web.Response | None:
    """The response of the app behind a runtime route; None for other routes."""
    if on_host := _RUNTIME_HOST.match(request.host):
        port, path = int(on_host[1]), request.path
    elif on_path := _RUNTIME_PATH.match(request.path):
        port, path = int(on_path[1]), on_path[2]
    else:
        return None
    if port == ABSENT:
        return web.Response(status=502)
    if port == VSCODE and path == "/":
        said = f"VS Code of {request.query.get('folder')}, {request.query.get('tkn')}"
        return _page(f"<!DOCTYPE html><title>VS Code</title><h1>{said}</h1>")
    return _to_do(request, path) if port == APP else None


def _to_do(request: web.Request, path: str) -> web.Response | None:
    if path == "/":
        return _page(_APP)
    if path == "/about":
        return _page("<!DOCTYPE html><h1>About</h1>")
    if path == "/items":
        return _page("<!DOCTYPE html><h1>Added</h1>")
    if path == "/visits":
        visits = int(request.cookies.get("visits", "0")) + 1
        answer = web.Response(text=f"visit {visits}")
        answer.set_cookie("visits", str(visits), samesite="None", secure=True)
        return answer
    return None


def _page(html: str) -> web.Response:
    return web.Response(text=html, content_type="text/html")
