"""The ways to install that docs/how-to/install.md shows, as far as they go without Docker."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from frontend_patch.bundle.build import Bundle
from frontend_patch.inject.inject import State, inject, state
from frontend_patch.paths import HOME, STUB_UI
from tests.docs.compose import check_specification
from tests.docs.docs_machine import UI
from tests.docs.documentation import Block, of_kind, the

COMPOSE = of_kind("yaml compose-build", "yaml compose-mount", "yaml compose-start")
START = the("sh start")
DEPLOYMENT = yaml.safe_load(the("yaml kubernetes"))


@pytest.mark.parametrize("block", COMPOSE, ids=str)
def test_a_compose_file_keeps_to_the_compose_specification(block: Block) -> None:
    check_specification(block.text)


def test_the_compose_file_that_builds_names_what_is_there() -> None:
    build = yaml.safe_load(the("yaml compose-build"))["services"]["openhands"]["build"]
    dockerfile = HOME / build["dockerfile"]
    assert [f"ARG {name}" in dockerfile.read_text() for name in build["args"]] == [True]


def test_the_compose_file_that_mounts_does_so_over_the_images_own() -> None:
    [volume] = yaml.safe_load(the("yaml compose-mount"))["services"]["openhands"]["volumes"]
    assert volume.split(":")[1:] == [f"{UI}/index.html", "ro"]


def test_the_compose_file_with_a_start_script_mounts_it() -> None:
    service = yaml.safe_load(the("yaml compose-start"))["services"]["openhands"]
    [volume] = service["volumes"]
    inside = volume.split(":")[1]
    script = Path(service["entrypoint"][0])
    assert (str(script.parent), script.name) == (inside, "start.sh")
    assert f"{inside}/SHA256SUMS" in START


class TestTheStartScript:
    @pytest.fixture
    def original(self) -> bytes:
        return (STUB_UI / "index.html").read_bytes()

    @pytest.fixture
    def patched(self, original: bytes, bundle: Bundle, tmp_path: Path) -> bytes:
        """What the commands before it leave in patched/."""
        folder, data = tmp_path / "patched", inject(original, bundle)
        folder.mkdir()
        (folder / "index.html").write_bytes(data)
        digest = hashlib.sha256(original).hexdigest()
        (folder / "SHA256SUMS").write_text(f"{digest}  index.html\n")
        return data

    @pytest.fixture
    def index(self, tmp_path: Path) -> Path:
        """Of the image."""
        return Path(shutil.copytree(STUB_UI, tmp_path / "ui")) / "index.html"

    def start(self, tmp_path: Path) -> subprocess.CompletedProcess[str]:
        script = tmp_path / "start.sh"
        script.write_text(
            START.replace(UI, str(tmp_path / "ui")).replace("/patched", str(tmp_path / "patched"))
        )
        script.chmod(0o755)
        return subprocess.run(
            [script, "echo", "the server", "starts"], capture_output=True, text=True, check=True
        )

    def test_puts_the_patched_file_in_place(
        self, patched: bytes, index: Path, tmp_path: Path
    ) -> None:
        run = self.start(tmp_path)
        assert (run.stdout, run.stderr) == ("the server starts\n", "")
        assert index.read_bytes() == patched

    def test_accepts_its_own_file_at_the_second_start(
        self, patched: bytes, index: Path, tmp_path: Path
    ) -> None:
        self.start(tmp_path)
        run = self.start(tmp_path)
        assert (run.stdout, run.stderr) == ("the server starts\n", "")
        assert index.read_bytes() == patched

    @pytest.mark.usefixtures("patched")
    def test_leaves_the_file_of_another_image_and_prints_a_warning(
        self, index: Path, tmp_path: Path
    ) -> None:
        index.write_bytes(b"<!DOCTYPE html><head></head>another release")
        run = self.start(tmp_path)
        assert run.stdout == "the server starts\n"
        assert "Patch the new one" in run.stderr
        assert index.read_bytes().endswith(b"another release")


def test_the_deployment_is_one_that_kubernetes_takes() -> None:
    assert (DEPLOYMENT["apiVersion"], DEPLOYMENT["kind"]) == ("apps/v1", "Deployment")
    template = DEPLOYMENT["spec"]["template"]
    assert DEPLOYMENT["spec"]["selector"]["matchLabels"] == template["metadata"]["labels"]
    assert template["spec"].keys() == {"initContainers", "containers", "volumes"}
    volumes = {one["name"] for one in template["spec"]["volumes"]}
    for container in template["spec"]["initContainers"] + template["spec"]["containers"]:
        assert container.keys() - {"command"} == {"name", "image", "volumeMounts"}
        assert {mount["name"] for mount in container["volumeMounts"]} == volumes


def test_the_deployments_init_containers_patch_what_the_server_sees(
    tmp_path: Path, bundle: Bundle
) -> None:
    pod = DEPLOYMENT["spec"]["template"]["spec"]
    volumes = {one["name"]: tmp_path / one["name"] for one in pod["volumes"]}
    for folder in volumes.values():
        folder.mkdir()
    image = Path(shutil.copytree(STUB_UI, tmp_path / "image" / UI.lstrip("/")))
    for container in pod["initContainers"]:
        subprocess.run(_command(container, volumes, image), cwd=HOME, check=True)
    [server] = pod["containers"]
    [mount] = server["volumeMounts"]
    assert mount["mountPath"] == UI
    index = volumes[mount["name"]] / "index.html"
    assert state(index.read_bytes(), bundle) is State.CURRENT
    assert _names(index.parent) == _names(STUB_UI)


def _names(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*")}


def _command(container: dict[str, Any], volumes: dict[str, Path], image: Path) -> list[str]:
    """A container's command on this machine, its mounts and its image in folders."""
    paths = {one["mountPath"]: volumes[one["name"]] for one in container["volumeMounts"]}
    if "python" not in container["command"][0]:
        paths[UI] = image
    return [
        sys.executable if word == "python" else _mapped(word, paths)
        for word in container["command"]
    ]


def _mapped(word: str, paths: dict[str, Path]) -> str:
    for path, folder in paths.items():
        if word == path or word.startswith(f"{path}/"):
            # Not Path, which would drop the dot of `folder/.`.
            return f"{folder}{word.removeprefix(path)}"
    return word
