"""What a sandbox URL becomes on the page of a conversation."""

from __future__ import annotations

from demo.addresses import HOST, UUID, C

PAGE = f"https://{HOST}/conversations/{UUID}"


def request(port: int, rest: str = "/", scheme: str = "https") -> str:
    return f"{scheme}://{HOST}/runtime/{C}/{port}{rest}"


def document(port: int, rest: str = "/") -> str:
    return f"https://{port}-{C}.runtime.{HOST}{rest}"
