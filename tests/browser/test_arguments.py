"""Arguments are converted once, in the caller's order, as without the patch."""

from __future__ import annotations

import pytest

from demo.addresses import HOST, C
from tests.support.url_probe import Tabs

PAGE = f"https://{HOST}/conversations/{C}"

#: Bodies of functions. `spy(name, value)` is an object that notes when it is converted to a string,
#: and `thrower(name)` throws then.
CALLS = {
    "xhr.open": "new XMLHttpRequest().open(spy('method', 'GET'), spy('url', url))",
    "xhr.open with all arguments": """
        new XMLHttpRequest().open(
          spy('method', 'GET'), spy('url', url), true, spy('user', 'u'), spy('password', 'p'))""",
    "xhr.open, method throws": "new XMLHttpRequest().open(thrower('method'), spy('url', url))",
    "xhr.open, URL throws": "new XMLHttpRequest().open(spy('method', 'GET'), thrower('url'))",
    "xhr.open with a wrong method": "new XMLHttpRequest().open(spy('method', '('), spy('url', url))",
    "xhr.open with an empty method": "new XMLHttpRequest().open('', spy('url', url))",
    "xhr.open with one argument": "new XMLHttpRequest().open(spy('method', 'GET'))",
    "fetch": "return fetch(spy('url', url), getters('body', 'cache', 'headers', 'method'))",
    "fetch, URL throws": "return fetch(thrower('url'), getters('method'))",
    "fetch, option throws": """
        return fetch(spy('url', url), { get method() { seen.push('method'); throw Error('mine'); } })
    """,
    "new Request": "new Request(spy('url', url), getters('cache', 'method'))",
    "new Request, URL throws": "new Request(thrower('url'), getters('method'))",
    "new WebSocket": "new WebSocket(spy('url', url.replace('http', 'ws')), [spy('protocol', 'x')])",
    "new WebSocket, URL throws": "new WebSocket(thrower('url'), [spy('protocol', 'x')])",
    "new EventSource": "new EventSource(spy('url', url), getters('withCredentials')).close()",
    "new EventSource, URL throws": "new EventSource(thrower('url'), getters('withCredentials'))",
    "window.open": "open(spy('url', 'about:blank'), spy('name', 'n'), spy('features', '')).close()",
    "window.open, URL throws": "open(thrower('url'), spy('name', 'n'))",
    "sendBeacon": "navigator.sendBeacon(spy('url', url), spy('body', 'b'))",
    "sendBeacon, URL throws": "navigator.sendBeacon(thrower('url'), spy('body', 'b'))",
    "iframe.src": "document.createElement('iframe').src = spy('url', url)",
    "img.src, URL throws": "new Image().src = thrower('url')",
    "setAttribute": "document.createElement('img').setAttribute('src', spy('url', url))",
    "setAttribute with a name": "new Image().setAttribute(spy('name', 'src'), spy('url', url))",
    "innerHTML": "document.createElement('p').innerHTML = spy('markup', '<img src=/x>')",
    "insertAdjacentHTML": """
        document.createElement('p').insertAdjacentHTML(
          spy('position', 'beforeend'), spy('markup', '<img src=/x>'))""",
    "a toStringTag": """
        fetch({ get [Symbol.toStringTag]() { seen.push('tag'); return 'Request'; }, toString: () => url })
          .catch(() => {})""",
}

_RUN = """
async ([body, url]) => {
  const seen = [];
  const spy = (name, value) => ({ toString() { seen.push(name); return value; } });
  const thrower = (name) => ({ toString() { seen.push(name); throw new RangeError('mine'); } });
  const getters = (...names) => names.reduce((object, name) =>
    Object.defineProperty(object, name, { get() { seen.push(name); } }), {});
  try {
    const AsyncFunction = (async () => {}).constructor;
    const call = new AsyncFunction('url', 'seen', 'spy', 'thrower', 'getters', body);
    const result = await call(url, seen, spy, thrower, getters);
    return [seen, `${result?.status}`];
  } catch (error) {
    return [seen, `${error.name}: ${error.message}`];
  }
}
"""


@pytest.mark.parametrize("url", ["https://{HOST}/api/x", "http://localhost:5000/x"])
@pytest.mark.parametrize("body", CALLS.values(), ids=CALLS)
def test_are_converted_as_without_the_patch(tabs: Tabs, body: str, url: str) -> None:
    url = url.format(HOST=HOST)
    patched, unpatched = (
        tabs.at(PAGE, ui).evaluate(_RUN, [body, url]) for ui in ("patched", "unpatched")
    )
    assert patched == unpatched
