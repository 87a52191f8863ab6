"""Why something is refused. FastAPI turns each into its status."""

from __future__ import annotations

from starlette.exceptions import HTTPException


class NotSignedIn(HTTPException):
    """The request proves no user."""

    def __init__(self) -> None:
        super().__init__(401, "Sign in first")


class NotYours(HTTPException):
    """Somebody else's, or nobody's: the answer does not tell which."""

    def __init__(self, what: str) -> None:
        super().__init__(404, f"{what} not found")


class Taken(HTTPException):
    """An id that the request chose is in use."""

    def __init__(self, detail: str) -> None:
        super().__init__(409, detail)
