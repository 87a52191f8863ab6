"""URLs with their expected explanations, and the command that explains them."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from demo.addresses import HOST, UUID, C
from frontend_patch.cli.commands import main

PAGE = f"https://{HOST}/conversations/{UUID}"


ON_ADDRESS = f"http://192.168.7.20:3000/conversations/{C}"


LOOPBACK = f"http://localhost:3000/conversations/{C}"


ASSET = f"/stable-{'0123456789abcdef' * 2}01234567/static/x.js"


RUNTIME = f"https://51745-{C}.runtime.{HOST}/x"


NO_PORT = "invalid-port"


#: (page, via, URL, what it becomes or None, reason, rule, host class)
Case = tuple[str, str, str, str | None, str, str | None, str | None]


REWRITTEN: list[Case] = [
    (
        *(PAGE, "websocket", "ws://localhost:54928/sockets/events/x?resend_all=true"),
        *(f"wss://{HOST}/runtime/{C}/54928/sockets/events/x?resend_all=true",),
        *("rewritten", "sandbox-request", "loopback"),
    ),
    (
        *(PAGE, "fetch", f"https://{HOST}:54928/api/x"),
        *(f"https://{HOST}/runtime/{C}/54928/api/x",),
        *("rewritten", "sandbox-request", "page-other-port"),
    ),
    (
        *(PAGE, "fetch", RUNTIME, f"https://{HOST}/runtime/{C}/51745/x"),
        *("rewritten", "runtime-request", "runtime"),
    ),
    (
        *(PAGE, "open", "http://host.docker.internal:5000/api/data?q=1#top"),
        *(f"https://5000-{C}.runtime.{HOST}/api/data?q=1#top",),
        *("rewritten", "sandbox-document", "docker"),
    ),
    (
        *(PAGE, "media", ASSET, f"https://8001-{C}.runtime.{HOST}{ASSET}"),
        *("rewritten", "vscode-assets", "page"),
    ),
]


UNCHANGED: list[Case] = [
    (PAGE, "open", RUNTIME, None, "no-rule", None, "runtime"),
    (PAGE, "fetch", "/api/settings", None, "no-rule", None, "page"),
    (PAGE, "fetch", "https://example.org:8080/x", None, "no-host-class", None, None),
    (PAGE, "open", "http://localhost:5000.evil.example/", None, NO_PORT, None, None),
    (PAGE, "open", "http://localhost:5000@evil.example/", None, "no-host-class", None, None),
    (PAGE, "fetch", "data:,x", None, "no-url", None, None),
    (PAGE, "fetch", "http://", None, "no-url", None, None),
    (PAGE, "open", "http://localhost:99999/", None, NO_PORT, None, None),
    (PAGE, "open", "http://localhost:0/", None, NO_PORT, None, None),
    (
        *(f"https://{HOST}/settings", "open", "http://localhost:5000/", None),
        *("no-conversation", "sandbox-document", "loopback"),
    ),
    (
        *(ON_ADDRESS, "open", "http://localhost:5000/", None),
        *("invalid-host", "sandbox-document", "loopback"),
    ),
    (
        *(LOOPBACK, "fetch", "http://localhost:54928/", None),
        *("inert", "sandbox-request", "page-other-port"),
    ),
    (
        *(PAGE, "fetch", f"https://8001-{C}.runtime.{HOST}{ASSET}", None),
        *("same-url", "vscode-assets", "runtime"),
    ),
]


CASES = [(page, via, url) for page, via, url, *_ in REWRITTEN + UNCHANGED]


EXPLANATIONS = [
    {"vias": [via], "becomes": becomes or url, "reason": reason, "rule": rule, "host": host}
    for _, via, url, becomes, reason, rule, host in REWRITTEN + UNCHANGED
]


NAMES = [
    f"{one['vias']} {one['reason']} {url}"
    for one, (_, _, url) in zip(EXPLANATIONS, CASES, strict=True)
]


def run(*arguments: object) -> Result:
    """Runs ``explain``."""
    return CliRunner().invoke(main, ["explain", *map(str, arguments)])


def outcomes(*arguments: object) -> list[dict[str, Any]]:
    """The outcomes that ``explain --json`` prints."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["outcomes"]
    return found
