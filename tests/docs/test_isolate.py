"""The settings of docs/how-to/isolate.md agree with one another, and the firewall does as told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from frontend_patch.paths import HOME
from tests.docs.compose import services
from tests.docs.documentation import the
from tests.docs.firewall import reached

DAEMON = json.loads(the("json daemon"))
RULES = the("nft sandboxes")
BRIDGE = DAEMON["ip"]

CALLBACKS = f"{BRIDGE}:3000"
CLOSED = [f"{BRIDGE}:22000", "192.0.2.10:22000", "192.0.2.10:3000"]


@pytest.mark.proxy
def test_with_the_firewall_a_sandbox_reaches_only_the_callbacks(tmp_path: Path) -> None:
    expected = {CALLBACKS: True, **dict.fromkeys(CLOSED, False), "the sandbox": True}
    assert reached(tmp_path, RULES, [CALLBACKS, *CLOSED]) == expected


@pytest.mark.proxy
def test_without_the_firewall_a_sandbox_reaches_the_whole_server(tmp_path: Path) -> None:
    assert all(reached(tmp_path, "table inet none {}\n", [CALLBACKS, *CLOSED]).values())


def test_docker_keeps_sandboxes_apart_and_publishes_on_the_bridge_only() -> None:
    assert DAEMON == {"icc": False, "ip": "172.17.0.1"}


def test_openhands_and_the_callbacks_have_the_addresses_of_the_guide() -> None:
    compose = services(HOME / "docker" / "compose.yaml")
    openhands, callbacks = (compose[name] for name in ("openhands", "callbacks"))
    assert openhands["ports"] == ["127.0.0.1:3000:3000"]
    assert openhands["networks"] == ["openhands"]
    assert callbacks["environment"] == [f"CALLBACKS_ADDRESS=${{SANDBOX_BRIDGE:-{BRIDGE}}}"]
    assert f"ip daddr {BRIDGE} tcp dport 3000 accept" in RULES
