"""An app whose every answer attacks the main site."""

from __future__ import annotations

from demo.addresses import HOST
from tests.gateway.app import App
from tests.gateway.hostile_app.main_site import OWNER
from tests.gateway.sandboxes import Sandboxes

#: Tells that it ran: to its own origin's storage, to the page around it, and in a cookie.
EVIL = """
try { localStorage.evil = location.href } catch {}
try { document.cookie = 'evil=1; Path=/' } catch {}
try { parent.evil = top.evil = location.href } catch {}
try { postMessage('evil') } catch {}
try { onconnect = event => event.ports[0].postMessage('evil') } catch {}
"""

HTML = f"<!DOCTYPE html><title>App</title><script>{EVIL}</script>"

#: Headers that reach for the whole host.
GREEDY = (
    "Set-Cookie: evil=1; Path=/",
    f"Set-Cookie: evil2=1; Path=/; Domain={HOST}",
    "Set-Cookie: __Host-session=of-bob; Path=/; Secure",
    "Service-Worker-Allowed: /",
    'Clear-Site-Data: "cookies", "storage"',
    "Refresh: 0; url=/api/refreshed",
)


def http_answer(kind: str, body: str, *headers: str, status: str = "200 OK") -> bytes:
    """The bytes of an answer."""
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join([*lines, "", body]).encode()


def _behind(status: str, answer: bytes) -> bytes:
    return f"HTTP/1.1 {status} x\r\n\r\n".encode() + answer


def start_hostile_app(sandboxes: Sandboxes) -> App:
    """Starts it, in a sandbox of OWNER."""
    app = sandboxes.start(user=OWNER)
    page = http_answer("text/html", HTML, *GREEDY)
    script = http_answer("text/javascript", EVIL, "Cache-Control: max-age=600", *GREEDY[:4])
    app.answers |= {
        "/page": page,
        "/script.js": script,
        "/cached.js": script,
        "/image.svg": http_answer(
            "image/svg+xml",
            f'<svg xmlns="http://www.w3.org/2000/svg"><script>{EVIL}</script></svg>',
        ),
        "/smuggle": _behind("103", http_answer("text/plain", "ok") + page * 3),
        **{
            f"/status-{status}": _behind(status, page)
            for status in ("000", "099", "100", "101", "102", "103", "199")
        },
        "/redirect": http_answer(
            "text/plain", "", "Location: ../../../../api/redirected", status="307 x"
        ),
        "/redirect-host": http_answer(
            "text/plain", "", f"Location: https://{HOST}:443/api/redirected", status="307 x"
        ),
        "/redirect-scheme": http_answer(
            "text/plain", "", "Location: HTTPS:/api/redirected", status="307 x"
        ),
    }
    return app
