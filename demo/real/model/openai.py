"""OpenAI's chat completions: requests, whole answers, and streams.

https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

from demo.real.model.script import Message, Reply, Request
from demo.real.model.text import fragments, text_of

_USAGE = {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20}


def read_request(body: dict[str, Any]) -> Request:
    """Reads the body of ``POST /v1/chat/completions``."""
    return Request(
        api="openai",
        model=body["model"],
        messages=[Message(one["role"], text_of(one.get("content"))) for one in body["messages"]],
        tools={
            tool["function"]["name"]: tool["function"].get("parameters", {})
            for tool in body.get("tools") or ()
        },
        is_streamed=bool(body.get("stream")),
    )


def whole(request: Request, reply: Reply) -> dict[str, Any]:
    """The answer as one JSON object."""
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
    if reply.tool:
        message["tool_calls"] = [_call(reply)]
    choice = {"index": 0, "message": message, "finish_reason": _finish_reason(reply)}
    return _head(request, "chat.completion") | {"choices": [choice], "usage": _USAGE}


def stream(request: Request, reply: Reply) -> Iterator[bytes]:
    """The answer as server-sent events."""
    head = _head(request, "chat.completion.chunk")

    def event(delta: dict[str, Any], finish_reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return b"data: %s\n\n" % json.dumps(head | {"choices": [choice]}).encode()

    yield event({"role": "assistant", "content": ""})
    for fragment in fragments(reply.text):
        yield event({"content": fragment})
    if reply.tool:
        call = _call(reply)
        begin = call | {"index": 0, "function": call["function"] | {"arguments": ""}}
        yield event({"tool_calls": [begin]})
        for fragment in fragments(call["function"]["arguments"]):
            yield event({"tool_calls": [{"index": 0, "function": {"arguments": fragment}}]})
    yield event({}, _finish_reason(reply))
    yield b"data: %s\n\n" % json.dumps(head | {"choices": [], "usage": _USAGE}).encode()
    yield b"data: [DONE]\n\n"


def _head(request: Request, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": request.model,
    }


def _call(reply: Reply) -> dict[str, Any]:
    return {
        "id": f"call_{uuid.uuid4().hex[:24]}",
        "type": "function",
        "function": {"name": reply.tool, "arguments": json.dumps(reply.arguments)},
    }


def _finish_reason(reply: Reply) -> str:
    return "tool_calls" if reply.tool else "stop"
