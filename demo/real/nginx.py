"""Finds Debian's nginx with Lua, and starts it on a folder, without root."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from frontend_patch.errors import FrontendPatchError

#: Where Debian has the modules that OpenResty has built in.
MODULES = Path("/usr/lib/nginx/modules")

_LUA = ("ndk_http_module.so", "ngx_http_lua_module.so")
_PACKAGES = "nginx, libnginx-mod-http-lua and lua-cjson"


class NginxNotFoundError(FrontendPatchError):
    """nginx or its module for Lua is not installed."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"{missing} is not installed: install Debian's packages {_PACKAGES}")


def find_nginx() -> str:
    """The nginx command, which needs its module for Lua.

    Raises:
        NginxNotFoundError: one of them is not installed.
    """
    # Debian has it where only root's PATH leads.
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
    if not nginx:
        raise NginxNotFoundError("nginx")
    if not all((MODULES / name).exists() for name in _LUA):
        raise NginxNotFoundError("nginx's module for Lua")
    return nginx


def command(folder: Path, *more: str) -> list[str]:
    """The command that runs nginx in the foreground, with the ``nginx.conf`` of a folder.

    As root, its workers stay root, to reach the folder.

    Raises:
        NginxNotFoundError: nginx or its module for Lua is not installed.
    """
    directives = [
        "daemon off;",
        *(f"load_module {MODULES / name};" for name in _LUA),
        *(["user root;"] if os.geteuid() == 0 else []),
    ]
    return [find_nginx(), "-p", f"{folder}/", "-c", "nginx.conf", "-g", " ".join(directives), *more]
