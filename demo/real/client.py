"""A client of the server's API for settings, conversations and sandboxes."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_POLL_SECONDS = 0.5

# Docker's error, as the task shows it.
_PORT_WAS_TAKEN = re.compile(r"Bind for [\d.]+:\d+ failed")


class ApiError(Exception):
    """The server refused a request.

    Attributes:
        status: the HTTP status.
    """

    def __init__(self, method: str, url: str, status: int, body: str) -> None:
        super().__init__(f"{method} {url} answered {status}: {body[:2000]}")
        self.status = status


class ConversationError(Exception):
    """A conversation could not be started."""


@dataclass(frozen=True)
class Conversation:
    """A conversation that is ready.

    Attributes:
        id: 32 hexadecimal digits.
        sandbox_id: the container's name.
        agent_url: base URL of its agent server, as this machine reaches it.
        session_api_key: what the agent server demands.
    """

    id: str
    sandbox_id: str
    agent_url: str
    session_api_key: str

    @property
    def socket_url(self) -> str:
        """The URL of the WebSocket that sends its events."""
        base = self.agent_url.replace("http", "ws", 1)
        query = f"resend_all=true&session_api_key={self.session_api_key}"
        return f"{base}/sockets/events/{self.id}?{query}"


@dataclass(frozen=True)
class Client:
    """A user of an OpenHands server.

    Attributes:
        url: the server's base URL.
        headers: sent with each request, for example those that name the user.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Any:
        """The answer to a GET request, decoded from JSON."""
        return self.request("GET", path)

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """The answer to a request, decoded from JSON; None if it is empty.

        Raises:
            ApiError: if its status is 400 or higher.
        """
        url = path if path.startswith("http") else self.url + path
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **self.headers}
        request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310
                answer = response.read()
        except urllib.error.HTTPError as error:
            with error:
                raise ApiError(method, url, error.code, error.read().decode()) from None
        return json.loads(answer) if answer else None

    def save_model(self, model: str, api_key: str, base_url: str) -> None:
        """Stores the model in the user's settings, and refuses analytics.

        Args:
            model: as LiteLLM names it, for example ``openai/scripted``.
            api_key: of the model's provider.
            base_url: of the provider's API, as sandboxes reach it.
        """
        llm = {"model": model, "api_key": api_key, "base_url": base_url}
        if "/api/v1/settings" in self.get("/openapi.json")["paths"]:
            settings = {"agent_settings_diff": {"llm": llm}, "user_consents_to_analytics": False}
            self.request("POST", "/api/v1/settings", settings)
        else:
            # OpenHands up to 1.6.
            flat = {f"llm_{name}": value for name, value in llm.items()}
            self.request("POST", "/api/settings", {**flat, "user_consents_to_analytics": False})

    def start_conversation(
        self,
        message: str | None = None,
        seconds: float = 180,
        parent: Conversation | None = None,
    ) -> Conversation:
        """Starts a conversation, and waits until it is ready.

        Args:
            message: the first message to the agent.
            parent: the conversation whose sandbox it shares; by default it has its own.
            seconds: to wait at most.

        Raises:
            ConversationError: if the server reports an error, or it takes longer.
        """
        request: dict[str, Any] = {}
        if message:
            request["initial_message"] = {"content": [{"type": "text", "text": message}]}
        if parent:
            request["parent_conversation_id"] = parent.id
        end = time.monotonic() + seconds
        others = self._sandbox_ids()
        task = self._started(request, end)
        # OpenHands 1.11 picks free ports, and does not hold them until the container starts.
        while _PORT_WAS_TAKEN.search(task.get("detail") or "") and time.monotonic() < end:
            for sandbox_id in self._sandbox_ids() - others:
                self.delete_sandbox(sandbox_id)
            task = self._started(request, end)
        if task["status"] != "READY":
            raise ConversationError(f"The conversation is not ready: {json.dumps(task)}")
        conversation = self.conversation(task["app_conversation_id"])
        return Conversation(
            conversation["id"].replace("-", ""),
            conversation["sandbox_id"],
            # …/api/conversations/ID
            conversation["conversation_url"].split("/api/", 1)[0],
            conversation["session_api_key"],
        )

    def _started(self, request: dict[str, Any], end: float) -> Any:
        """The task that starts a conversation, once it has ended or the time is over."""
        task = self.request("POST", "/api/v1/app-conversations", request)
        while task["status"] not in {"READY", "ERROR"} and time.monotonic() < end:
            time.sleep(_POLL_SECONDS)
            [task] = self.get(f"/api/v1/app-conversations/start-tasks?ids={task['id']}")
        return task

    def _sandbox_ids(self) -> set[str]:
        return {sandbox["id"] for sandbox in self.get("/api/v1/sandboxes/search")["items"]}

    def delete_sandbox(self, sandbox_id: str) -> None:
        """Stops a sandbox, and removes it with its files."""
        # The name of the query parameter differs from that in the path up to 1.7.
        self.request("DELETE", f"/api/v1/sandboxes/{sandbox_id}?sandbox_id={sandbox_id}")

    def conversation(self, conversation_id: str) -> Any:
        """A conversation as the server describes it."""
        [conversation] = self.get(f"/api/v1/app-conversations?ids={conversation_id}")
        return conversation

    def send(self, conversation: Conversation, text: str) -> None:
        """Sends a message to the agent, which starts to work on it."""
        message = {"role": "user", "content": [{"type": "text", "text": text}], "run": True}
        agent = Client(conversation.agent_url, {"X-Session-API-Key": conversation.session_api_key})
        agent.request("POST", f"/api/conversations/{conversation.id}/events", message)

    def sandbox_status(self, sandbox_id: str) -> str:
        """``RUNNING``, ``PAUSED``, ``STARTING``, ``MISSING`` or ``ERROR``."""
        [sandbox] = self.get(f"/api/v1/sandboxes?id={sandbox_id}")
        return str(sandbox["status"]) if sandbox else "MISSING"
