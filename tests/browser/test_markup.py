"""Markup is parsed unchanged, except for the URLs of elements that load something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from demo.addresses import HOST, UUID
from demo.stub_server.app import Answer, Stub
from frontend_patch.bundle.build import Bundle
from frontend_patch.inject.inject import csp_source, inject
from frontend_patch.paths import HOME
from frontend_patch.rules.load import Rules
from tests.browser.markup import MUTATION_XSS, SANDBOX_IMAGE, markup, published_vectors

DOCUMENT = b"<!doctype html><html><head><meta charset=utf-8><title>x</title></head><body></body>"
DOMPURIFY = HOME / "node_modules" / "dompurify" / "dist" / "purify.min.js"

_TOOLS = """
([untouched]) => {
  const loading = {
    iframe: ['src', 'frame'], embed: ['src', 'frame'], object: ['data', 'frame'],
    img: ['src', 'media'], video: ['src', 'media'], audio: ['src', 'media'],
    source: ['src', 'media'],
  };
  const foreign = { svg: 'http://www.w3.org/2000/svg', math: 'http://www.w3.org/1998/Math/MathML' };
  // The functions of another realm are the browser's own.
  const other = document.body.appendChild(document.createElement('iframe')).contentWindow;
  const realms = { native: other.Element.prototype, patched: Element.prototype };
  const shadows = { native: other.ShadowRoot.prototype, patched: ShadowRoot.prototype };

  const setter = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name).set;
  const writers = {
    innerHTML: (realm, element, text) => setter(realms[realm], 'innerHTML').call(element, text),
    outerHTML: (realm, element, text) => setter(realms[realm], 'outerHTML').call(element, text),
    beforebegin: (realm, element, text) =>
      realms[realm].insertAdjacentHTML.call(element, 'beforebegin', text),
    beforeend: (realm, element, text) =>
      realms[realm].insertAdjacentHTML.call(element, 'beforeend', text),
    shadow: (realm, element, text) => {
      const root = element.parentNode.attachShadow({ mode: 'open' });
      setter(shadows[realm], 'innerHTML').call(root, text);
      element.remove();
    },
  };

  globalThis.written = (realm, name, writer, text) => {
    const host = document.body.appendChild(document.createElement('div'));
    const element = foreign[name]
      ? document.createElementNS(foreign[name], name)
      : document.createElement(name);
    host.append(element);
    writers[writer](realm, element, text);
    return host;
  };

  const children = (node) => [...node.childNodes].map(tree);
  const tree = (node) => {
    if (node.nodeType !== 1) return [node.nodeType, node.data];
    const attributes = [...node.attributes].map((one) => [one.namespaceURI, one.name, one.value]);
    const { content, shadowRoot } = node;
    return [node.namespaceURI, node.localName, attributes, children(node),
      content instanceof DocumentFragment && children(content), shadowRoot && children(shadowRoot)];
  };

  function rewrite(root) {
    for (const element of root.querySelectorAll(Object.keys(loading))) {
      const [attribute, via] = loading[element.localName];
      const url = element.getAttribute(attribute);
      if (url && !element.closest(untouched))
        element.setAttribute(attribute, __frontendPatch.explain(url, via).becomes);
    }
  }

  globalThis.difference = ([name, writer, text]) => {
    try {
      const [expected, found] = ['native', 'patched'].map((realm) => {
        const host = written(realm, name, writer, text);
        const isTemplate = writer === 'innerHTML' && name === 'template';
        const root = host.shadowRoot ?? (isTemplate ? host.firstChild.content : host);
        if (realm === 'native') rewrite(root);
        return JSON.stringify(tree(host));
      });
      return expected === found ? '' : `${expected} !== ${found}`;
    } finally {
      document.body.querySelectorAll('div').forEach((element) => element.remove());
    }
  };

  // Each attempt to run a script or a handler violates the policy, and is reported.
  globalThis.attempts = async (write) => {
    const seen = [];
    const note = ({ effectiveDirective }) =>
      effectiveDirective.startsWith('script-src') && seen.push(effectiveDirective);
    document.addEventListener('securitypolicyviolation', note);
    const host = write();
    await new Promise((resolve) => setTimeout(resolve, 20));
    document.removeEventListener('securitypolicyviolation', note);
    host.remove();
    return seen.length;
  };
}
"""


@pytest.fixture(scope="module")
def parser(browser: Browser, stub: Stub, bundle: Bundle, rules: Rules) -> Iterator[Page]:
    """A patched page whose policy lets nothing load, and no script run but the patch."""
    path = f"/conversations/{UUID}"
    policy = f"default-src 'none'; script-src {csp_source(bundle)}"
    headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}
    stub.answers[path] = Answer(inject(DOCUMENT, bundle), headers=headers)
    page = browser.new_page()
    page.goto(f"https://{HOST}{path}")
    stub.answers.clear()
    page.evaluate(_TOOLS, [rules.compiled["untouched"]["all"]])
    page.evaluate(DOMPURIFY.read_text())
    yield page
    page.close()


CONTEXTS = ["div", "form", "table", "tr", "select", "svg", "math", "template", "noscript", "title"]
WRITERS = ["innerHTML", "outerHTML", "beforebegin", "beforeend", "shadow"]

_given = given(text=markup, name=st.sampled_from(CONTEXTS), writer=st.sampled_from(WRITERS))
_always = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _is_parsed_as_written(parser: Page, text: str, name: str, writer: str) -> None:
    assert parser.evaluate("difference", [name, writer, text]) == ""


@settings(_always, max_examples=500, derandomize=True)
@_given
def test_only_urls_of_loading_elements_change(
    parser: Page, text: str, name: str, writer: str
) -> None:
    _is_parsed_as_written(parser, text, name, writer)


@pytest.mark.slow
@settings(_always, max_examples=10_000, print_blob=True)
@_given
def test_only_urls_of_loading_elements_change_in_10_000_documents(
    parser: Page, text: str, name: str, writer: str
) -> None:
    _is_parsed_as_written(parser, text, name, writer)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("text", MUTATION_XSS)
def test_known_mutations_are_parsed_as_written(parser: Page, text: str, writer: str) -> None:
    _is_parsed_as_written(parser, text + SANDBOX_IMAGE, "div", writer)


_RUN = """
async ([payload, write]) => {
  const attempted = (realm, text) => attempts(() => written(realm, 'div', 'innerHTML', text));
  if (write === 'raw')
    return [await attempted('native', payload), await attempted('patched', payload)];
  const text = DOMPurify.sanitize(payload);
  // What DOMPurify's own parsing reports comes first.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return attempted('patched', text);
}
"""


def _attempts(parser: Page, payload: str, write: str) -> Any:
    return parser.evaluate(_RUN, [payload + SANDBOX_IMAGE, write])


VECTORS = published_vectors() + MUTATION_XSS


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_sanitized_markup_runs_nothing(parser: Page, vector: str) -> None:
    assert _attempts(parser, vector, "sanitized") == 0


@pytest.mark.parametrize("vector", MUTATION_XSS)
def test_markup_runs_what_it_runs_without_the_patch(parser: Page, vector: str) -> None:
    native, patched = _attempts(parser, vector, "raw")
    assert patched == native


def test_a_handler_that_would_run_is_noticed(parser: Page) -> None:
    assert _attempts(parser, "<img src=x onerror=alert(1)>", "raw") == [1, 1]
