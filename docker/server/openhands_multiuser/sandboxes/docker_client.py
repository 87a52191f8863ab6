"""A Docker client for one user: it labels what it starts, and sees what has the user's label.

OpenHands' sandbox service calls `containers.run`, `.get`, `.list` and `volumes.get`, on every
version. Nothing else passes: a call that a new version adds fails until somebody has decided who
may.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from docker.errors import NotFound

from openhands_multiuser import current
from openhands_multiuser.refusals import Taken
from openhands_multiuser.sandboxes import labels


class OwnedContainer:
    """A user's container. Its image has one tag: the sandbox spec's name for it."""

    def __init__(self, container: Any) -> None:
        self._container = container

    def __getattr__(self, name: str) -> Any:
        return getattr(self._container, name)

    @property
    def image(self) -> SimpleNamespace:
        """The image, by the name that the sandbox spec gives it."""
        spec = self._container.labels.get(labels.SPEC)
        return SimpleNamespace(id=self._container.attrs.get("Image"), tags=[spec] if spec else [])


class OwnedContainers:
    """The current user's containers, and nobody else's."""

    def __init__(self, containers: Any) -> None:
        self._containers = containers
        # The conversation that the next sandbox is started for: 32 hex digits.
        self.conversation: str | None = None
        self.seen: set[str] = set()

    def run(self, image: str, command: Any = None, **options: Any) -> OwnedContainer:
        """Start a container with its owner's label and, where there is one, its conversation's.

        Raises:
            NotSignedIn: Nobody is signed in.
            Taken: Another sandbox has the conversation.
        """
        owner = current.require_user_id()
        wanted = dict(options.pop("labels", None) or {})
        wanted[labels.USER] = owner
        conversation = self.conversation or labels.conversation_in(options.get("name") or "")
        if conversation:
            self._require_free(conversation)
            wanted[labels.CONVERSATION] = conversation
        return self._own(self._containers.run(image, command, labels=wanted, **options))

    def get(self, container_id: str) -> OwnedContainer:
        """Return the user's container of this id or name.

        Raises:
            docker.errors.NotFound: There is none, or it is somebody else's.
        """
        container = self._containers.get(container_id)
        owner = current.user_id()
        if owner is None or container.labels.get(labels.USER) != owner:
            message = f"No such container: {container_id}"
            raise NotFound(message)
        return self._own(container)

    def list(self, **options: Any) -> list[OwnedContainer]:
        """Return the user's containers."""
        owner = current.user_id()
        if owner is None:
            return []
        filters = {**(options.pop("filters", None) or {}), "label": f"{labels.USER}={owner}"}
        found = self._containers.list(filters=filters, **options)
        return [self._own(each) for each in found if each.labels.get(labels.USER) == owner]

    def _own(self, container: Any) -> OwnedContainer:
        self.seen.add(container.name)
        return OwnedContainer(container)

    def _require_free(self, conversation: str) -> None:
        """Refuse a conversation that already has a container, whoever owns it."""
        filters = {"label": f"{labels.CONVERSATION}={conversation}"}
        if self._containers.list(all=True, filters=filters, ignore_removed=True):
            message = f"Conversation {conversation} has a sandbox already"
            raise Taken(message)


class OwnedVolumes:
    """The volumes of containers that this client has seen: a volume has no owner of its own."""

    def __init__(self, volumes: Any, containers: OwnedContainers) -> None:
        self._volumes = volumes
        self._containers = containers

    def get(self, name: str) -> Any:
        """Return the volume of one of the user's containers.

        Raises:
            docker.errors.NotFound: There is none, or it is somebody else's.
        """
        if not any(name == f"openhands-workspace-{seen}" for seen in self._containers.seen):
            message = f"No such volume: {name}"
            raise NotFound(message)
        return self._volumes.get(name)


class OwnedDockerClient:
    """What OpenHands' sandbox service gets in place of a `docker.DockerClient`."""

    def __init__(self, client: Any) -> None:
        self.containers = OwnedContainers(client.containers)
        self.volumes = OwnedVolumes(client.volumes, self.containers)
