"""A to-do list in Flask: a form and a redirect, a cookie, a JSON API, all by root-relative URLs."""

from __future__ import annotations

from flask import Flask, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

_PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>{name}</title><h1>{name}</h1>
<p>Visit <output id="visit">{visit}</output>. <a href="/about">About</a></p>
<form action="/items" method="post"><input name="item" aria-label="Item"><button>Add</button></form>
<ul></ul>
<script>
fetch('/api/items').then((answer) => answer.json()).then((items) => {{
  for (const item of items) {{
    document.querySelector('ul').append(document.createElement('li'));
    document.querySelector('li:last-child').textContent = item;
  }}
}});
</script>
"""


def to_do(name: str) -> Flask:
    """The app. ``name`` is its title, and part of its cookie's name."""
    app = Flask(name)
    cookie = f"visits-{name}"
    items: list[str] = []

    @app.get("/")
    def index() -> Response:
        visit = int(request.cookies.get(cookie, "0")) + 1
        answer = Response(_PAGE.format(name=name, visit=visit))
        answer.set_cookie(cookie, str(visit))
        return answer

    @app.post("/items")
    def add() -> BaseResponse:
        items.append(request.form["item"])
        return redirect(url_for("index"), 303)

    @app.get("/api/items")
    def list_items() -> Response:
        return jsonify(items)

    @app.get("/about")
    def about() -> str:
        return f'<!DOCTYPE html><title>About</title><h1>About {name}</h1><a href="/">Back</a>'

    @app.get("/request")
    def received() -> Response:
        """The parts of the request that arrived."""
        headers = {key.lower(): value for key, value in request.headers.items()}
        return jsonify({"cookies": request.cookies, "headers": headers})

    return app
