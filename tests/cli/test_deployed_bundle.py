"""Which bundle a deployed UI contains, and whether it is the first script."""

from __future__ import annotations

import gzip

import brotli
import pytest
from aiohttp import web

from frontend_patch.bundle.build import Bundle
from frontend_patch.inject.inject import inject
from tests.cli.deployed import DOCUMENT, OTHER, Deployed, check, runs


@pytest.mark.parametrize("path", ["/", "/conversations/x?y=1"])
def test_the_current_bundle_is_recognized(site: Deployed, bundle: Bundle, path: str) -> None:
    site.put(path.partition("?")[0], inject(DOCUMENT, bundle))
    result = check(site.origin + path)
    assert result.exit_code == 0
    assert f"{site.origin}{path}: holds exactly this bundle ({bundle.version})" in result.output


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (DOCUMENT, "holds no bundle"),
        (inject(DOCUMENT, OTHER), "holds another bundle (0.0.1+000000000000); expected "),
        (b"\xff", "not UTF-8"),
        (b"<html><head></head></html>", "holds no bundle"),
    ],
    ids=["none", "another version", "not UTF-8", "another page"],
)
def test_another_bundle_or_none_is_a_problem(site: Deployed, document: bytes, message: str) -> None:
    site.put("/", document)
    result = check(f"{site.origin}/")
    assert (result.exit_code, f"Error: {site.origin}/: {message}" in result.output) == (1, True)


def test_later_additions_of_the_server_are_ignored(site: Deployed, bundle: Bundle) -> None:
    patched = inject(DOCUMENT, bundle)
    site.put("/", patched.replace(b"</head>", b"<script>'analytics'</script></head>"))
    assert runs(check(f"{site.origin}/"))


def test_an_earlier_script_of_the_server_is_a_problem(site: Deployed, bundle: Bundle) -> None:
    patched = inject(DOCUMENT, bundle)
    site.put("/", patched.replace(b"<head>", b"<head><script>0</script>"))
    assert "the bundle is not the first script to run" in check(f"{site.origin}/").output


def test_redirects_are_followed(site: Deployed, bundle: Bundle) -> None:
    site.handlers["/"] = lambda _: web.Response(status=302, headers={"Location": "/canvas/"})
    site.put("/canvas/", inject(DOCUMENT, bundle))
    assert runs(check(f"{site.origin}/"))
    site.put("/canvas/", DOCUMENT)
    assert f"{site.origin}/canvas/: holds no bundle" in check(f"{site.origin}/").output


def test_a_stale_file_for_one_content_coding_is_a_problem(site: Deployed, bundle: Bundle) -> None:
    bodies = {
        "br": brotli.compress(inject(DOCUMENT, bundle)),
        "gzip": gzip.compress(DOCUMENT),
        "identity": inject(DOCUMENT, bundle),
    }

    def answer(request: web.Request) -> web.Response:
        coding = request.headers["Accept-Encoding"]
        headers = {} if coding == "identity" else {"Content-Encoding": coding}
        return web.Response(body=bodies[coding], content_type="text/html", headers=headers)

    site.handlers["/"] = answer
    result = check(f"{site.origin}/")
    assert (result.exit_code, result.output.count("holds no bundle")) == (1, 1)
    assert f"with Accept-Encoding: gzip: {site.origin}/: holds no bundle" in result.output
    bodies["gzip"] = gzip.compress(inject(DOCUMENT, bundle))
    assert runs(check(f"{site.origin}/"))
