"""The table of attacks in docs/how-to/proxy.md, against the real proxies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
import trustme

from demo.loop_thread import Loop, running_loop
from frontend_patch.paths import HOME
from tests.docs.documentation import the
from tests.docs.proxies.attacks import ATTACKS
from tests.docs.proxies.behind import Behind, Proxy
from tests.docs.proxies.running_app import running_app
from tests.docs.proxies.setups import SETUPS, Setup
from tests.docs.proxies.target import Target
from tests.docs.proxies.traefik import traefik
from tests.gateway.caddy import caddy

pytestmark = pytest.mark.proxy

FIRST_COLUMN = "A hostile app can…"


def _table() -> list[list[str]]:
    lines = (HOME / "docs" / "how-to" / "proxy.md").read_text().splitlines()
    [first] = [place for place, line in enumerate(lines) if line.startswith(f"| {FIRST_COLUMN} ")]
    rows = []
    for line in lines[first:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


HEADER, _, *ROWS = _table()


@contextmanager
def _caddyfile(folder: Path, behind: Behind) -> Iterator[Proxy]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    variables = {
        "OPENHANDS_UPSTREAM": f"127.0.0.1:{behind.openhands}",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    with caddy(folder, authority, **variables) as ports:
        yield Proxy("port-path", ports.tls, folder / "authority.pem")


def _traefik(folder: Path, behind: Behind) -> AbstractContextManager[Proxy]:
    dynamic = the("yaml traefik-fixed").replace("8000", str(behind.app))
    return traefik(folder, "port-path", dynamic.replace("3000", str(behind.openhands)))


#: By the table's columns; a column stands for each of its setups.
COLUMNS: dict[str, list[Setup]] = {
    "nginx, `subdomain` or `port-subdomain`": [
        SETUPS["nginx", "subdomain"],
        SETUPS["nginx", "port-subdomain"],
    ],
    "Caddy, `subdomain` or `port-subdomain`": [
        SETUPS["caddy", "subdomain"],
        SETUPS["caddy", "port-subdomain"],
    ],
    "nginx, `path` or `port-path`": [SETUPS["nginx", "path"], SETUPS["nginx", "port-path"]],
    "Caddy, `path`": [SETUPS["caddy", "path"]],
    "`docker/caddy`": [_caddyfile],
    "nginx, `direct`": [SETUPS["nginx", "direct"]],
    "Traefik, fixed ports": [_traefik],
}
RUNNING = [(column, place) for column, setups in COLUMNS.items() for place in range(len(setups))]


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with running_loop() as loop:
        yield loop


@pytest.fixture(scope="module", params=RUNNING, ids=lambda one: f"{one[0]}-{one[1]}")
def target(
    request: pytest.FixtureRequest, loop: Loop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Target]]:
    column, place = request.param
    with ExitStack() as stack:
        app, openhands = (
            stack.enter_context(running_app(loop, name)) for name in ("app", "openhands")
        )
        behind = Behind(openhands.port, app.port, app.port)
        setup = COLUMNS[column][place](tmp_path_factory.mktemp("proxy"), behind)
        yield column, Target(stack.enter_context(setup), app, openhands)


def test_the_table_has_a_row_for_each_attack_and_a_column_for_each_setup() -> None:
    assert [FIRST_COLUMN, *COLUMNS] == HEADER
    assert [row[0] for row in ROWS] == list(ATTACKS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_an_attack_works_only_on_the_setups_that_the_table_lists(
    target: tuple[str, Target], row: list[str]
) -> None:
    column, attacked = target
    cell = row[HEADER.index(column)]
    assert cell in ("no", "**yes**")
    assert ATTACKS[row[0]](attacked) is (cell == "**yes**")
