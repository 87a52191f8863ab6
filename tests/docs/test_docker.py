"""The images, as far as they can be built without Docker."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from demo.real.nginx import command as nginx
from frontend_patch.bundle.build import Bundle, build_bundle
from frontend_patch.inject.inject import State, state
from frontend_patch.paths import HOME, RULES, STUB_UI
from frontend_patch.rules.load import load_rules
from tests.docs.dockerfile import build, copied_files

DOCKER = HOME / "docker"
#: Each Dockerfile, and the folder that is its context.
DOCKERFILES = {
    DOCKER / "Dockerfile": HOME,
    DOCKER / "openresty" / "Dockerfile": DOCKER / "openresty",
    DOCKER / "callbacks" / "Dockerfile": DOCKER / "callbacks",
    DOCKER / "agent-server-custom" / "Dockerfile": DOCKER / "agent-server-custom",
}


@pytest.mark.parametrize("dockerfile", DOCKERFILES)
def test_hadolint_finds_nothing(dockerfile: Path) -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    subprocess.run([hadolint, "--failure-threshold", "style", dockerfile], check=True)


@pytest.mark.parametrize(("dockerfile", "context"), DOCKERFILES.items())
def test_each_copied_file_exists(dockerfile: Path, context: Path) -> None:
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


@pytest.mark.install
def test_the_frontend_image_differs_in_the_patch_alone(
    tmp_path: Path, bundle: Bundle, base: Path, path: str
) -> None:
    image = build(
        DOCKER / "Dockerfile", HOME, tmp_path, path, target="frontend", OPENHANDS_IMAGE=base
    )
    ui = image.at("/app/frontend/build")
    assert state((ui / "index.html").read_bytes(), bundle) is State.CURRENT
    assert differing(base, image.root) == [Path("app/frontend/build/index.html")]


@pytest.mark.install
def test_the_image_starts_as_openhands_own_does_through_apply_patch(
    tmp_path: Path, bundle: Bundle, base: Path, path: str
) -> None:
    image = build(DOCKER / "Dockerfile", HOME, tmp_path, path, OPENHANDS_IMAGE=base)
    own, apply_patch = image.starts["ENTRYPOINT"]
    assert own == "/app/entrypoint.sh"
    assert os.access(image.at(apply_patch), os.X_OK)
    assert image.starts["CMD"][:2] == ["uvicorn", "openhands.server.listen:app"]
    index = image.at("/app/frontend/build/index.html")
    assert state(index.read_bytes(), bundle) is State.CURRENT


def test_the_operators_packages_are_installed_in_the_sandboxes_image(tmp_path: Path) -> None:
    context = Path(shutil.copytree(DOCKER / "agent-server-custom", tmp_path / "context"))
    (context / "packages.txt").write_text("first\nsecond\n")
    commands = tmp_path / "bin"
    commands.mkdir()
    apt_get = commands / "apt-get"
    apt_get.write_text('#!/bin/sh\necho "$@" >> apt-get.log\n')
    apt_get.chmod(0o755)
    base = tmp_path / "base"
    (base / "etc").mkdir(parents=True)
    image = build(
        context / "Dockerfile",
        context,
        tmp_path / "build",
        f"{commands}{os.pathsep}{os.environ['PATH']}",
        {},
        target=None,
        AGENT_SERVER_IMAGE=base,
    )
    assert image.at("apt-get.log").read_text().splitlines() == [
        "update",
        "install -y --no-install-recommends first second",
    ]


@pytest.mark.parametrize("dockerfile", DOCKERFILES)
def test_an_image_is_for_any_platform_of_its_base(dockerfile: Path) -> None:
    instructions = re.sub(r"^#.*", "", dockerfile.read_text(), flags=re.MULTILINE)
    assert not re.search(r"amd64|arm64|x86_64|aarch64", instructions)
    assert set(re.findall(r"--platform=(\S+)", instructions)) <= {"$BUILDPLATFORM"}


@pytest.mark.install
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
        DOCKER / "Dockerfile",
        context,
        tmp_path / "build",
        path,
        given,
        target="frontend",
        OPENHANDS_IMAGE=base,
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
    command = image.starts["CMD"]
    assert command[:6] == ["openresty", "-e", "stderr", "-p", "/gateway", "-c"]
    assert image.at(command[6]) == image.at("/gateway/nginx.conf")
    subprocess.run(nginx(image.at("/gateway"), "-t"), check=True)
