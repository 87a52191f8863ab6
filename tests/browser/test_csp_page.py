"""A patched UI under a Content-Security-Policy, in a browser: it works, and violates nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from demo.addresses import HOST, C
from frontend_patch.html.document import MARKER
from frontend_patch.inject.inject import csp_source, inject
from frontend_patch.inject.options import INLINE, Options
from frontend_patch.paths import STUB_UI
from tests.browser.served import NONCE, Served

INDEX = (STUB_UI / "index.html").read_bytes()

EXTERNAL = Options(external=True)
#: What the UI needs apart from scripts.
REST = f"frame-src https://*.runtime.{HOST}; object-src 'none'; base-uri 'none'"
POLICY = f"default-src 'self'; script-src 'self'{{}}; {REST}"
UI_ALONE = f"https://{HOST}/assets/app.js"


def _with_meta(policy: str) -> bytes:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}"/>'
    return INDEX.replace(b"<title>", meta.encode() + b"<title>")


def _works(page: Page) -> None:
    """The chat connects, a link and prose are rewritten, and no policy was violated."""
    expect(page.locator("#status")).to_have_text("Connected")
    page.get_by_label("Message").fill("look at http://localhost:5000/x")
    page.get_by_role("button", name="Send").click()
    app = f"https://5000-{C}.runtime.{HOST}/x"
    expect(page.locator("#chat li").last).to_have_text(f"you said: look at {app}")
    page.evaluate(
        """() => {
          const link = document.querySelector('main').appendChild(document.createElement('a'));
          link.textContent = 'the app';
          link.href = 'http://localhost:5000/x';
        }"""
    )
    expect(page.get_by_role("link", name="the app")).to_have_attribute("href", app)
    page.get_by_role("button", name="App tab").click()
    body = page.frame_locator("#frame").locator("body")
    expect(body).to_contain_text(f'"host": "5000-{C}.runtime.{HOST}"')
    assert page.evaluate("violations") == []


@pytest.mark.parametrize(
    ("options", "sources"),
    [
        (INLINE, " {hash}"),
        (Options(nonce=NONCE), f" 'nonce-{NONCE}'"),
        (EXTERNAL, " {hash}"),
        (EXTERNAL, ""),
        (Options(external=True, nonce=NONCE), f" 'nonce-{NONCE}'"),
    ],
    ids=["inline, hash", "inline, nonce", "external, hash", "external, self", "external, nonce"],
)
def test_it_works_under_a_header(served: Served, options: Options, sources: str) -> None:
    policy = POLICY.format(sources.replace("{hash}", csp_source(served.bundle)))
    _works(served.open(inject(INDEX, served.bundle, options), policy))


def test_an_external_script_runs_by_its_hash_alone(served: Served) -> None:
    policy = f"script-src {UI_ALONE} {csp_source(served.bundle)}; {REST}"
    _works(served.open(inject(INDEX, served.bundle, EXTERNAL), policy))


def test_it_works_if_the_policy_requires_trusted_types(served: Served) -> None:
    policy = POLICY.format(f" {csp_source(served.bundle)}")
    document = inject(INDEX, served.bundle)
    page = served.open(document, f"{policy}; require-trusted-types-for 'script'")
    _works(page)
    page.evaluate(
        """() => {
          const policy = trustedTypes.createPolicy('ui', { createHTML: (html) => html });
          const markup = '<iframe id="trusted" src="http://localhost:5000/x"></iframe>';
          document.querySelector('main').innerHTML = policy.createHTML(markup);
        }"""
    )
    app = f"https://5000-{C}.runtime.{HOST}/x"
    expect(page.locator("#trusted")).to_have_attribute("src", app)


@pytest.mark.parametrize(
    "policy",
    [
        POLICY.format(""),
        f"default-src 'self'; {REST}",
        f"default-src 'self' 'unsafe-inline'; script-src-elem {UI_ALONE}; {REST}",
    ],
    ids=["script-src", "default-src", "script-src-elem"],
)
@pytest.mark.parametrize("external", [False, True], ids=["inline", "external"])
def test_it_works_under_a_policy_in_the_document_that_was_extended(
    served: Served, policy: str, external: bool
) -> None:
    options = Options(external=external, update_csp=True)
    _works(served.open(inject(_with_meta(policy), served.bundle, options), ""))


def test_a_nonce_in_a_policy_of_the_document_lets_it_run(served: Served) -> None:
    document = _with_meta(POLICY.format(f" 'nonce-{NONCE}'"))
    _works(served.open(inject(document, served.bundle, Options(nonce=NONCE)), ""))


@pytest.mark.parametrize("external", [False, True], ids=["inline", "external"])
def test_without_the_source_the_browser_does_not_run_it(served: Served, external: bool) -> None:
    document = inject(INDEX, served.bundle, Options(external=external))
    page = served.open(document, f"script-src {UI_ALONE}; {REST}")
    expect(page.locator("#status")).to_have_text("Disconnected")
    assert page.evaluate("violations[0]").startswith("script-src-elem ")
    assert page.locator(f"script[{MARKER}]").count() == 1
