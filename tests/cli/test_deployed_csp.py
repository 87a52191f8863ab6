"""Whether the policies of a deployed UI allow the script."""

from __future__ import annotations

import pytest
from aiohttp import web

from frontend_patch.bundle.build import Bundle
from frontend_patch.inject.inject import csp_source, inject
from frontend_patch.inject.options import Options
from tests.cli.deployed import CSP, DOCUMENT, Deployed, check, runs

NONCE = Options(nonce="{{nonce}}")


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        (["script-src 'self'"], False),
        (["script-src {hash}"], True),
        (["default-src 'self'; script-src-elem {hash}"], True),
        (["script-src {hash}", "default-src 'self'"], False),
        (["script-src {hash}, default-src 'self'"], False),
        (["img-src *, script-src {hash} 'self'"], True),
        (["sandbox allow-forms"], False),
        (["script-src 'nonce-x'"], False),
    ],
)
def test_policies_in_headers_count(
    site: Deployed, bundle: Bundle, policies: list[str], *, expected: bool
) -> None:
    source = csp_source(bundle)
    site.put("/", inject(DOCUMENT, bundle), *((CSP, p.replace("{hash}", source)) for p in policies))
    assert runs(check(f"{site.origin}/")) is expected


def test_the_error_names_the_policy_and_the_directive_that_it_needs(
    site: Deployed, bundle: Bundle
) -> None:
    site.put("/", inject(DOCUMENT, bundle), (CSP, "default-src 'self'"))
    assert (
        f"{site.origin}/: the Content-Security-Policy forbids the script: \"default-src 'self'\". "
        f"It needs \"script-src 'self' {csp_source(bundle)}\""
    ) in check(f"{site.origin}/").output


def test_a_report_only_policy_is_ignored(site: Deployed, bundle: Bundle) -> None:
    site.put("/", inject(DOCUMENT, bundle), (f"{CSP}-Report-Only", "script-src 'none'"))
    assert runs(check(f"{site.origin}/"))


def test_a_policy_in_the_document_counts(site: Deployed, bundle: Bundle) -> None:
    meta = b'<meta http-equiv=content-security-policy content="script-src *">'
    patched = inject(DOCUMENT, bundle)
    site.put("/", patched.replace(b"<head>", b"<head>" + meta))
    assert not runs(check(f"{site.origin}/"))
    document = DOCUMENT.replace(b"<head>", b"<head>" + meta)
    site.put("/", inject(document, bundle, Options(update_csp=True)))
    assert runs(check(f"{site.origin}/"))


@pytest.mark.parametrize(("is_fresh", "policy"), [(True, CSP), (False, CSP), (False, "X")])
def test_the_nonce_must_differ_between_responses_if_a_policy_needs_it(
    site: Deployed, bundle: Bundle, policy: str, *, is_fresh: bool
) -> None:
    patched, count = inject(DOCUMENT, bundle, NONCE), iter(range(9))

    def respond(_: web.Request) -> web.Response:
        nonce = f"n{next(count)}" if is_fresh else "{{nonce}}"
        body = patched.replace(b"{{nonce}}", nonce.encode())
        headers = {policy: f"script-src 'nonce-{nonce}'"}
        return web.Response(body=body, content_type="text/html", headers=headers)

    site.handlers["/"] = respond
    result = check(f"{site.origin}/")
    assert runs(result) is (is_fresh or policy != CSP)
    assert ("the nonce '{{nonce}}' is the same in each response" in result.output) is not runs(
        result
    )


def test_a_nonce_that_the_policy_lacks_is_reported_once(site: Deployed, bundle: Bundle) -> None:
    count = iter(range(9))

    def respond(_: web.Request) -> web.Response:
        headers = {CSP: f"script-src 'nonce-{next(count)}'"}
        body = inject(DOCUMENT, bundle, NONCE)
        return web.Response(body=body, content_type="text/html", headers=headers)

    site.handlers["/"] = respond
    result = check(f"{site.origin}/")
    assert (result.exit_code, result.output.count("'nonce-…'")) == (1, 2)
