"""A to-do list: python3 app.py ADDRESS PORT."""

import html
import json
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ITEMS = ["Open this app", "Open it as the other user"]
PAGE = """<!doctype html><meta charset="utf-8"><title>To-do</title>
<h1>To-do</h1><ul>%s</ul>
<form action="/add" method="post"><input name="item" aria-label="Item"><button>Add</button></form>
<p><a href="/items.json">As JSON</a></p>"""


class App(BaseHTTPRequestHandler):
    """The list, a form that adds to it, and the list as JSON."""

    def do_GET(self) -> None:
        """Sends the list."""
        if self.path == "/items.json":
            self.answer("application/json", json.dumps(ITEMS))
        else:
            items = "".join(f"<li>{html.escape(item)}</li>" for item in ITEMS)
            self.answer("text/html; charset=utf-8", PAGE % items)

    def do_POST(self) -> None:
        """Adds an item."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        ITEMS.extend(urllib.parse.parse_qs(body).get("item", []))
        self.send_response(303)
        self.send_header("Location", "/")
        self.end_headers()

    def answer(self, kind: str, text: str) -> None:
        """Sends a text."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())


ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), App).serve_forever()
