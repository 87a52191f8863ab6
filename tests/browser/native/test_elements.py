"""Windows and elements behave as without the patch."""

from __future__ import annotations

import pytest

from tests.browser.native.behavior import assert_as_without_the_patch
from tests.support.url_probe import Tabs

BEHAVIOR = {
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


@pytest.mark.parametrize("url", ["/api/x", "http://localhost:5000/x"], ids=["own", "sandbox"])
@pytest.mark.parametrize("body", BEHAVIOR.values(), ids=BEHAVIOR.keys())
def test_behaves_as_without_the_patch(tabs: Tabs, body: str, url: str) -> None:
    assert_as_without_the_patch(tabs, body, url)
