"""The Compose files, as far as they can be checked without Docker."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from frontend_patch.paths import HOME
from tests.docs.compose import check_specification, services

DOCKER = HOME / "docker"
TEAM, ONE_PERSON, BASE = (
    DOCKER / name for name in ("compose.yaml", "compose.home.yaml", "compose.base.yaml")
)
DEPLOYMENTS = pytest.mark.parametrize("path", [TEAM, ONE_PERSON], ids=lambda path: path.name)


@pytest.mark.parametrize("path", [TEAM, ONE_PERSON, BASE], ids=lambda path: path.name)
def test_a_file_keeps_to_the_compose_specification(path: Path) -> None:
    check_specification(path.read_text())


@DEPLOYMENTS
def test_a_file_refers_only_to_existing_files(path: Path) -> None:
    for service in services(path).values():
        if given := service.get("build"):
            folder = DOCKER / (given if isinstance(given, str) else given["context"])
            dockerfile = "Dockerfile" if isinstance(given, str) else given["dockerfile"]
            assert (folder / dockerfile).is_file()
        mounted = [one.split(":")[0] for one in service["volumes"] if isinstance(one, str)]
        here = [one for one in mounted if one.startswith("./")]
        assert [one for one in here if not (DOCKER / one).is_file()] == []


@DEPLOYMENTS
def test_each_argument_of_a_build_is_one_of_its_dockerfile(path: Path) -> None:
    build = services(path)["openhands"]["build"]
    dockerfile = (DOCKER / build["context"] / build["dockerfile"]).read_text()
    assert [name for name in build["args"] if f"ARG {name}" not in dockerfile] == []


@DEPLOYMENTS
def test_openhands_trusts_the_address_of_its_own_networks_gateway(path: Path) -> None:
    [config] = yaml.safe_load(path.read_text())["networks"]["openhands"]["ipam"]["config"]
    openhands = services(path)["openhands"]
    assert openhands["networks"] == ["openhands"]
    assert openhands["environment"]["FORWARDED_ALLOW_IPS"] == config["gateway"]
    assert config["subnet"] == config["gateway"].removesuffix(".1") + ".0/24"


@DEPLOYMENTS
def test_openhands_listens_on_loopback_and_requires_the_proxys_proof(path: Path) -> None:
    openhands = services(path)["openhands"]
    assert openhands["ports"] == ["127.0.0.1:3000:3000"]
    secret = openhands["environment"]["GATEWAY_OPENHANDS_SECRET"]
    assert secret.startswith("${GATEWAY_OPENHANDS_SECRET:?")


IDENTITIES = {TEAM: ("gateway", "gateway"), ONE_PERSON: ("single", "caddy")}


@pytest.mark.parametrize(("path", "expected"), IDENTITIES.items())
def test_the_proxy_has_the_proof_and_openhands_the_identity(
    path: Path, expected: tuple[str, str]
) -> None:
    identity, proxy = expected
    assert services(path)["openhands"]["environment"]["OPENHANDS_IDENTITY"] == identity
    assert "GATEWAY_OPENHANDS_SECRET" in services(path)[proxy]["environment"]


def test_the_gateway_reads_the_variables_that_it_gets() -> None:
    configuration = (DOCKER / "openresty" / "nginx.conf").read_text()
    given = services(TEAM)["gateway"]["environment"]
    assert [name for name in given if f"env {name};" not in configuration] == []


def _variables(path: Path) -> set[str]:
    return set(re.findall(r"\{\$([A-Z_]+)", path.read_text()))


def test_caddy_reads_the_variables_that_it_gets() -> None:
    given: dict[str, Any] = services(ONE_PERSON)["caddy"]["environment"]
    assert given.keys() <= _variables(DOCKER / "caddy" / "Caddyfile")


def test_caddy_starts_only_with_the_file_that_asks_for_a_password() -> None:
    [login] = [one for one in services(ONE_PERSON)["caddy"]["volumes"] if isinstance(one, dict)]
    assert login["target"] == "/etc/caddy/login.caddy"
    assert login["bind"] == {"create_host_path": False}
    assert "import login*.caddy" in (DOCKER / "caddy" / "Caddyfile").read_text()


def test_the_page_of_one_person_is_built_for_caddys_routes() -> None:
    assert services(ONE_PERSON)["openhands"]["build"]["args"]["PRESET"] == "port-path"
