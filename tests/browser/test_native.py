"""Native semantics: what a page can see of each wrapped API, compared with the unpatched page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.url_probe import Tabs

PAGE = "https://openhands.example.com/conversations/3f0c8a527a1e4b609c2d0a1b2c3d4e5f"

#: Owner and name of each wrapped function; `set` names a setter, `get` a getter.
FUNCTIONS = {
    "fetch": ("window", "fetch", "value"),
    "Request": ("window", "Request", "value"),
    "WebSocket": ("window", "WebSocket", "value"),
    "EventSource": ("window", "EventSource", "value"),
    "open": ("window", "open", "value"),
    "xhr.open": ("XMLHttpRequest.prototype", "open", "value"),
    "xhr.send": ("XMLHttpRequest.prototype", "send", "value"),
    "xhr.abort": ("XMLHttpRequest.prototype", "abort", "value"),
    "xhr.response": ("XMLHttpRequest.prototype", "response", "get"),
    "xhr.responseText": ("XMLHttpRequest.prototype", "responseText", "get"),
    "sendBeacon": ("Navigator.prototype", "sendBeacon", "value"),
    "click": ("HTMLElement.prototype", "click", "value"),
    "submit": ("HTMLFormElement.prototype", "submit", "value"),
    "insertAdjacentHTML": ("Element.prototype", "insertAdjacentHTML", "value"),
    "innerHTML": ("Element.prototype", "innerHTML", "set"),
    "outerHTML": ("Element.prototype", "outerHTML", "set"),
    "shadow innerHTML": ("ShadowRoot.prototype", "innerHTML", "set"),
    "iframe.src": ("HTMLIFrameElement.prototype", "src", "set"),
    "img.src": ("HTMLImageElement.prototype", "src", "set"),
    "media.src": ("HTMLMediaElement.prototype", "src", "set"),
    "source.src": ("HTMLSourceElement.prototype", "src", "set"),
    "embed.src": ("HTMLEmbedElement.prototype", "src", "set"),
    "object.data": ("HTMLObjectElement.prototype", "data", "set"),
}

PROPERTIES = {
    "typeof": "typeof f",
    "name": "f.name",
    "length": "f.length",
    "toString()": "f.toString()",
    "String()": "String(f)",
    "template": "`${f}`",
    "own keys": "Reflect.ownKeys(f).map(String)",
    "own descriptors": (
        "Object.entries(Object.getOwnPropertyDescriptors(f))"
        ".map(([key, one]) => [key, typeof one.value, one.writable, one.enumerable, one.configurable])"
    ),
    "prototype chain": "Object.getPrototypeOf(f).name",
    "descriptor": "[d.enumerable, d.configurable, d.writable, typeof d.get, typeof d.set]",
    "keys of the owner": "Reflect.ownKeys(owner).map(String).filter((one) => !added.has(one))",
    "prototype.constructor": "f.prototype?.constructor === f",
    "constructor's descriptor": (
        "f.prototype && Object.entries(Object.getOwnPropertyDescriptor(f.prototype, 'constructor'))"
        ".map(([key, value]) => key === 'value' ? value === f : value)"
    ),
    "constants": "[f.CONNECTING, f.OPEN, f.CLOSING, f.CLOSED]",
    "toString of toString": "f.toString.toString()",
    "called with nothing": "caught(() => f())",
    "called on nothing": "caught(() => f.call(undefined))",
    "called on something else": "caught(() => f.call({}, 'x', 'y'))",
    "constructed with nothing": "caught(() => new f())",
    "called with a symbol": "caught(() => f.call(owner, Symbol('s'), Symbol('t')))",
    "called without new": "/^[A-Z]/.test(f.name) && caught(() => f('/x'))",
    "extended": "/^[A-Z]/.test(f.name) && caught(() => new (class extends f {})())",
}

_LOOK = """
async ([owner, name, slot, look]) => {
  owner = new Function(`return ${owner}`)();
  const d = Object.getOwnPropertyDescriptor(owner, name);
  const f = d[slot];
  // What the patch adds on purpose.
  const added = new Set(['__frontendPatch', 'setAttribute', 'drivers']);
  const caught = async (call) => {
    try { return typeof await call(); } catch (error) { return `${error.name}: ${error.message}`; }
  };
  return await new Function('f', 'd', 'owner', 'added', 'caught', `return ${look}`)(
    f, d, owner, added, caught);
}
"""


@pytest.mark.parametrize("look", PROPERTIES.values(), ids=PROPERTIES.keys())
@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_looks_as_without_the_patch(tabs: Tabs, function: tuple[str, str, str], look: str) -> None:
    def seen(ui: str) -> Any:
        return tabs.at(PAGE, ui).evaluate(_LOOK, [*function, look])

    assert seen("patched") == seen("unpatched")


BEHAVIOUR = {
    "a two-argument xhr.open is asynchronous": """
        const xhr = new XMLHttpRequest();
        xhr.open('GET', url);
        xhr.send();
        const before = xhr.readyState;
        await first(xhr, 'loadend');
        return [before, xhr.readyState, xhr.status];
    """,
    "xhr.open is synchronous where asked": """
        const xhr = new XMLHttpRequest();
        xhr.open('GET', url, false);
        xhr.send();
        return [xhr.readyState, xhr.status];
    """,
    "xhr.open with undefined is synchronous": """
        const xhr = new XMLHttpRequest();
        xhr.open('GET', url, undefined);
        xhr.send();
        return xhr.readyState;
    """,
    "xhr fires its events in order": """
        const xhr = new XMLHttpRequest(), seen = [];
        for (const type of ['readystatechange', 'loadstart', 'load', 'loadend'])
          xhr.addEventListener(type, () => seen.push([type, xhr.readyState]));
        xhr.open('POST', url);
        xhr.send('body');
        await first(xhr, 'loadend');
        return [seen, JSON.parse(xhr.response).body];
    """,
    "an aborted fetch": """
        const controller = new AbortController();
        const answer = fetch(url, { signal: controller.signal });
        controller.abort(new RangeError('mine'));
        return answer.then(() => 'answered', (error) => `${error.name}: ${error.message}`);
    """,
    "a fetch aborted before": "return fetch(url, { signal: AbortSignal.abort() }).catch((e) => e.name)",
    "fetch without this": "return (await fetch.call(undefined, url)).status",
    "fetch sends method, headers and body": """
        const init = { method: 'POST', headers: { 'X-A': 'b' }, body: new Blob(['text']) };
        const { method, headers, body } = await (await fetch(url, init)).json();
        return [method, headers['x-a'], body];
    """,
    "fetch reads its options once": """
        let count = 0;
        await fetch(url, { get method() { count++; return 'GET'; } });
        return count;
    """,
    "fetch makes its argument a string once": """
        let count = 0;
        await fetch({ toString() { count++; return url; } });
        return count;
    """,
    "a toString that throws": """
        return fetch({ toString() { throw new RangeError('mine'); } }).catch((e) => e.message);
    """,
    "a streamed body": """
        const body = new Response('streamed').body;
        const request = new Request(url, { method: 'POST', body, duplex: 'half' });
        return [request.duplex, request.bodyUsed, await request.text(), request.bodyUsed];
    """,
    "a streamed body without duplex": """
        return caught(() => new Request(url, { method: 'POST', body: new Response('x').body }));
    """,
    "a streamed body sent": """
        const body = new Response('streamed').body;
        return fetch(url, { method: 'POST', body, duplex: 'half' }).then((a) => a.status, (e) => e.name);
    """,
    "a Request keeps what it is given": """
        const init = { method: 'PUT', keepalive: true, credentials: 'omit', cache: 'no-store',
          mode: 'cors', redirect: 'manual', referrerPolicy: 'no-referrer', integrity: 'sha256-x' };
        const request = new Request(url, init);
        return Object.keys(init).map((key) => request[key]);
    """,
    "a Request cloned, sent twice, and used up": """
        const request = new Request(url, { method: 'POST', body: 'body' });
        const clone = request.clone();
        const bodies = [];
        for (const one of [request, clone]) bodies.push((await (await fetch(one)).json()).body);
        const again = await fetch(request).catch((error) => error.name);
        return [bodies, request.bodyUsed, clone.bodyUsed, again];
    """,
    "a Request made of a Request": """
        const request = new Request(new Request(url, { method: 'POST', body: 'body' }), { method: 'PUT' });
        const { method, body } = await (await fetch(request)).json();
        return [method, body, request instanceof Request, request.constructor === Request];
    """,
    "credentials decide over cookies": """
        document.cookie = 'native=1';
        const names = [];
        for (const credentials of ['omit', 'same-origin']) {
          const { headers } = await (await fetch('/api/x', { credentials })).json();
          names.push(/native=1/.test(headers.cookie ?? ''));
        }
        return names;
    """,
    "a Request extended": """
        class Mine extends Request {}
        const mine = new Mine(url);
        return [mine.constructor.name, mine instanceof Request, (await fetch(mine)).status];
    """,
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
    "window.open without arguments": """
        const popup = window.open();
        const seen = [popup.location.href, popup.opener === window];
        popup.close();
        return seen;
    """,
    "window.open with undefined and noopener": """
        const popup = window.open(undefined, '_blank', 'popup');
        popup.close();
        return [popup.name, window.open('about:blank', '_blank', 'noopener')];
    """,
    "a library that wraps fetch after us": """
        const native = window.fetch, seen = [];
        window.fetch = function (...args) { seen.push(args.length); return native.apply(this, args); };
        try { return [(await fetch(url, {})).status, seen]; } finally { window.fetch = native; }
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
    "a library that wraps setAttribute after us": """
        const { setAttribute } = Element.prototype, seen = [];
        Element.prototype.setAttribute = function (...args) { seen.push(args[0]); setAttribute.apply(this, args); };
        document.createElement('iframe').setAttribute('src', 'about:blank');
        Element.prototype.setAttribute = setAttribute;
        return seen;
    """,
    "setAttribute of an element that loads": """
        const frame = document.createElement('iframe'), f = frame.setAttribute;
        return [f.name, f.length, f.toString(), await caught(() => frame.setAttribute('src')),
          await caught(() => f.call({}, 'src', 'x')), await caught(() => frame.setAttribute('', 'x')),
          await caught(() => frame.setAttribute({ toString: () => 'id' }, 7)), frame.id];
    """,
    "properties of elements that load": """
        const image = new Image(), object = document.createElement('object');
        image.src = 7;
        object.data = null;
        return [image.getAttribute('src'), object.getAttribute('data'), image.constructor.name];
    """,
    "innerHTML keeps what it is given": """
        const p = document.createElement('p');
        p.innerHTML = '<img alt="a > b" src="/x"><b>&lt;</b>';
        const text = p.innerHTML;
        p.innerHTML = null;
        return [text, p.childNodes.length];
    """,
    "a handler that prevents the click": """
        const link = document.body.appendChild(document.createElement('a'));
        link.href = url;
        let seen = 0;
        link.addEventListener('click', (event) => { seen++; event.preventDefault(); });
        link.click();
        return seen;
    """,
}

_BEHAVE = """
async ([body, url]) => {
  const first = (target, ...types) => new Promise((resolve) => {
    for (const type of types) target.addEventListener(type, () => resolve(type), { once: true });
  });
  const caught = async (call) => {
    try { return typeof await call(); } catch (error) { return `${error.name}: ${error.message}`; }
  };
  const socketUrl = new URL(url, location).href.replace(/^http/, 'ws');
  const runtimeSocket = 'wss://openhands.example.com/runtime/x';
  const AsyncFunction = (async () => {}).constructor;
  return await new AsyncFunction('url', 'first', 'caught', 'socketUrl', 'runtimeSocket', body)(
    url, first, caught, socketUrl, runtimeSocket);
}
"""


@pytest.mark.parametrize("url", ["/api/x", "http://localhost:5000/x"], ids=["own", "sandbox"])
@pytest.mark.parametrize("body", BEHAVIOUR.values(), ids=BEHAVIOUR.keys())
def test_behaves_as_without_the_patch(tabs: Tabs, body: str, url: str) -> None:
    def seen(ui: str) -> Any:
        return tabs.at(PAGE, ui).evaluate(_BEHAVE, [body, url])

    assert seen("patched") == seen("unpatched")
