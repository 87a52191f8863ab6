"""An OpenID Connect issuer on a real socket, which can also misbehave."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

METADATA = "/.well-known/openid-configuration"
KEYS = "/keys"

type PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
type Answer = Callable[[BaseHTTPRequestHandler], None]


def jwk(key: PrivateKey, kid: str, **fields: Any) -> dict[str, Any]:
    public = key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        return RSAAlgorithm.to_jwk(public, as_dict=True) | {"kid": kid} | fields
    return ECAlgorithm.to_jwk(public, as_dict=True) | {"kid": kid} | fields


def json_answer(document: Any) -> Answer:
    return raw_answer(json.dumps(document).encode())


def raw_answer(body: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


class RunningIssuer:
    """Serves `answers`; `requests` lists the paths that were asked for."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[str] = []
        self.metadata = {"issuer": url, "jwks_uri": url + KEYS}
        self.answers: dict[str, Answer] = {METADATA: json_answer(self.metadata)}
        # Released when the issuer stops, so that a slow answer ends.
        self.stopped = threading.Event()

    def publish(self, *keys: dict[str, Any]) -> None:
        self.answers[KEYS] = json_answer({"keys": list(keys)})

    def claims(self, now: int, **changes: Any) -> dict[str, Any]:
        claims = {"iss": self.url, "aud": "app", "sub": "alice", "iat": now, "exp": now + 300}
        merged = claims | changes
        return {name: value for name, value in merged.items() if value is not None}


@contextmanager
def running_issuer() -> Iterator[RunningIssuer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.requests.append(self.path)
            issuer.answers.get(self.path, raw_answer(b"", 404))(self)

        def log_message(self, *args: Any) -> None:
            """Keeps quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer = RunningIssuer(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield issuer
        finally:
            issuer.stopped.set()
            server.shutdown()
            thread.join()


def sign(claims: dict[str, Any], key: PrivateKey, kid: str | None, **header: Any) -> str:
    algorithm = "RS256" if isinstance(key, rsa.RSAPrivateKey) else "ES256"
    if kid is not None:
        header["kid"] = kid
    # PyJWS, because PyJWT refuses to sign some of the claims that PyJWT must refuse to believe.
    payload = json.dumps(claims).encode()
    return jwt.PyJWS().encode(payload, key, algorithm, headers=header)


def segment(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
