"""The nonce of docs/how-to/csp.md, with nginx as it says there."""

from __future__ import annotations

import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from frontend_patch.cli.commands import main
from frontend_patch.paths import HOME, STUB_UI
from tests.docs.documentation import the
from tests.docs.proxies.nginx import running_site
from tests.gateway.process import free_ports

pytestmark = pytest.mark.proxy

SNIPPET = the("nginx csp-nonce")
TEXT = (HOME / "docs" / "how-to" / "csp.md").read_text()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where nginx serves the stub UI, patched by the command above the snippet."""
    folder = tmp_path_factory.mktemp("csp")
    ui = Path(shutil.copytree(STUB_UI, folder / "ui"))
    found = re.search(r"^python build\.py .* --nonce '(.+?)'$", TEXT, re.MULTILINE)
    assert found
    arguments = ["--index", str(ui / "index.html"), "--nonce", found[1]]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    [port] = free_ports(1)
    site = f"server {{ listen 127.0.0.1:{port}; root {ui}; {SNIPPET} }}"
    with running_site(folder, site, port):
        yield f"http://127.0.0.1:{port}/"


def _answer(address: str) -> tuple[str, str]:
    """The nonce of the policy, and the one of the script."""
    with urllib.request.urlopen(address) as response:
        policy, text = response.headers["Content-Security-Policy"], response.read().decode()
    nonces = re.search(r"'nonce-(.+?)'", policy), re.search(r'<script[^>]* nonce="(.+?)"', text)
    assert all(nonces)
    of_policy, of_script = (one[1] for one in nonces if one)
    return of_policy, of_script


def test_each_answer_has_a_nonce_of_its_own(address: str) -> None:
    first, second = _answer(address), _answer(address)
    assert len(set(first)) == len(set(second)) == 1
    assert first != second


def test_check_is_content_with_it(address: str) -> None:
    run = CliRunner().invoke(main, ["check", "--url", address])
    assert run.exit_code == 0, run.output
