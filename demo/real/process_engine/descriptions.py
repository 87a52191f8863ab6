"""Containers and images in the Engine API's JSON."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from demo.real.process_engine.container import Container

# Docker's way to say "never".
_NEVER = "0001-01-01T00:00:00Z"


def describe_container(container: Container, publish_on: str) -> dict[str, Any]:
    """As ``GET /containers/{id}/json`` answers it."""
    creation = container.creation
    ports: dict[str, Any] = {f"{private}/tcp": None for private in creation.ports}
    for private, public in container.host_ports.items():
        ports[f"{private}/tcp"] = [{"HostIp": publish_on, "HostPort": str(public)}]
    return {
        "Id": container.id,
        "Name": f"/{creation.name}",
        "Created": _time(container.created_at),
        "Image": image_id(creation.image),
        "State": {
            "Status": container.status,
            "Running": container.status in {"running", "paused"},
            "Paused": container.status == "paused",
            "Pid": container.pid,
            "ExitCode": container.exit_code,
            "StartedAt": _time(container.started_at),
            "FinishedAt": _time(container.finished_at),
        },
        "Config": {
            "Image": creation.image,
            "Cmd": list(creation.arguments),
            "Env": list(creation.env),
            "Labels": dict(creation.labels),
            "WorkingDir": creation.working_dir,
            "Tty": False,
        },
        "HostConfig": {"NetworkMode": _network_mode(container)},
        "NetworkSettings": {"Ports": ports, "Networks": _networks(container)},
    }


def summarize_container(container: Container, publish_on: str) -> dict[str, Any]:
    """As ``GET /containers/json`` lists it."""
    creation = container.creation
    return {
        "Id": container.id,
        "Names": [f"/{creation.name}"],
        "Image": creation.image,
        "ImageID": image_id(creation.image),
        "Command": " ".join(creation.arguments),
        "Created": int(container.created_at.timestamp()),
        "State": container.status,
        "Status": container.status.capitalize(),
        "Labels": dict(creation.labels),
        "Ports": [
            {"IP": publish_on, "PrivatePort": private, "PublicPort": public, "Type": "tcp"}
            for private, public in container.host_ports.items()
        ],
        "HostConfig": {"NetworkMode": _network_mode(container)},
        "NetworkSettings": {"Networks": _networks(container)},
    }


def describe_image(name: str) -> dict[str, Any]:
    """As ``GET /images/{name}/json`` answers it."""
    return {"Id": image_id(name), "RepoTags": [name], "RepoDigests": [], "Os": "linux"}


def image_id(name: str) -> str:
    """The id of an image, made from its name."""
    return f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"


def _network_mode(container: Container) -> str:
    return "host" if container.creation.is_on_host_network else "default"


def _networks(container: Container) -> dict[str, Any]:
    if container.creation.is_on_host_network:
        return {"host": {"IPAddress": "", "GlobalIPv6Address": ""}}
    # Docker shows no address while a container does not run.
    address = container.address if container.status in {"running", "paused"} else ""
    return {"bridge": {"IPAddress": address, "GlobalIPv6Address": ""}}


def _time(time: datetime | None) -> str:
    return time.isoformat().replace("+00:00", "Z") if time else _NEVER
