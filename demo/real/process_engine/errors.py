"""Errors that the Engine API answers."""

from __future__ import annotations


class EngineError(Exception):
    """A request fails.

    Attributes:
        status: HTTP status, with Docker's meaning: 400 for a request that is invalid or not
            supported, 404 for an unknown name, 409 for a conflict with the container's state.
    """

    status = 500


class InvalidRequestError(EngineError):
    """The request is invalid, or asks for something that this engine does not have."""

    status = 400


class NotFoundError(EngineError):
    """No such container, image or volume."""

    status = 404


class ConflictError(EngineError):
    """The container's state, or a name in use, does not allow the request."""

    status = 409


class StartError(EngineError):
    """A container cannot be started."""
