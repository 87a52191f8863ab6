"""Whether a policy allows a script; tests/browser/test_csp_page.py compares with a browser."""

from __future__ import annotations

import base64
import hashlib

import pytest

from frontend_patch.csp.policy import Script, allowing, extending, forbidding

CONTENT = b"0;"
PAGE = "https://openhands.example.com/x"
INLINE = Script(CONTENT, nonce="abc", page=PAGE)
EXTERNAL = Script(CONTENT, nonce="abc", url="/assets/a.js", page=PAGE)
OF_UNKNOWN_PAGE = Script(CONTENT, url="/assets/a.js")
ON_A_CDN = Script(CONTENT, url="https://cdn.example:8443/ui/assets/a.js", page=PAGE)


def _hash(algorithm: str) -> str:
    return base64.b64encode(hashlib.new(algorithm, CONTENT).digest()).decode()


SHA256 = f"'sha256-{_hash('sha256')}'"
SHA512 = f"'sha512-{_hash('sha512')}'"
URL_SAFE = SHA256.replace("+", "-").replace("/", "_")
OTHER = "'sha256-AAAA'"


@pytest.mark.parametrize(
    ("policy", "inline", "external"),
    [
        ("", True, True),
        ("img-src 'none'", True, True),
        ("script-src-attr 'none'", True, True),
        ("script-src 'none'", False, False),
        ("script-src", False, False),
        ("default-src 'self'", False, True),
        ("default-src 'none'; script-src 'self'", False, True),
        ("script-src 'none'; script-src-elem 'self'", False, True),
        ("script-src-elem 'none'; script-src 'unsafe-inline' *", False, False),
        ("SCRIPT-SRC\t'SELF'", False, True),
        ("script-src 'none'; script-src 'self' 'unsafe-inline'", False, False),
        ("script-src 'self' 'unsafe-inline'", True, True),
        (f"script-src 'self' 'unsafe-inline' {OTHER}", False, True),
        ("script-src 'self' 'unsafe-inline' 'nonce-x'", False, True),
        ("script-src 'self' 'unsafe-inline' 'strict-dynamic'", False, False),
        ("script-src 'nonce-abc'", True, True),
        ("script-src 'nonce-ABC'", False, False),
        ("script-src 'nonce-abc' 'strict-dynamic'", True, True),
        (f"script-src {SHA256}", True, True),
        (f"script-src 'none' {SHA256}", True, True),
        (f"script-src {URL_SAFE}", True, True),
        (f"script-src {SHA256.replace('sha256', 'SHA256')}", True, True),
        (f"script-src {SHA256.lower()}", False, False),
        (f"script-src {SHA512}", True, False),
        (f"script-src 'strict-dynamic' {SHA256}", True, True),
        ("script-src 'self', script-src 'none'", False, False),
        ("script-src 'self' 'unsafe-inline', default-src *", False, True),
        ("script-src *", False, True),
        ("script-src https:", False, True),
        ("script-src http:", False, True),
        ("script-src data:", False, False),
        ("script-src openhands.example.com", False, True),
        ("script-src https://OPENHANDS.example.com", False, True),
        ("script-src http://openhands.example.com:80", False, True),
        ("script-src https://openhands.example.com:8443", False, False),
        ("script-src openhands.example.com:*", False, True),
        ("script-src *.example.com", False, True),
        ("script-src *.openhands.example.com", False, False),
        ("script-src openhands.example.com/assets/", False, True),
        ("script-src openhands.example.com/assets/b.js", False, False),
        ("script-src openhands.example.com/assets/a.js", False, True),
        ("script-src 'self", False, False),
    ],
)
def test_a_policy_allows_or_forbids_a_script(policy: str, *, inline: bool, external: bool) -> None:
    assert (not forbidding(policy, INLINE), not forbidding(policy, EXTERNAL)) == (inline, external)


@pytest.mark.parametrize(
    ("policy", "script", "runs"),
    [
        ("script-src 'self'", OF_UNKNOWN_PAGE, True),
        ("script-src *", OF_UNKNOWN_PAGE, True),
        # Host and scheme of the page are unknown.
        ("script-src openhands.example.com", OF_UNKNOWN_PAGE, False),
        ("script-src 'self'", ON_A_CDN, False),
        ("script-src https://cdn.example:8443/ui/", ON_A_CDN, True),
        ("script-src cdn.example", ON_A_CDN, False),
    ],
)
def test_the_url_of_a_script_counts(policy: str, script: Script, *, runs: bool) -> None:
    assert (not forbidding(policy, script)) is runs


@pytest.mark.parametrize(
    ("policy", "is_header", "runs"),
    [
        ("sandbox", True, False),
        ("sandbox allow-forms", True, False),
        ("sandbox ALLOW-SCRIPTS", True, True),
        ("sandbox", False, True),
    ],
)
def test_sandbox_counts_in_headers_only(policy: str, *, is_header: bool, runs: bool) -> None:
    assert (not forbidding(policy, INLINE, is_header=is_header)) is runs


@pytest.mark.parametrize(
    ("policy", "script", "needed", "becomes"),
    [
        (
            "script-src 'self' ; img-src *",
            INLINE,
            f"script-src 'self' {SHA256}",
            f"script-src 'self' {SHA256} ; img-src *",
        ),
        ("script-src 'None'", INLINE, f"script-src {SHA256}", f"script-src {SHA256}"),
        ("script-src;", INLINE, f"script-src {SHA256}", f"script-src {SHA256};"),
        (
            "script-src *; script-src-elem 'self'",
            INLINE,
            f"script-src-elem 'self' {SHA256}",
            f"script-src *; script-src-elem 'self' {SHA256}",
        ),
        # A hash in default-src would disable 'unsafe-inline' for styles.
        (
            "default-src 'self'; img-src *",
            INLINE,
            f"script-src 'self' {SHA256}",
            f"default-src 'self'; script-src 'self' {SHA256}; img-src *",
        ),
        (
            "default-src 'none'",
            INLINE,
            f"script-src {SHA256}",
            f"default-src 'none'; script-src {SHA256}",
        ),
        # A hash would disable 'unsafe-inline' for the page's own scripts.
        (
            "script-src 'unsafe-inline' cdn.example",
            EXTERNAL,
            "script-src 'unsafe-inline' cdn.example 'self'",
            "script-src 'unsafe-inline' cdn.example 'self'",
        ),
        (
            "script-src 'self' 'unsafe-inline'",
            ON_A_CDN,
            f"script-src 'self' 'unsafe-inline' {ON_A_CDN.url}",
            f"script-src 'self' 'unsafe-inline' {ON_A_CDN.url}",
        ),
    ],
)
def test_a_directive_is_extended_only_as_needed(
    policy: str, script: Script, needed: str, becomes: str
) -> None:
    [directive] = forbidding(policy, script)
    assert allowing(directive, script) == needed
    change = extending(directive, script)
    extended = policy[: change.start] + change.text + policy[change.end :]
    assert extended == becomes
    assert forbidding(extended, script) == []
