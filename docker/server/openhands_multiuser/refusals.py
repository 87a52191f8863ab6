"""Why something is refused. FastAPI turns each into its status."""

from __future__ import annotations

from starlette.exceptions import HTTPException


class NotSignedIn(HTTPException):
    """The request does not prove who sent it."""

    def __init__(self) -> None:
        super().__init__(401, "Sign in first")


class NotYours(HTTPException):
    """It belongs to another user or does not exist. The answer is the same for both."""

    def __init__(self, what: str) -> None:
        super().__init__(404, f"{what} not found")


class Taken(HTTPException):
    """An id that the request chose is in use."""

    def __init__(self, detail: str) -> None:
        super().__init__(409, detail)
