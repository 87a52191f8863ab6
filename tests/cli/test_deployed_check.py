"""A deployed UI, asked over real sockets: what it holds, and whether browsers may run it."""

from __future__ import annotations

import gzip
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import pytest
import trustme
from aiohttp import web
from click.testing import CliRunner, Result
from multidict import CIMultiDict

from demo.stub_server.serve import listening
from frontend_patch.bundle.build import Bundle
from frontend_patch.cli.commands import main
from frontend_patch.deployed import fetch
from frontend_patch.inject.inject import csp_source, inject
from frontend_patch.inject.options import Options
from frontend_patch.planning.assets import asset_path

DOCUMENT = (
    b"<!doctype html><html><head><meta charset=utf-8>"
    b"<script type=module src=/assets/app.js></script></head></html>"
)
OTHER = Bundle(b"0;", b"", "0.0.1+000000000000")
EXTERNAL = Options(external=True)
NONCE = Options(nonce="{{nonce}}")
CSP = "Content-Security-Policy"

Handler = Callable[[web.Request], web.StreamResponse]


@dataclass
class Deployed:
    """A server whose answers a test chooses by path.

    Attributes:
        origin: where it listens, without TLS.
        tls: where it listens with TLS.
        ca: the certificates to trust.
        answers: by path.
    """

    ca: Path
    origin: str = ""
    tls: str = ""
    answers: dict[str, Handler] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        handler = self.answers.get(request.path)
        return handler(request) if handler else web.Response(status=404)

    def put(self, path: str, body: bytes, *headers: tuple[str, str]) -> None:
        """Answers a path; the type is HTML unless a header says otherwise."""
        given = CIMultiDict(headers)
        given.setdefault("Content-Type", "text/html")
        self.answers[path] = lambda _: web.Response(body=body, headers=given)

    def put_script(self, bundle: Bundle, content: bytes, *headers: tuple[str, str]) -> str:
        path = f"/assets/{asset_path(Path(), bundle).name}"
        self.put(path, content, ("Content-Type", "text/javascript"), *headers)
        return path


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    authority = trustme.CA()
    ca = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    site = Deployed(ca)
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", site.answer)
    with listening(application, tls) as ports:
        site.origin, site.tls = (
            f"{scheme}://127.0.0.1:{port}"
            for scheme, port in (("http", ports.plain), ("https", ports.tls))
        )
        yield site


def check(url: str, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", "--url", url, *map(str, arguments)])


def _runs(result: Result) -> bool:
    assert (result.exit_code == 0) is ("and browsers may run it" in result.output)
    assert result.exit_code in (0, 1)
    return result.exit_code == 0


@pytest.mark.parametrize("path", ["/", "/conversations/x?y=1"])
def test_this_bundle_is_told(site: Deployed, bundle: Bundle, path: str) -> None:
    site.put(path.partition("?")[0], inject(DOCUMENT, bundle))
    result = check(site.origin + path)
    assert result.exit_code == 0
    assert f"{site.origin}{path}: holds exactly this bundle ({bundle.version})" in result.output


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (DOCUMENT, "holds no bundle"),
        (inject(DOCUMENT, OTHER), "holds another bundle (0.0.1+000000000000)"),
        (b"\xff", "not UTF-8"),
        (b"<html><head></head></html>", "holds no bundle"),
    ],
    ids=["none", "another version", "not UTF-8", "another page"],
)
def test_another_bundle_and_none_are_told(site: Deployed, document: bytes, message: str) -> None:
    site.put("/", document)
    result = check(f"{site.origin}/")
    assert (result.exit_code, f"Error: {site.origin}/: {message}" in result.output) == (1, True)


def test_what_the_server_adds_elsewhere_does_not_matter(site: Deployed, bundle: Bundle) -> None:
    patched = inject(DOCUMENT, bundle)
    site.put("/", patched.replace(b"</head>", b"<script>'an analyst's'</script></head>"))
    assert _runs(check(f"{site.origin}/"))


def test_a_script_that_the_server_puts_first_is_told(site: Deployed, bundle: Bundle) -> None:
    patched = inject(DOCUMENT, bundle)
    site.put("/", patched.replace(b"<head>", b"<head><script>0</script>"))
    assert "the bundle is not the first script to run" in check(f"{site.origin}/").output


@pytest.mark.parametrize(
    ("policies", "runs"),
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
def test_the_policies_of_the_headers_are_asked(
    site: Deployed, bundle: Bundle, policies: list[str], *, runs: bool
) -> None:
    source = csp_source(bundle)
    site.put("/", inject(DOCUMENT, bundle), *((CSP, p.replace("{hash}", source)) for p in policies))
    assert _runs(check(f"{site.origin}/")) is runs


def test_a_forbidding_policy_is_named_with_what_it_needs(site: Deployed, bundle: Bundle) -> None:
    site.put("/", inject(DOCUMENT, bundle), (CSP, "default-src 'self'"))
    assert (
        f"{site.origin}/: its Content-Security-Policy forbids the script: \"default-src 'self'\". "
        f"It needs \"script-src 'self' {csp_source(bundle)}\""
    ) in check(f"{site.origin}/").output


def test_a_report_only_policy_is_not_asked(site: Deployed, bundle: Bundle) -> None:
    site.put("/", inject(DOCUMENT, bundle), (f"{CSP}-Report-Only", "script-src 'none'"))
    assert _runs(check(f"{site.origin}/"))


def test_a_policy_of_the_document_is_asked(site: Deployed, bundle: Bundle) -> None:
    meta = b'<meta http-equiv=content-security-policy content="script-src *">'
    patched = inject(DOCUMENT, bundle)
    site.put("/", patched.replace(b"<head>", b"<head>" + meta))
    assert not _runs(check(f"{site.origin}/"))
    document = DOCUMENT.replace(b"<head>", b"<head>" + meta)
    site.put("/", inject(document, bundle, Options(update_csp=True)))
    assert _runs(check(f"{site.origin}/"))


@pytest.mark.parametrize(("is_fresh", "policy"), [(True, CSP), (False, CSP), (False, "X")])
def test_a_nonce_must_be_another_in_each_answer(
    site: Deployed, bundle: Bundle, policy: str, *, is_fresh: bool
) -> None:
    patched, count = inject(DOCUMENT, bundle, NONCE), iter(range(9))

    def answer(_: web.Request) -> web.Response:
        nonce = f"n{next(count)}" if is_fresh else "{{nonce}}"
        body = patched.replace(b"{{nonce}}", nonce.encode())
        headers = {policy: f"script-src 'nonce-{nonce}'"}
        return web.Response(body=body, content_type="text/html", headers=headers)

    site.answers["/"] = answer
    result = check(f"{site.origin}/")
    # Where no policy asks for it, it does not matter.
    assert _runs(result) is (is_fresh or policy != CSP)
    assert ("the nonce '{{nonce}}' is the same in each answer" in result.output) is not _runs(
        result
    )


def test_a_nonce_that_the_policy_does_not_have_is_told_once(site: Deployed, bundle: Bundle) -> None:
    count = iter(range(9))

    def answer(_: web.Request) -> web.Response:
        headers = {CSP: f"script-src 'nonce-{next(count)}'"}
        body = inject(DOCUMENT, bundle, NONCE)
        return web.Response(body=body, content_type="text/html", headers=headers)

    site.answers["/"] = answer
    result = check(f"{site.origin}/")
    assert (result.exit_code, result.output.count("'nonce-…'")) == (1, 2)


class TestExternal:
    @pytest.mark.parametrize(
        ("policy", "runs"),
        [
            ("script-src 'self'", True),
            ("script-src {origin}", True),
            ("script-src {hash}", True),
            ("script-src 'self' 'strict-dynamic'", False),
            ("script-src https://cdn.example", False),
        ],
    )
    def test_its_file_and_the_policies_are_asked(
        self, site: Deployed, bundle: Bundle, policy: str, *, runs: bool
    ) -> None:
        policy = policy.replace("{hash}", csp_source(bundle)).replace("{origin}", site.origin)
        site.put("/", inject(DOCUMENT, bundle, EXTERNAL), (CSP, policy))
        site.put_script(bundle, bundle.script)
        assert _runs(check(f"{site.origin}/")) is runs

    def test_a_missing_file_is_told(self, site: Deployed, bundle: Bundle) -> None:
        site.put("/", inject(DOCUMENT, bundle, EXTERNAL))
        result = check(f"{site.origin}/")
        assert result.exit_code == 1
        assert f"{asset_path(Path(), bundle)}: answers 404 Not Found" in result.output

    def test_another_content_is_told(self, site: Deployed, bundle: Bundle) -> None:
        site.put("/", inject(DOCUMENT, bundle, EXTERNAL))
        path = site.put_script(bundle, DOCUMENT)
        assert f"{site.origin}{path}: holds another bundle" in check(f"{site.origin}/").output

    def test_another_version_is_told(self, site: Deployed) -> None:
        site.put("/", inject(DOCUMENT, OTHER, EXTERNAL))
        site.put_script(OTHER, OTHER.script)
        assert "another bundle (0.0.1+000000000000)" in check(f"{site.origin}/").output

    def test_a_type_that_browsers_do_not_run_is_told(self, site: Deployed, bundle: Bundle) -> None:
        site.put("/", inject(DOCUMENT, bundle, EXTERNAL))
        path = site.put_script(bundle, bundle.script, ("X-Content-Type-Options", "nosniff"))
        assert _runs(check(f"{site.origin}/"))
        site.put(path, bundle.script, ("X-Content-Type-Options", "nosniff"))
        assert "served as text/html with nosniff" in check(f"{site.origin}/").output

    def test_on_another_origin_it_needs_cors(self, site: Deployed, bundle: Bundle) -> None:
        elsewhere = site.origin.replace("127.0.0.1", "localhost")
        options = Options(external=True, public_path=f"{elsewhere}/")
        site.put("/", inject(DOCUMENT, bundle, options))
        site.put_script(bundle, bundle.script)
        needed = f"needs the header Access-Control-Allow-Origin: {site.origin}"
        assert needed in check(f"{site.origin}/").output
        site.put_script(bundle, bundle.script, ("Access-Control-Allow-Origin", "*"))
        assert _runs(check(f"{site.origin}/"))

    def test_it_is_looked_for_by_the_base_before_it_alone(
        self, site: Deployed, bundle: Bundle
    ) -> None:
        before = DOCUMENT.replace(b"<head>", b"<head><base href=/canvas/>").replace(b"=/a", b"=a")
        site.put("/conversations/x", inject(before, bundle, EXTERNAL))
        path = site.put_script(bundle, bundle.script)
        assert not _runs(check(f"{site.origin}/conversations/x"))
        site.answers[f"/canvas{path}"] = site.answers.pop(path)
        assert _runs(check(f"{site.origin}/conversations/x"))


def test_redirects_are_followed(site: Deployed, bundle: Bundle) -> None:
    site.answers["/"] = lambda _: web.Response(status=302, headers={"Location": "/canvas/"})
    site.put("/canvas/", inject(DOCUMENT, bundle))
    assert _runs(check(f"{site.origin}/"))
    site.put("/canvas/", DOCUMENT)
    assert f"{site.origin}/canvas/: holds no bundle" in check(f"{site.origin}/").output


def test_a_stale_file_of_one_content_coding_is_found(site: Deployed, bundle: Bundle) -> None:
    bodies = {
        "br": brotli.compress(inject(DOCUMENT, bundle)),
        "gzip": gzip.compress(DOCUMENT),
        "identity": inject(DOCUMENT, bundle),
    }

    def answer(request: web.Request) -> web.Response:
        coding = request.headers["Accept-Encoding"]
        headers = {} if coding == "identity" else {"Content-Encoding": coding}
        return web.Response(body=bodies[coding], content_type="text/html", headers=headers)

    site.answers["/"] = answer
    result = check(f"{site.origin}/")
    assert (result.exit_code, result.output.count("holds no bundle")) == (1, 1)
    assert f"asked for gzip: {site.origin}/: holds no bundle" in result.output
    bodies["gzip"] = gzip.compress(inject(DOCUMENT, bundle))
    assert _runs(check(f"{site.origin}/"))


@pytest.mark.parametrize("coding", ["gzip", "br", "compress"])
def test_a_broken_answer_is_told(site: Deployed, coding: str) -> None:
    site.put("/", b"broken", ("Content-Encoding", coding))
    result = check(f"{site.origin}/")
    assert (result.exit_code, f"{site.origin}/: cannot fetch it" in result.output) == (1, True)


@pytest.mark.parametrize("status", [401, 404, 500])
def test_an_answer_of_no_success_is_told(site: Deployed, status: int) -> None:
    site.answers["/"] = lambda _: web.Response(status=status)
    result = check(f"{site.origin}/")
    assert (result.exit_code, f"{site.origin}/: answers {status}" in result.output) == (1, True)


def test_a_private_authority_is_trusted_on_demand(site: Deployed, bundle: Bundle) -> None:
    site.put("/", inject(DOCUMENT, bundle))
    result = check(f"{site.tls}/")
    assert (result.exit_code, "CERTIFICATE_VERIFY_FAILED" in result.output) == (1, True)
    assert _runs(check(f"{site.tls}/", "--ca", site.ca))


def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        result = check(f"http://127.0.0.1:{server.getsockname()[1]}/")
    assert (result.exit_code, "cannot fetch it: timed out" in result.output) == (1, True)


def test_a_ca_file_that_is_none_is_told(site: Deployed, tmp_path: Path) -> None:
    for path in (tmp_path / "missing", Path(__file__)):
        result = check(f"{site.tls}/", "--ca", path)
        assert (result.exit_code, f"{path}: no certificates" in result.output) == (1, True)


def test_nobody_who_answers_is_told() -> None:
    result = check("http://127.0.0.1:1/")
    assert (result.exit_code, "cannot fetch it: [Errno 111]" in result.output) == (1, True)


@pytest.mark.parametrize("src", ["https://[/assets/x.js", "https://cdn:99999/assets/x.js"])
def test_a_malformed_src_is_told(site: Deployed, bundle: Bundle, src: str) -> None:
    patched = inject(DOCUMENT, bundle, EXTERNAL)
    ours = f"/assets/{asset_path(Path(), bundle).name}"
    site.put("/", patched.replace(ours.encode(), src.encode()))
    result = check(f"{site.origin}/")
    message = f"Error: {site.origin}/: the script's URL '{src}' is malformed"
    assert (result.exit_code, message in result.output) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--url", "file:///etc/hostname"],
        ["--url", "openhands.example.com"],
        ["--url", "https://"],
        ["--url", "http://[/"],
        ["--url", "http://x:99999/"],
        ["--url", "https://user:password@openhands.example.com/"],
        ["--url", "http://x/", "--index", "index.html"],
        ["--index", "index.html", "--ca", "ca.pem"],
        [],
    ],
)
def test_wrong_use_exits_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["check", *arguments]).exit_code == 2
