"""The environment that an OpenHands server of its own needs."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from demo.real.install import Installation

# Of the environment of whoever starts it; anything else might configure OpenHands, or reach agents.
_INHERITED = (
    *("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR"),
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
)


def server_environment(
    installation: Installation, state: Path, engine_socket: Path, url: str
) -> dict[str, str]:
    """The whole environment.

    Args:
        installation: the release.
        state: the folder for what the server stores.
        engine_socket: the Unix socket of the Engine API.
        url: where the server listens.
    """
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    binaries = installation.folder / "bin"
    return {
        **inherited,
        "PATH": f"{binaries}:{inherited.get('PATH', os.defpath)}",
        "HOME": str(state),
        "DOCKER_HOST": f"unix://{engine_socket}",
        "OH_PERSISTENCE_DIR": str(state),
        "FILE_STORE": "local",
        "FILE_STORE_PATH": str(state),
        "JWT_SECRET": _secret(state / "jwt-secret"),
        "SANDBOX_HOST_PORT": str(urlsplit(url).port),
        "SANDBOX_CONTAINER_URL_PATTERN": "http://127.0.0.1:{port}",
    }


def _secret(path: Path) -> str:
    """A secret that stays the same for a folder: it encrypts what the server stores."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text()
