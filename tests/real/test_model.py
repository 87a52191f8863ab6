"""The scripted model, by both APIs."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from demo.real.model import Call, ModelServer, Say, Script, Turn, running_model

SCRIPT = Script(
    [
        Turn("say (.+)", [Say("You said  {1}.\n")]),
        Turn("run (.+)", [Call("terminal", {"command": "{1}"}, "I run it."), Say("It ran.")]),
    ],
    title="A title",
)
SCHEMA = {"type": "object", "properties": {"command": {}, "security_risk": {}}}
#: How to send, by API: the path, the tools, and a message with the result of a tool call.
APIS: dict[str, tuple[str, list[Any], dict[str, Any]]] = {
    "openai": (
        "/v1/chat/completions",
        [{"type": "function", "function": {"name": "terminal", "parameters": SCHEMA}}],
        {"role": "tool", "tool_call_id": "1", "content": "done"},
    ),
    "anthropic": (
        "/v1/messages",
        [{"name": "terminal", "input_schema": SCHEMA}],
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "1"}]},
    ),
}


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with running_model(SCRIPT) as model:
        yield model


def ask(
    model: ModelServer,
    api: str,
    messages: list[dict[str, Any]],
    *,
    stream: bool,
    tools: bool = True,
) -> tuple[str, Any]:
    """The text of the model's answer, and the arguments of its tool call."""
    path, known, _ = APIS[api]
    body: dict[str, Any] = {"model": "scripted", "messages": messages, "stream": stream}
    if tools:
        body["tools"] = known
    answer = post(model, path, body, model.api_key)
    if stream:
        data = [line[6:] for line in answer.splitlines() if line.startswith("data: {")]
        text, arguments = STREAMED[api]([json.loads(one) for one in data])
        return text, json.loads(arguments) if arguments else None
    return WHOLE[api](json.loads(answer))


def post(model: ModelServer, path: str, body: Any, key: str) -> str:
    headers = {"Authorization": f"Bearer {key}", "X-Api-Key": key}
    request = urllib.request.Request(model.url + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as response:
        return str(response.read().decode())


def whole_openai(answer: Any) -> tuple[str, Any]:
    message = answer["choices"][0]["message"]
    calls = [json.loads(one["function"]["arguments"]) for one in message.get("tool_calls", [])]
    return message["content"], calls[0] if calls else None


def whole_anthropic(answer: Any) -> tuple[str, Any]:
    text = "".join(one["text"] for one in answer["content"] if one["type"] == "text")
    calls = [one["input"] for one in answer["content"] if one["type"] == "tool_use"]
    return text, calls[0] if calls else None


def streamed_openai(events: list[Any]) -> tuple[str, str]:
    deltas = [choice["delta"] for event in events for choice in event["choices"]]
    calls = [call for delta in deltas for call in delta.get("tool_calls", [])]
    text = "".join(delta.get("content", "") for delta in deltas)
    return text, "".join(call["function"]["arguments"] for call in calls)


def streamed_anthropic(events: list[Any]) -> tuple[str, str]:
    deltas = [event["delta"] for event in events if event["type"] == "content_block_delta"]
    text = "".join(delta.get("text", "") for delta in deltas)
    return text, "".join(delta.get("partial_json", "") for delta in deltas)


WHOLE = {"openai": whole_openai, "anthropic": whole_anthropic}
STREAMED = {"openai": streamed_openai, "anthropic": streamed_anthropic}

both = pytest.mark.parametrize("api", APIS)
whole_or_streamed = pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])


@both
@whole_or_streamed
def test_the_answer_is_the_text_of_the_script(model: ModelServer, api: str, stream: bool) -> None:
    messages = [{"role": "user", "content": [{"type": "text", "text": "Say hello  there"}]}]
    assert ask(model, api, messages, stream=stream) == ("You said  hello  there.\n", None)


@both
@whole_or_streamed
def test_a_step_calls_a_tool_and_its_result_asks_for_the_next_step(
    model: ModelServer, api: str, stream: bool
) -> None:
    messages: list[dict[str, Any]] = [{"role": "user", "content": "run ls -l"}]
    # OpenHands refuses a call without the risk that it added to the tool's schema.
    arguments = {"security_risk": "LOW", "command": "ls -l"}
    assert ask(model, api, messages, stream=stream) == ("I run it.", arguments)
    messages += [{"role": "assistant", "content": "I run it."}, APIS[api][2]]
    assert ask(model, api, messages, stream=stream) == ("It ran.", None)


@both
def test_a_request_without_tools_asks_for_the_title(model: ModelServer, api: str) -> None:
    messages = [{"role": "user", "content": "say anything"}]
    assert ask(model, api, messages, stream=False, tools=False) == ("A title", None)


@both
def test_a_message_that_matches_no_turn_gets_a_default_answer(model: ModelServer, api: str) -> None:
    text, call = ask(model, api, [{"role": "user", "content": "what?"}], stream=False)
    assert (text, call) == (SCRIPT.otherwise, None)


@both
def test_a_request_without_the_key_is_refused(model: ModelServer, api: str) -> None:
    before = len(model.requests)
    with pytest.raises(urllib.error.HTTPError, match="401") as error:
        post(model, APIS[api][0], {}, "another")
    error.value.close()
    assert len(model.requests) == before
