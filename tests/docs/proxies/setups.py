"""The setups of docs/how-to/proxy.md, put together from its code blocks, and those of vm/."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from tests.docs.documentation import the
from tests.docs.proxies.behind import Behind, Proxy
from tests.docs.proxies.caddy import caddy
from tests.docs.proxies.nginx import nginx
from tests.docs.proxies.vm import PRESET, vm_caddy, vm_nginx

Setup = Callable[[Path, Behind], AbstractContextManager[Proxy]]

_SITE = the("nginx site")
_PATH = the("nginx path")
_IN_LOCATION = "location /runtime/ {\n"
_IN_HANDLE = "handle @runtime {\n"


def _with_condition(routes: str, condition: str) -> str:
    [before] = [line for line in routes.splitlines() if "$request_uri" in line and "if" in line]
    return routes.replace(f"{before}\n", condition)


_NGINX = {
    "path": (_SITE, _PATH),
    "port-path": (_SITE, _with_condition(_PATH, the("nginx port-path-line"))),
    "subdomain": (
        _SITE + the("nginx subdomain-server"),
        _PATH.replace(_IN_LOCATION, _IN_LOCATION + the("nginx subdomain-lines")),
    ),
    "direct": (_SITE + the("nginx direct-server"), ""),
}
_CADDY = {
    "path": the("caddyfile path"),
    "subdomain": the("caddyfile path").replace(
        _IN_HANDLE, _IN_HANDLE + the("caddyfile subdomain-lines")
    )
    + the("caddyfile subdomain-site"),
}


def _nginx(preset: str, folder: Path, behind: Behind) -> AbstractContextManager[Proxy]:
    return nginx(folder, preset, *_NGINX[preset], behind)


def _caddy(preset: str, folder: Path, behind: Behind) -> AbstractContextManager[Proxy]:
    return caddy(folder, preset, _CADDY[preset], behind)


#: By proxy and preset.
SETUPS: dict[tuple[str, str], Setup] = {
    **{("nginx", preset): partial(_nginx, preset) for preset in _NGINX},
    **{("caddy", preset): partial(_caddy, preset) for preset in _CADDY},
    ("nginx", PRESET): vm_nginx,
    ("caddy", PRESET): vm_caddy,
}
