"""The external script of a deployed UI."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontend_patch.bundle.build import Bundle
from frontend_patch.inject.inject import csp_source, inject
from frontend_patch.inject.options import Options
from frontend_patch.planning.assets import asset_path
from tests.cli.deployed import CSP, DOCUMENT, EXTERNAL, OTHER, Deployed, check, runs


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("script-src 'self'", True),
        ("script-src {origin}", True),
        ("script-src {hash}", True),
        ("script-src 'self' 'strict-dynamic'", False),
        ("script-src https://cdn.example", False),
    ],
)
def test_the_policies_apply_to_its_url_and_hash(
    site: Deployed, bundle: Bundle, policy: str, *, expected: bool
) -> None:
    policy = policy.replace("{hash}", csp_source(bundle)).replace("{origin}", site.origin)
    site.put("/", inject(DOCUMENT, bundle, EXTERNAL), (CSP, policy))
    site.put_script(bundle, bundle.script)
    assert runs(check(f"{site.origin}/")) is expected


def test_a_missing_file_is_a_problem(site: Deployed, bundle: Bundle) -> None:
    site.put("/", inject(DOCUMENT, bundle, EXTERNAL))
    result = check(f"{site.origin}/")
    assert result.exit_code == 1
    assert f"{asset_path(Path(), bundle)}: responds with 404, but the document" in result.output


def test_other_content_is_a_problem(site: Deployed, bundle: Bundle) -> None:
    site.put("/", inject(DOCUMENT, bundle, EXTERNAL))
    path = site.put_script(bundle, DOCUMENT)
    assert f"{site.origin}{path}: holds another bundle" in check(f"{site.origin}/").output


def test_another_version_is_a_problem(site: Deployed) -> None:
    site.put("/", inject(DOCUMENT, OTHER, EXTERNAL))
    site.put_script(OTHER, OTHER.script)
    assert "another bundle (0.0.1+000000000000)" in check(f"{site.origin}/").output


def test_a_content_type_that_browsers_reject_is_a_problem(site: Deployed, bundle: Bundle) -> None:
    site.put("/", inject(DOCUMENT, bundle, EXTERNAL))
    path = site.put_script(bundle, bundle.script, ("X-Content-Type-Options", "nosniff"))
    assert runs(check(f"{site.origin}/"))
    site.put(path, bundle.script, ("X-Content-Type-Options", "nosniff"))
    assert "served as text/html with nosniff" in check(f"{site.origin}/").output


def test_another_origin_needs_cors(site: Deployed, bundle: Bundle) -> None:
    other_origin = site.origin.replace("127.0.0.1", "localhost")
    options = Options(external=True, public_path=f"{other_origin}/")
    site.put("/", inject(DOCUMENT, bundle, options))
    site.put_script(bundle, bundle.script)
    needed = f"needs the header Access-Control-Allow-Origin: {site.origin}"
    assert needed in check(f"{site.origin}/").output
    site.put_script(bundle, bundle.script, ("Access-Control-Allow-Origin", "*"))
    assert runs(check(f"{site.origin}/"))


def test_only_a_base_before_it_applies(site: Deployed, bundle: Bundle) -> None:
    before = DOCUMENT.replace(b"<head>", b"<head><base href=/canvas/>").replace(b"=/a", b"=a")
    site.put("/conversations/x", inject(before, bundle, EXTERNAL))
    path = site.put_script(bundle, bundle.script)
    assert not runs(check(f"{site.origin}/conversations/x"))
    site.handlers[f"/canvas{path}"] = site.handlers.pop(path)
    assert runs(check(f"{site.origin}/conversations/x"))


@pytest.mark.parametrize("src", ["https://[/assets/x.js", "https://cdn:99999/assets/x.js"])
def test_a_malformed_src_is_a_problem(site: Deployed, bundle: Bundle, src: str) -> None:
    patched = inject(DOCUMENT, bundle, EXTERNAL)
    ours = f"/assets/{asset_path(Path(), bundle).name}"
    site.put("/", patched.replace(ours.encode(), src.encode()))
    result = check(f"{site.origin}/")
    message = f"Error: {site.origin}/: the script's URL '{src}' is malformed"
    assert (result.exit_code, message in result.output) == (1, True)
