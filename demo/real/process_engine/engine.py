"""The containers and their states."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from demo.real.process_engine.container import Container, Creation
from demo.real.process_engine.errors import ConflictError, NotFoundError
from demo.real.process_engine.events import Events
from demo.real.process_engine.isolation import Isolation
from demo.real.process_engine.records import Records
from demo.real.process_engine.running import Running

_STOP_SECONDS = 10.0


@dataclass
class Engine:
    """All containers.

    Attributes:
        command: what each container runs, before its own arguments; ``{address}`` is replaced.
        isolation: how processes are started.
        records: containers on disk.
        publish_on: address of the host on which ports are published.
        events: what happens to containers.
        images: names of the images that containers were created from, or that were asked for.
    """

    command: Sequence[str]
    isolation: Isolation
    records: Records
    publish_on: str = "127.0.0.1"
    events: Events = field(default_factory=Events)
    images: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._containers = {container.id: container for container in self.records.load()}
        self._running: dict[str, Running] = {}
        self._watchers: dict[str, asyncio.Task[None]] = {}
        self.images |= {container.creation.image for container in self.containers}

    @property
    def containers(self) -> list[Container]:
        """All containers, newest first."""
        return sorted(self._containers.values(), key=lambda one: one.created_at, reverse=True)

    def find(self, reference: str) -> Container:
        """A container by its id, its name, or the beginning of its id.

        Raises:
            NotFoundError: if there is none.
        """
        for container in self.containers:
            if reference in {container.id, container.creation.name}:
                return container
        found = [one for one in self.containers if reference and one.id.startswith(reference)]
        if len(found) != 1:
            raise NotFoundError(f"No such container: {reference}")
        return found[0]

    def create(self, creation: Creation) -> Container:
        """Creates a container.

        Raises:
            ConflictError: if its name is in use.
        """
        for other in self._containers.values():
            if other.creation.name == creation.name:
                raise ConflictError(
                    f'Conflict. The container name "/{creation.name}" is already in use by '
                    f'container "{other.id}".'
                )
        container = Container(creation)
        if creation.is_on_host_network:
            container.address = "127.0.0.1"
        self.records.save(container)
        self._containers[container.id] = container
        self.images.add(creation.image)
        self.events.tell("create", container)
        return container

    async def start(self, container: Container) -> bool:
        """Starts a container; False if it runs already.

        Raises:
            EngineError: if it cannot be started.
        """
        if container.status in {"running", "paused"}:
            return False
        command = [word.replace("{address}", container.address) for word in self.command]
        folder = self.records.folder(container)
        launch = self.isolation.launch(container, (*command, *container.creation.arguments), folder)
        # At once, so that a second request does not start it too.
        status, container.status = container.status, "running"
        try:
            running = await Running.start(
                container, launch, self.records.log(container), self.publish_on
            )
        except BaseException:
            container.status = status
            raise
        container.started_at = datetime.now(UTC)
        self._running[container.id] = running
        self.records.save(container)
        self.events.tell("start", container)
        self._watchers[container.id] = asyncio.create_task(self._watch(container, running))
        return True

    def pause(self, container: Container) -> None:
        """Pauses a container.

        Raises:
            ConflictError: if it does not run, or is paused.
        """
        self._running_in(container, "running").signal(signal.SIGSTOP)
        container.status = "paused"
        self.events.tell("pause", container)

    def unpause(self, container: Container) -> None:
        """Resumes a container.

        Raises:
            ConflictError: if it is not paused.
        """
        self._running_in(container, "paused").signal(signal.SIGCONT)
        container.status = "running"
        self.events.tell("unpause", container)

    async def stop(self, container: Container, timeout: float = _STOP_SECONDS) -> bool:
        """Stops a container, at once after a timeout in seconds; False if it does not run."""
        running = self._running.get(container.id)
        if not running:
            return False
        await running.stop(timeout)
        await self.wait(container)
        self.events.tell("stop", container)
        return True

    def kill(self, container: Container, number: signal.Signals) -> None:
        """Signals all processes of a container.

        Raises:
            ConflictError: if it does not run.
        """
        self._running_in(container, "running", "paused").signal(number)
        self.events.tell("kill", container)

    async def wait(self, container: Container) -> int:
        """Waits until a container does not run, and returns its exit code."""
        if container.id in self._running:
            await asyncio.shield(self._watchers[container.id])
        return container.exit_code

    async def remove(self, container: Container, *, force: bool = False) -> None:
        """Removes a container and what it kept.

        Raises:
            ConflictError: if it runs, unless forced.
        """
        if container.id in self._running:
            if not force:
                raise ConflictError(
                    f"cannot remove container /{container.creation.name}: container is "
                    f"{container.status}: stop it, or remove it by force"
                )
            await self.stop(container, timeout=0)
        if self._containers.pop(container.id, None):
            self._watchers.pop(container.id, None)
            await asyncio.to_thread(self.records.remove, container)
            self.events.tell("destroy", container)

    async def close(self) -> None:
        """Stops all containers."""
        await asyncio.gather(*(self.stop(one, timeout=5) for one in self.containers))
        self.events.close()

    def _running_in(self, container: Container, *statuses: str) -> Running:
        if container.status not in statuses or container.id not in self._running:
            raise ConflictError(f"Container {container.id} is {container.status}")
        return self._running[container.id]

    async def _watch(self, container: Container, running: Running) -> None:
        container.exit_code = await running.exit_code()
        container.status = "exited"
        container.finished_at = datetime.now(UTC)
        container.host_ports, container.pid = {}, 0
        del self._running[container.id]
        self.records.save(container)
        self.events.tell("die", container)
        if container.creation.is_removed_on_exit:
            await self.remove(container)
