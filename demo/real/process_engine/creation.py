"""Reads the body of ``POST /containers/create``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from demo.real.process_engine.container import Creation
from demo.real.process_engine.errors import InvalidRequestError

# Docker's own rule.
_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+")
_HOST_GATEWAY = "host-gateway"
_UNSUPPORTED = ("Devices", "Privileged", "VolumesFrom", "DeviceRequests", "PublishAllPorts")


def read_creation(name: str, body: Any) -> Creation:
    """Reads what a container shall be created with.

    Args:
        name: the container's name, from the query.
        body: the decoded JSON.

    Raises:
        InvalidRequestError: if the request is invalid, or asks for what the engine cannot do.
    """
    if not _NAME.fullmatch(name):
        raise InvalidRequestError(f"Invalid container name ({name}): use {_NAME.pattern}")
    if not isinstance(body, dict) or not isinstance(body.get("Image"), str):
        raise InvalidRequestError("The body must be a JSON object with an Image")
    host = body.get("HostConfig") or {}
    for option in _UNSUPPORTED:
        if host.get(option):
            raise InvalidRequestError(f"HostConfig.{option} is not supported by this engine")
    network = host.get("NetworkMode") or "default"
    if network not in {"default", "bridge", "host"}:
        raise InvalidRequestError(f"Network {network} does not exist: use bridge or host")
    return Creation(
        name=name,
        image=body["Image"],
        arguments=tuple(body.get("Cmd") or ()),
        env=tuple(entry for entry in body.get("Env") or () if "=" in entry),
        labels=body.get("Labels") or {},
        working_dir=body.get("WorkingDir") or "",
        ports={} if network == "host" else _ports(host.get("PortBindings") or {}),
        binds=tuple(map(_bind, host.get("Binds") or ())),
        hosts=dict(map(_host, host.get("ExtraHosts") or ())),
        is_on_host_network=network == "host",
        is_removed_on_exit=bool(host.get("AutoRemove")),
    )


def _ports(bindings: Mapping[str, Any]) -> dict[int, int]:
    ports = {}
    for private, published in bindings.items():
        number, _, protocol = private.partition("/")
        if protocol not in {"", "tcp"}:
            raise InvalidRequestError(f"Port {private}: only TCP ports can be published")
        if not published or len(published) > 1:
            raise InvalidRequestError(f"Port {private} must be published on one port of the host")
        try:
            ports[int(number)] = int(published[0].get("HostPort") or 0)
        except ValueError:
            raise InvalidRequestError(f"Port {private}: '{published}' is not a port") from None
    return ports


def _bind(bind: str) -> tuple[str, str, bool]:
    source, _, rest = bind.partition(":")
    target, _, options = rest.partition(":")
    if not source.startswith("/") or not target.startswith("/"):
        raise InvalidRequestError(
            f"Volume '{bind}': this engine has no named volumes; use an absolute path on the host "
            "and one in the container"
        )
    return source, target, "ro" in options.split(",")


def _host(entry: str) -> tuple[str, str]:
    name, _, address = entry.partition(":")
    return name, "127.0.0.1" if address == _HOST_GATEWAY else address
