"""The data of one person: each item contains a word that nobody else may read."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from demo.real.client import ApiError, Client, Conversation
from tests.server.people import TITLE, House, base_url

MESSAGE = "canary-message"
SECRET_NAME = "CANARY_SECRET"
SECRET_VALUE = "canary-secret-value"
GIT_NAME = "canary-git-name"
_SECONDS = 60
_TITLE_SECONDS = 20


@dataclass(frozen=True)
class Belongings:
    """One person's things at a server.

    Attributes:
        conversation: that has a running sandbox.
        start_task: id of the task that started it.
        event: id of one of its events.
        words: that nobody else may read.
    """

    conversation: Conversation
    start_task: str
    event: str
    words: tuple[str, ...]

    def found_in(self, text: str) -> list[str]:
        """The words that a text holds."""
        return [word for word in self.words if word in text]


def state_of(house: House, user_id: str, things: Belongings) -> dict[str, Any]:
    """The data that somebody else might change, as the person and Docker see it."""
    person = house.client(user_id)
    prefix = _prefix(person)
    conversation = person.conversation(things.conversation.id) or {}
    secrets = person.get(f"{prefix}/secrets{'/search' if prefix != '/api' else ''}")
    return {
        "title": conversation.get("title"),
        "public": conversation.get("public"),
        "status": conversation.get("sandbox_status"),
        "name": person.get(f"{prefix}/settings").get("git_user_name"),
        "has secret": SECRET_NAME in str(secrets),
        "container": [
            each["State"]["Status"]
            for each in house.server.containers()
            if each["Name"] == f"/{things.conversation.sandbox_id}"
        ],
    }


def _prefix(person: Client) -> str:
    """The path of settings and secrets: below `/api/v1` since 1.5."""
    return "/api/v1" if "/api/v1/secrets" in person.get("/openapi.json")["paths"] else "/api"


def settle(house: House, user_id: str) -> Belongings:
    """Lets a person store settings and a secret, and start a conversation."""
    person = house.client(user_id)
    prefix = _prefix(person)
    person.save_model("openai/scripted", house.model.api_key, base_url(house.model))
    person.request("POST", f"{prefix}/settings", {"git_user_name": GIT_NAME})
    secret = {"name": SECRET_NAME, "value": SECRET_VALUE}
    person.request("POST", f"{prefix}/secrets", secret)
    conversation = person.start_conversation(MESSAGE)
    _wait_for_title(person, conversation.id)
    # Up to 1.4, the server demands both.
    named = {"title": TITLE, "public": False}
    person.request("PATCH", f"/api/v1/app-conversations/{conversation.id}", named)
    events = f"/api/v1/conversation/{conversation.id}/events/search"
    event = _first_item(person, events, MESSAGE)
    tasks = "/api/v1/app-conversations/start-tasks/search"
    task = _first_item(person, tasks, conversation.sandbox_id)
    return Belongings(
        conversation,
        task["id"],
        event["id"],
        (
            *(MESSAGE, TITLE, SECRET_NAME, SECRET_VALUE, GIT_NAME),
            *(conversation.session_api_key, conversation.sandbox_id),
        ),
    )


def _wait_for_title(person: Client, conversation_id: str) -> None:
    """Waits until the model has named the conversation: it would replace a title of Bob's.

    OpenHands stores the model's title after each message, even seconds later. A stock server up to
    1.4 keeps the first title.
    """
    end = time.monotonic() + _TITLE_SECONDS
    while person.conversation(conversation_id)["title"].startswith("Conversation "):
        if time.monotonic() > end:
            return
        time.sleep(0.2)


def _first_item(person: Client, path: str, holding: str) -> Any:
    """The first item of a list that holds a word, as soon as there is one."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        try:
            found = [item for item in person.get(path)["items"] if holding in str(item)]
        except ApiError as error:
            raise AssertionError(str(error)) from error
        if found:
            return found[0]
        time.sleep(0.2)
    message = f"{path} has no item with {holding}"
    raise AssertionError(message)
