"""A wrapped function looks like the native function."""

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
    "navigate": ("Navigation.prototype", "navigate", "value"),
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
