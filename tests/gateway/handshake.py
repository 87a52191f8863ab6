"""The opening handshake of a WebSocket, with the key and the answer of RFC 6455, section 1.3."""

from __future__ import annotations

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

ASKS = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": KEY,
}

ACCEPTS = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": ACCEPT}


def switching(headers: dict[str, str]) -> bytes:
    """A head with status 101."""
    lines = ["HTTP/1.1 101 Switching Protocols", *(f"{n}: {v}" for n, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()
