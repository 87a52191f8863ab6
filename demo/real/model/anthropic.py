"""Anthropic's messages: requests, whole answers, and streams.

https://docs.anthropic.com/en/api/messages
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from demo.real.model.script import Message, Reply, Request
from demo.real.model.text import fragments, text_of

_USAGE = {"input_tokens": 10, "output_tokens": 10}


def read_request(body: dict[str, Any]) -> Request:
    """Reads the body of ``POST /v1/messages``."""
    return Request(
        api="anthropic",
        model=body["model"],
        messages=[_message(one) for one in body["messages"]],
        tools={tool["name"]: tool.get("input_schema", {}) for tool in body.get("tools") or ()},
        is_streamed=bool(body.get("stream")),
    )


def whole(request: Request, reply: Reply) -> dict[str, Any]:
    """The answer as one JSON object."""
    blocks: list[dict[str, Any]] = [{"type": "text", "text": reply.text}] if reply.text else []
    if reply.tool:
        blocks.append(_tool_use(reply) | {"input": reply.arguments})
    return _head(request) | {"content": blocks, "stop_reason": _stop_reason(reply)}


def stream(request: Request, reply: Reply) -> Iterator[bytes]:
    """The answer as server-sent events."""
    yield _event("message_start", message=_head(request) | {"content": [], "stop_reason": None})
    index = 0
    if reply.text:
        block = {"type": "text", "text": ""}
        deltas = [{"type": "text_delta", "text": one} for one in fragments(reply.text)]
        yield from _block(index, block, deltas)
        index += 1
    if reply.tool:
        block = _tool_use(reply) | {"input": {}}
        parts = fragments(json.dumps(reply.arguments))
        deltas = [{"type": "input_json_delta", "partial_json": one} for one in parts]
        yield from _block(index, block, deltas)
    delta = {"stop_reason": _stop_reason(reply), "stop_sequence": None}
    yield _event("message_delta", delta=delta, usage=_USAGE)
    yield _event("message_stop")


def _message(message: dict[str, Any]) -> Message:
    content = message["content"]
    # The result of a tool call comes in a message of the user's role.
    is_result = isinstance(content, list) and any(one["type"] == "tool_result" for one in content)
    return Message("tool" if is_result else message["role"], text_of(content))


def _head(request: Request) -> dict[str, Any]:
    return {
        "id": f"msg_{uuid.uuid4().hex[:24]}",
        "type": "message",
        "role": "assistant",
        "model": request.model,
        "stop_sequence": None,
        "usage": _USAGE,
    }


def _block(index: int, block: dict[str, Any], deltas: list[dict[str, Any]]) -> Iterator[bytes]:
    yield _event("content_block_start", index=index, content_block=block)
    for delta in deltas:
        yield _event("content_block_delta", index=index, delta=delta)
    yield _event("content_block_stop", index=index)


def _event(kind: str, **data: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n".encode()


def _tool_use(reply: Reply) -> dict[str, Any]:
    return {"type": "tool_use", "id": f"toolu_{uuid.uuid4().hex[:24]}", "name": reply.tool}


def _stop_reason(reply: Reply) -> str:
    return "tool_use" if reply.tool else "end_turn"
