"""Reasons for refusing a request or a configuration, as codes; messages.py holds the sentences."""

from __future__ import annotations

from enum import StrEnum

from openhands_multiuser.identity import messages


class IdentityProblem(StrEnum):
    """Why a request has no identity."""

    MISSING = "missing"
    REPEATED = "repeated"
    UNPROVEN = "unproven"
    MALFORMED = "malformed"
    ALGORITHM_REFUSED = "algorithm_refused"
    UNKNOWN_KEY = "unknown_key"
    KEYS_UNAVAILABLE = "keys_unavailable"
    SIGNATURE = "signature"
    MISSING_CLAIM = "missing_claim"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_AUDIENCE = "wrong_audience"
    WRONG_TOKEN_USE = "wrong_token_use"  # noqa: S105
    INVALID_USER_ID = "invalid_user_id"


class IdentityError(Exception):
    """A request has no identity and must be refused.

    Attributes:
        problem: why.
    """

    def __init__(self, problem: IdentityProblem) -> None:
        self.problem = problem
        super().__init__(problem.value)

    @property
    def status(self) -> int:
        """The HTTP status of the answer.

        503 where nobody could judge the token, so that a client does not send its user to sign in
        again; 401 otherwise.
        """
        return 503 if self.problem is IdentityProblem.KEYS_UNAVAILABLE else 401

    @property
    def sentence(self) -> str:
        """The reason, for the person or program that sent the request."""
        return messages.IDENTITY[self.problem.value]


class ConfigurationProblem(StrEnum):
    """What is wrong with an environment variable."""

    UNSET = "unset"
    UNKNOWN_SOURCE = "unknown_source"
    SHORT_SECRET = "short_secret"  # noqa: S105
    UNSENDABLE_SECRET = "unsendable_secret"  # noqa: S105
    BAD_USER_ID = "bad_user_id"
    BAD_POOL = "bad_pool"
    BAD_ISSUER = "bad_issuer"
    BAD_TOKEN_USE = "bad_token_use"  # noqa: S105
    BAD_NAME = "bad_name"
    EXCLUSIVE = "exclusive"


class ConfigurationError(ValueError):
    """An environment variable is missing or invalid. Its text names the variable and the fix.

    Attributes:
        variable: name of the environment variable.
        problem: what is wrong with it.
    """

    def __init__(self, variable: str, problem: ConfigurationProblem) -> None:
        self.variable, self.problem = variable, problem
        super().__init__(f"{variable} {messages.CONFIGURATION[problem.value]}")


class DocumentProblem(StrEnum):
    """Why a document of the issuer could not be used."""

    NO_ANSWER = "no_answer"
    TIMEOUT = "timeout"
    STATUS = "status"
    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    WRONG_ISSUER = "wrong_issuer"
    INSECURE_KEYS_URL = "insecure_keys_url"
    NO_KEYS = "no_keys"


class DocumentError(Exception):
    """The issuer's metadata or keys could not be used. Its text is for the operator's log.

    Attributes:
        url: URL of the document.
        problem: what is wrong with it.
    """

    def __init__(self, url: str, problem: DocumentProblem) -> None:
        self.url, self.problem = url, problem
        super().__init__(f"{url}: {messages.DOCUMENT[problem.value]}")
