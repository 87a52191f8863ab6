"""The gateway's configuration, with settings of its own, in a folder that nginx can start from."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OPENRESTY = Path(__file__).parents[2] / "docker" / "openresty"

_SETTINGS = """\
upstream openhands {{
  server {openhands};
  keepalive 16;
}}
geo $realip_remote_addr $is_edge {{
  default 0;
  {edge}
}}
access_log {access_log};
init_by_lua_block {{
  require("gateway.settings").set {lua}
}}
"""


@dataclass(frozen=True)
class Settings:
    """What a deployment decides.

    Attributes:
        docker_socket: path of Docker's socket.
        openhands: address and port of the OpenHands server.
        edge: addresses that are the edge.
        lua: further settings of ``settings.lua``.
        access_log: where requests are logged, and in which format.
    """

    docker_socket: Path
    openhands: str = "127.0.0.1:1"
    edge: Sequence[str] = ()
    lua: Mapping[str, Any] = field(default_factory=dict)
    access_log: str = "off"

    def limits_conf(self) -> str:
        """The text of ``limits.conf``: the delivered one."""
        return (OPENRESTY / "limits.conf").read_text()

    def lua_settings(self) -> dict[str, Any]:
        """What is given to ``settings.lua``."""
        return {"docker_socket": str(self.docker_socket), **self.lua}

    def settings_conf(self) -> str:
        """The text of ``settings.conf``."""
        return _SETTINGS.format(
            openhands=self.openhands,
            edge="\n  ".join(f"{address} 1;" for address in self.edge),
            lua=_lua(self.lua_settings()),
            access_log=self.access_log,
        )


def render(folder: Path, settings: Settings, listen_conf: str) -> None:
    """Writes all that nginx reads into a folder.

    Args:
        folder: exists, and holds no configuration yet.
        settings: of the deployment.
        listen_conf: the text of ``listen.conf``.
    """
    for name in ("nginx.conf", "proxy.conf", "sandbox.conf", "hidden_headers.conf"):
        shutil.copy(OPENRESTY / name, folder)
    (folder / "lua").symlink_to(OPENRESTY / "lua")
    (folder / "limits.conf").write_text(settings.limits_conf())
    (folder / "settings.conf").write_text(settings.settings_conf())
    (folder / "listen.conf").write_text(listen_conf)


def _lua(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case Mapping():
            return (
                "{ "
                + ", ".join(f"[{_lua(name)}] = {_lua(one)}" for name, one in value.items())
                + " }"
            )
        case Sequence():
            return "{ " + ", ".join(_lua(one) for one in value) + " }"
    return str(value)
