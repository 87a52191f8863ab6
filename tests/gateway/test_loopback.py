"""The gateway warns at start if it takes a loopback address for the edge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gateway.nginx import Settings, running_gateway

LOOPBACK = [
    "127.0.0.1",
    "127.0.0.9/32",
    "127.0.0.0/8",
    "0.0.0.0/0",
    "64.0.0.0/2",
    "::1",
    "::/0",
    "default",
]
ELSEWHERE = ["10.0.0.0/16", "172.17.0.1", "128.0.0.0/1", "126.255.255.255", "2001:db8::/32"]


def _log(folder: Path, network: str) -> str:
    with running_gateway(folder, Settings(Path("/nowhere"), edge=[network])) as gateway:
        pass
    return gateway.log.read_text()


@pytest.mark.parametrize("network", LOOPBACK)
def test_a_loopback_address_as_the_edge_is_a_warning(tmp_path: Path, network: str) -> None:
    assert f"geo takes {network} for the edge" in _log(tmp_path, network)


@pytest.mark.parametrize("network", ELSEWHERE)
def test_any_other_address_is_none(tmp_path: Path, network: str) -> None:
    assert "for the edge" not in _log(tmp_path, network)


def test_an_address_in_a_comment_is_none(tmp_path: Path) -> None:
    assert "for the edge" not in _log(tmp_path, "10.0.0.1 1;\n  # 127.0.0.1")
