"""Connections that stay open: a WebSocket echo and an event stream, each with a page."""

from __future__ import annotations

import asyncio

from aiohttp import web

from demo.sandbox_apps.echo import echo

# Relative to the page, so that the URLs work under any prefix.
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>Live</title>
<ol id="echoes"></ol><ol id="events"></ol>
<script>
const show = (list, text) => {
  document.getElementById(list).append(document.createElement('li'));
  document.querySelector(`#${list} li:last-child`).textContent = text;
};
const socket = new WebSocket(new URL('echo', location.href.replace(/^http/, 'ws')));
socket.onopen = () => socket.send('hello');
socket.onmessage = ({ data }) => show('echoes', data);
const events = new EventSource('events');
events.onmessage = ({ data }) => {
  show('events', data);
  fetch(`seen/${data}`, { method: 'POST' });
};
events.addEventListener('end', () => events.close());
</script>
"""

#: The events of the stream.
EVENTS = 3


def live() -> web.Application:
    """The app. It sends the next event when the page has received one, to detect buffering."""
    app = web.Application()
    seen = [asyncio.Event() for _ in range(EVENTS)]

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=_PAGE, content_type="text/html")

    async def stream(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await answer.prepare(request)
        for number, was_seen in enumerate(seen):
            was_seen.clear()
            await answer.write(f"data: {number}\n\n".encode())
            await was_seen.wait()
        await answer.write(b"event: end\ndata:\n\n")
        return answer

    async def on_seen(request: web.Request) -> web.Response:
        seen[int(request.match_info["number"])].set()
        return web.Response(status=204)

    app.router.add_get("/", page)
    app.router.add_get("/echo", echo)
    app.router.add_get("/events", stream)
    app.router.add_post("/seen/{number}", on_seen)
    return app
