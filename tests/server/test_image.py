"""The image of docker/Dockerfile, and the one for sandboxes, in an installed OpenHands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from demo.real.install import Installation, install
from frontend_patch.paths import HOME
from tests.docs.dockerfile import Image, build
from tests.docs.test_team import IMAGE_QUESTION
from tests.server.record import STARTED

_PATCHED_INDEX = "<!doctype html><script data-openhands-frontend-patch></script>"

VERSIONS = [
    pytest.param(version, marks=[] if version == STARTED[-1] else [pytest.mark.slow])
    for version in STARTED
]


@pytest.fixture(scope="module")
def installation() -> Installation:
    return install(STARTED[-1])


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The last stage, upon a stage `frontend` that is patched already."""
    folder = tmp_path_factory.mktemp("image")
    dockerfile = folder / "Dockerfile"
    *_, server = (HOME / "docker" / "Dockerfile").read_text().partition("\nFROM frontend\n")
    dockerfile.write_text(f"ARG FRONTEND\nFROM ${{FRONTEND}}\n{server}")
    base = folder / "base"
    index = base / "app" / "frontend" / "build" / "index.html"
    index.parent.mkdir(parents=True)
    index.write_text(_PATCHED_INDEX)
    shutil.copytree(
        HOME / "docker", folder / "context" / "docker", ignore=shutil.ignore_patterns("__pycache__")
    )
    return build(dockerfile, folder / "context", folder / "build", "", FRONTEND=base)


def test_all_patches_hold_with_the_files_of_the_image_alone(
    image: Image, installation: Installation, tmp_path: Path
) -> None:
    environment = {
        "PATH": f"{installation.python.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "OH_PERSISTENCE_DIR": str(tmp_path),
        "OPENHANDS_SUPPRESS_BANNER": "1",
        "GATEWAY_OPENHANDS_SECRET": "s" * 32,
    }
    apply_patch = image.at(image.starts["ENTRYPOINT"][1])
    ran = subprocess.run(
        [apply_patch, "--check"],
        cwd=image.at("/app"),
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "patch 1 script in index.html: applied" in ran.stdout
    assert "FAILED" not in ran.stdout


@pytest.mark.parametrize("version", VERSIONS)
def test_the_sandboxes_image_is_named_and_can_be_chosen(version: str) -> None:
    [code] = re.findall(r"-c '(.+)'", IMAGE_QUESTION)
    command = [install(version).python, "-c", code]

    def image_of(**environment: str) -> str:
        ran = subprocess.run(
            command, env={**os.environ, **environment}, check=True, capture_output=True, text=True
        )
        return ran.stdout.splitlines()[-1]

    assert re.fullmatch(r"ghcr\.io/openhands/agent-server:[\w.]+-python", image_of())
    repository, tag = "AGENT_SERVER_IMAGE_REPOSITORY", "AGENT_SERVER_IMAGE_TAG"
    assert image_of(**{repository: "my-agent-server", tag: "1"}) == "my-agent-server:1"
