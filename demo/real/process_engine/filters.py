"""The ``filters`` of a request, for lists and for events."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from demo.real.process_engine.container import Container
from demo.real.process_engine.errors import InvalidRequestError


@dataclass(frozen=True)
class Filters:
    """Filters by name; a name that is absent matches everything, several values match any of them.

    Labels are the exception: all of them must match, as in Docker.
    """

    values: Mapping[str, Collection[str]] = field(default_factory=dict)

    def match(self, container: Container) -> bool:
        """Whether a list shall contain the container."""
        name = f"/{container.creation.name}"
        return (
            all(_has_label(container, label) for label in self.values.get("label", ()))
            and self._any("status", lambda status: status == container.status)
            and self._any("name", lambda part: part in name)
            and self._any("id", container.id.startswith)
        )

    def match_event(self, action: str, container: Container) -> bool:
        """Whether the event of a container shall be told."""
        return (
            all(_has_label(container, label) for label in self.values.get("label", ()))
            and self._any("type", lambda kind: kind == "container")
            and self._any("event", lambda event: event == action)
            and self._any(
                "container",
                lambda given: given == container.creation.name or container.id.startswith(given),
            )
        )

    def _any(self, name: str, matches: Callable[[str], bool]) -> bool:
        return name not in self.values or any(map(matches, self.values[name]))


LIST_FILTERS = frozenset({"label", "status", "name", "id"})
EVENT_FILTERS = frozenset({"label", "type", "event", "container"})


def read_filters(text: str | None, known: Collection[str]) -> Filters:
    """Reads the query parameter, in either of Docker's two forms.

    Args:
        text: ``{"label": ["a=b"]}``, or ``{"label": {"a=b": true}}`` as the command line sends it.
        known: names that the request may use.

    Raises:
        InvalidRequestError: if it is not JSON of this form, or a name is unknown.
    """
    try:
        given = json.loads(text or "{}")
        values = {name: tuple(map(str, wanted)) for name, wanted in given.items()}
    except (ValueError, AttributeError, TypeError):
        raise InvalidRequestError(f"filters: {text} is no JSON object of lists") from None
    for name in values:
        if name not in known:
            raise InvalidRequestError(f"invalid filter '{name}': use {', '.join(sorted(known))}")
    return Filters(values)


def _has_label(container: Container, wanted: str) -> bool:
    name, has_value, value = wanted.partition("=")
    labels = container.creation.labels
    return name in labels and (not has_value or labels[name] == value)
