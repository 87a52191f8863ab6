"""Sockets and event sources behave as without the patch."""

from __future__ import annotations

import pytest

from tests.browser.native.behavior import assert_as_without_the_patch
from tests.support.url_probe import Tabs

BEHAVIOR = {
    "a socket's class": """
        const socket = new WebSocket(socketUrl);
        const seen = [socket.constructor === WebSocket, socket instanceof WebSocket,
          Object.getPrototypeOf(socket) === WebSocket.prototype, String(socket), socket.OPEN];
        socket.close();
        return seen;
    """,
    "a socket's class extended": """
        class Mine extends WebSocket {
          constructor(url) { super(url); this.made = new.target.name; }
          mine() { return 'mine'; }
        }
        const socket = new Mine(socketUrl);
        const seen = [socket.made, socket.mine(), socket instanceof Mine, socket instanceof WebSocket,
          socket.constructor === Mine, Object.getPrototypeOf(Mine) === WebSocket];
        socket.close();
        return seen;
    """,
    "a socket made for another class": """
        function Other() {}
        const socket = Reflect.construct(WebSocket, [socketUrl], Other);
        return Object.getPrototypeOf(socket) === Other.prototype;
    """,
    "a socket's protocols": """
        const wrong = await caught(() => new WebSocket(socketUrl, ['a', 'a']));
        const socket = new WebSocket(runtimeSocket, ['chat', 'other']);
        const came = await first(socket, 'open', 'error');
        return [wrong, came, socket.protocol];
    """,
    "a socket with a fragment or a wrong URL": """
        return [await caught(() => new WebSocket('ws://localhost:5000/#x').readyState),
          await caught(() => new WebSocket('ws://localhost:99999/')),
          await caught(() => new WebSocket('ftp://localhost/'))];
    """,
    "an event source's class": """
        const source = new EventSource(url, { withCredentials: true });
        source.close();
        return [source.constructor === EventSource, source.withCredentials, source.readyState,
          source instanceof EventSource, EventSource.CLOSED];
    """,
    "a library that wraps xhr.open and WebSocket after us": """
        const { open } = XMLHttpRequest.prototype, Native = WebSocket, seen = [];
        XMLHttpRequest.prototype.open = function (...args) { seen.push(args.length); open.apply(this, args); };
        window.WebSocket = class extends Native { constructor(...args) { seen.push(args.length); super(...args); } };
        const xhr = new XMLHttpRequest();
        xhr.open('GET', url);
        xhr.send();
        await first(xhr, 'loadend');
        const socket = new WebSocket(socketUrl);
        socket.close();
        seen.push(xhr.status, socket instanceof Native);
        XMLHttpRequest.prototype.open = open;
        window.WebSocket = Native;
        return seen;
    """,
}


@pytest.mark.parametrize("url", ["/api/x", "http://localhost:5000/x"], ids=["own", "sandbox"])
@pytest.mark.parametrize("body", BEHAVIOR.values(), ids=BEHAVIOR.keys())
def test_behaves_as_without_the_patch(tabs: Tabs, body: str, url: str) -> None:
    assert_as_without_the_patch(tabs, body, url)
