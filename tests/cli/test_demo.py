"""The command ``demo`` where it cannot run: what it says, and its exit status."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from demo.real import nginx, python
from demo.real.deployment import requirements
from demo.real.deployment.command import demo
from demo.real.deployment.model import Model, own_model
from demo.real.process_engine.isolation import NoIsolation
from frontend_patch.cli.commands import main
from frontend_patch.paths import HOME

_PACKAGES = "install Debian's packages nginx, libnginx-mod-http-lua and lua-cjson"
# `main` with this command alone: other tests render what `main` holds.
_GROUP = type(main)("build.py", commands={"demo": demo})


def _demo(*arguments: object) -> Result:
    return CliRunner().invoke(_GROUP, ["demo", *map(str, arguments)])


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variables of whoever runs the tests."""
    for name in ("MODEL", "API_KEY", "BASE_URL"):
        monkeypatch.delenv(f"LLM_{name}", raising=False)


def test_without_nginx_it_names_debians_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    result = _demo()
    assert (result.exit_code, result.output) == (1, f"Error: nginx is not installed: {_PACKAGES}\n")


@pytest.mark.proxy
def test_without_its_module_for_lua_it_names_them_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(nginx, "MODULES", tmp_path)
    result = _demo()
    expected = f"Error: nginx's module for Lua is not installed: {_PACKAGES}\n"
    assert (result.exit_code, result.output) == (1, expected)


@pytest.mark.proxy
def test_without_a_python_for_openhands_it_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python, "SUPPORTED", ("9.99",))
    result = _demo()
    assert (result.exit_code, "Error: OpenHands needs Python 9.99." in result.output) == (1, True)


@pytest.mark.proxy
def test_without_bubblewrap_it_needs_a_workspace(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(requirements, "choose", lambda *_: NoIsolation())
    monkeypatch.setattr(requirements, "_WORKSPACE", tmp_path / "missing" / "workspace")
    result = _demo()
    assert (result.exit_code, "install Debian's package bubblewrap" in result.output) == (1, True)


@pytest.mark.proxy
def test_a_port_that_is_taken_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        result = _demo("--port", port)
    expected = f"Error: cannot listen on port {port}: Address already in use; choose another"
    assert (result.exit_code, result.output) == (1, f"{expected} with --port\n")


def test_a_checkout_has_it() -> None:
    command = [sys.executable, "build.py", "demo", "--port", "0"]
    run = subprocess.run(command, cwd=HOME, check=False, capture_output=True, text=True)
    assert (run.returncode, "0 is not in the range 1<=x<=65535" in run.stderr) == (2, True)


@pytest.mark.parametrize("arguments", [("--port", 0), ("--port", "x"), ("--model", "x"), ("x",)])
def test_wrong_usage_exits_with_2(arguments: tuple[object, ...]) -> None:
    assert _demo(*arguments).exit_code == 2


@pytest.mark.parametrize("name", ["LLM_API_KEY", "LLM_BASE_URL"])
def test_a_key_or_a_url_without_a_model_is_wrong_usage(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "x")
    result = _demo()
    assert (result.exit_code, "need LLM_MODEL" in result.output) == (2, True)


def test_the_model_of_the_environment() -> None:
    assert own_model({}) is None
    model = own_model({"LLM_MODEL": "openai/mine", "LLM_API_KEY": "key"})
    assert model == Model("openai/mine", "key")
    assert model.environment() == {
        "OPENHANDS_DEFAULT_MODEL": "openai/mine",
        "OPENHANDS_DEFAULT_API_KEY": "key",
    }
