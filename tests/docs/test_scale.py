"""Docker is spoken to where docs/explanation/scale.md says, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

from frontend_patch.paths import HOME

PAGE = (HOME / "docs" / "explanation" / "scale.md").read_text()
LUA = HOME / "docker" / "openresty" / "lua" / "gateway"
PACKAGE = HOME / "docker" / "server" / "openhands_multiuser"


def _files_with(folder: Path, pattern: str, suffix: str) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob(f"*{suffix}")
        if re.search(pattern, re.sub(r"^\s*(--|#).*", "", path.read_text(), flags=re.MULTILINE))
    }


def test_two_files_of_the_gateway_speak_to_docker() -> None:
    speak = _files_with(LUA, r"settings\.docker_socket|/\.gateway/containers", ".lua")
    assert speak == {"docker/containers.lua", "docker/events.lua"}
    assert all(f"lua/gateway/{name})" in PAGE for name in speak)


def test_the_gateways_interface_is_as_documented() -> None:
    found = ("of_conversation(conversation)", "by_name(name)")
    for name in (*found, "changes.follow()", "changes.add(id)", "changes.unfollow()"):
        assert name in PAGE
    changes = (LUA / "changes.lua").read_text()
    assert re.findall(r"^function changes\.(follow|add|unfollow)\b", changes, re.MULTILINE)
    containers = (LUA / "docker" / "containers.lua").read_text()
    assert all(f"function containers.{name}" in containers for name in found)
    assert "function events.start()" in (LUA / "docker" / "events.lua").read_text()


def test_one_module_of_the_gateway_finds_sandboxes() -> None:
    assert _files_with(LUA, r"gateway\.docker\.", ".lua") == {
        "docker/containers.lua",
        "sandboxes.lua",
    }


#: The implementation for Docker itself; what a start-up tries it with; and what chooses it.
SERVER = {
    "sandboxes/docker_client.py",
    "sandboxes/owners.py",
    "sandboxes/service.py",
    "patches/user_label.py",
    "start/server.py",
    "scope/conversations.py",
}


def test_the_server_half_speaks_to_docker_below_sandboxes() -> None:
    pattern = r"docker_client\b|DockerSandboxServiceInjector|DockerSandboxOwners|docker\.errors"
    speak = _files_with(PACKAGE, pattern, ".py")
    assert {name for name in speak if not name.startswith("rehearsal/")} <= SERVER | {
        "patches/webhook_owner.py",
        "patches/sign_in.py",
    }
