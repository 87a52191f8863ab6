"""What the scripted model answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["system", "user", "assistant", "tool"]

# Arguments that OpenHands adds to its tools: it refuses a call without a risk (agent server 1.19).
_ADDED = {"security_risk": "LOW", "summary": "Follow the script"}


@dataclass(frozen=True)
class Message:
    """A message of the conversation so far, as far as a script looks at it."""

    role: Role
    text: str


@dataclass(frozen=True)
class Request:
    """A request to the model, whichever API it came by.

    Attributes:
        api: ``openai`` or ``anthropic``.
        model: the model's name, without the provider.
        tools: JSON schema of the arguments by name of a tool that the model may call.
    """

    api: str
    model: str
    messages: Sequence[Message]
    tools: Mapping[str, Any]
    is_streamed: bool


@dataclass(frozen=True)
class Say:
    """A step that answers with text.

    Attributes:
        text: ``{1}`` stands for the first group of the turn's pattern, and so on.
    """

    text: str


@dataclass(frozen=True)
class Call:
    """A step that calls a tool.

    Attributes:
        tool: the tool's name.
        arguments: of the call; groups of the turn's pattern are filled in as in `Say`.
        text: said beside the call.
    """

    tool: str
    arguments: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True)
class Turn:
    """What the model does after a message of the user.

    Attributes:
        pattern: regular expression that is searched in the message, ignoring case.
        steps: one for each answer; the result of a tool call asks for the next one. The last step
            repeats.
    """

    pattern: str
    steps: Sequence[Say | Call]


@dataclass(frozen=True)
class Reply:
    """An answer of the model: text, a tool call, or both."""

    text: str = ""
    tool: str | None = None
    arguments: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Script:
    """The turns of a model; the first one whose pattern is found applies.

    Attributes:
        turns: in order.
        title: answer to a request without tools, which asks for the conversation's title.
        otherwise: answer to a message that no turn matches.
    """

    turns: Sequence[Turn] = ()
    title: str = "Scripted conversation"
    otherwise: str = "This is a scripted model, and its script has no answer to that."

    def reply(self, request: Request) -> Reply:
        """The answer to a request."""
        if not request.tools:
            return Reply(self.title)
        last = max((i for i, m in enumerate(request.messages) if m.role == "user"), default=-1)
        text = request.messages[last].text if last >= 0 else ""
        answered = sum(m.role == "assistant" for m in request.messages[last + 1 :])
        for turn in self.turns:
            if found := re.search(turn.pattern, text, re.IGNORECASE):
                step = turn.steps[min(answered, len(turn.steps) - 1)]
                return _reply(step, found, request.tools)
        return Reply(self.otherwise)


def _reply(step: Say | Call, found: re.Match[str], tools: Mapping[str, Any]) -> Reply:
    if isinstance(step, Say):
        return Reply(_fill(step.text, found))
    known = tools.get(step.tool, {}).get("properties", {})
    arguments = {name: value for name, value in _ADDED.items() if name in known}
    for name, value in step.arguments.items():
        arguments[name] = _fill(value, found) if isinstance(value, str) else value
    return Reply(_fill(step.text, found), step.tool, arguments)


def _fill(text: str, found: re.Match[str]) -> str:
    # str.format would trip over the braces of a shell command.
    return re.sub(r"\{(\d)\}", lambda number: found[int(number[1])] or "", text)
