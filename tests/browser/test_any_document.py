"""Any document is refused, or gains exactly one element in a real browser and can be restored."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from frontend_patch.bundle.build import Bundle
from frontend_patch.csp.meta import ORIGINAL
from frontend_patch.errors import DocumentError
from frontend_patch.html.document import MARKER
from frontend_patch.inject.inject import State, inject, revert, state
from frontend_patch.inject.options import Options
from tests.browser.html_documents import documents

# Long enough that what stands after it is not in the first 1,024 bytes.
_BUNDLE = Bundle(b"'" + b"x" * 1100 + b"';", b"", "1.2.3+456789abcdef")

# What differs between messages of one kind.
_ANY = re.compile(r"line \d+|\d+|'.*'|\".*\"|<.*?>", re.DOTALL)

_OPTIONS = st.builds(Options, nonce=st.none() | st.just("{{n}}"), update_csp=st.booleans()) | (
    st.builds(
        lambda update_csp, path: Options(external=True, update_csp=update_csp, public_path=path),
        st.booleans(),
        st.none() | st.just("/canvas/"),
    )
)

# Frames inherit the policy: no script runs, and none holds the parser up.
_NOTHING_LOADS = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"

_COMPARE = f"""
([original, patched]) => {{
  const parsed = (text) => {{
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.contentDocument.write(text);
    frame.contentDocument.close();
    return frame.contentDocument;
  }};
  const [before, after] = [original, patched].map(parsed);
  try {{
    const extended = (one) => [...one.querySelectorAll('meta[{ORIGINAL}]')];
    const javaScript = /^(text|application)\\/(x-)?(java|ecma|j|live)script/i;
    const runs = ({{ type }}) => /^$|^module$/i.test(type.trim()) || javaScript.test(type.trim());
    const scripts = [...after.querySelectorAll('script')];
    const ours = scripts.filter((one) => one.hasAttribute('{MARKER}'));
    if (ours.length !== 1) return `${{ours.length}} of our element`;
    if (scripts.find(runs) !== ours[0]) return 'another script is first';
    if (ours[0].parentNode !== after.head) return 'in ' + ours[0].parentNode.nodeName;
    ours[0].remove();
    for (const meta of [before, after].flatMap(extended)) {{
      meta.setAttribute('content', meta.getAttribute('{ORIGINAL}'));
      meta.removeAttribute('{ORIGINAL}');
    }}
    after.normalize();
    before.normalize();
    return before.isEqualNode(after) &&
      before.documentElement.outerHTML === after.documentElement.outerHTML
      ? 'one more element'
      : 'another difference: ' + after.documentElement.outerHTML;
  }} finally {{
    document.body.replaceChildren();
  }}
}}
"""


@pytest.fixture(scope="module")
def parser(browser: Browser) -> Iterator[Page]:
    """A page that compares two documents as the browser reads them."""
    page = browser.new_page()
    page.set_content(_NOTHING_LOADS)
    yield page
    page.close()


def _holds(parser: Page, data: bytes, options: Options) -> None:
    try:
        patched = inject(data, _BUNDLE, options)
    except DocumentError as error:
        event(f"refused: {_ANY.sub('…', str(error))}")
        return
    event("taken")
    original = revert(data)
    texts = [one.decode("utf-8-sig") for one in (original, patched)]
    assert parser.evaluate(_COMPARE, texts) == "one more element"
    assert revert(patched) == original
    assert inject(patched, _BUNDLE, options) == patched
    assert state(patched, _BUNDLE) is State.CURRENT


_given = given(data=documents, options=_OPTIONS)
_always = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(_always, max_examples=300, derandomize=True)
@_given
def test_it_is_refused_or_has_one_element_more(parser: Page, data: bytes, options: Options) -> None:
    _holds(parser, data, options)


@pytest.mark.slow
@settings(_always, max_examples=10_000, print_blob=True)
@_given
def test_each_of_10_000_is_refused_or_has_one_element_more(
    parser: Page, data: bytes, options: Options
) -> None:
    _holds(parser, data, options)
