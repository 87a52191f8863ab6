"""A Docker client without a daemon."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from docker.errors import NotFound


@dataclass
class RehearsedContainer:
    """A container as docker-py describes it."""

    name: str
    labels: dict[str, str]
    attrs: dict[str, Any]
    status: str = "running"
    # Tagged since: not what the sandbox spec calls it.
    image: Any = field(default_factory=lambda: SimpleNamespace(id="sha256:0", tags=["other:tag"]))

    def has(self, label: str) -> bool:
        """Tell whether it has a label, by name or by `name=value`."""
        name, equals, value = label.partition("=")
        return name in self.labels and (not equals or self.labels[name] == value)

    @property
    def session_key(self) -> str:
        """The key that OpenHands gave its agent server."""
        environment: list[str] = self.attrs["Config"]["Env"]
        name = "OH_SESSION_API_KEYS_0="
        return next(each.removeprefix(name) for each in environment if each.startswith(name))

    def pause(self) -> None:
        """Pause."""
        self.status = "paused"

    def remove(self) -> None:
        """Be gone."""
        self.status = "removed"


class RehearsedDocker:
    """A Docker client without a daemon: containers are descriptions."""

    def __init__(self) -> None:
        self.started: list[RehearsedContainer] = []
        self.containers = self
        self.volumes = self
        self.images = SimpleNamespace(get=lambda name: SimpleNamespace(id=name, tags=[name]))

    def run(self, image: str, command: Any = None, **options: Any) -> RehearsedContainer:  # noqa: ARG002
        """Describe a container that runs."""
        environment = [f"{name}={value}" for name, value in options["environment"].items()]
        attrs = {
            "Created": datetime.now(UTC).isoformat(),
            "Config": {"Env": environment, "WorkingDir": options.get("working_dir")},
            "HostConfig": {"NetworkMode": options.get("network_mode") or "bridge"},
            "NetworkSettings": {"Ports": {}},
            "State": {"StartedAt": datetime.now(UTC).isoformat()},
        }
        self.started.append(RehearsedContainer(options["name"], dict(options["labels"]), attrs))
        return self.started[-1]

    def get(self, name: str) -> RehearsedContainer:
        """Return a container.

        Raises:
            docker.errors.NotFound: There is none.
        """
        for container in self.started:
            if container.name == name:
                return container
        raise NotFound(name)

    def list(self, filters: dict[str, str] | None = None, **_options: Any) -> list[Any]:
        """Return the containers that have a label."""
        label = (filters or {}).get("label")
        return [each for each in self.started if label is None or each.has(label)]


@contextmanager
def rehearsed_docker(config: Any) -> Iterator[RehearsedDocker]:
    """Put a Docker client without a daemon in OpenHands' hands for the block."""
    from openhands.app_server.sandbox import docker_sandbox_spec_service as module

    docker, before = RehearsedDocker(), module._global_docker_client
    pull = getattr(config.sandbox_spec, "pull_if_missing", None)
    module._global_docker_client = docker
    try:
        yield docker
    finally:
        module._global_docker_client = before
        if pull is not None:
            config.sandbox_spec.pull_if_missing = pull
