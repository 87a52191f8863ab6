"""A self-signed certificate for a host and the subdomains of its sandboxes."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path

from frontend_patch.errors import FrontendPatchError

_DAYS = "30"


def find_openssl() -> str:
    """The openssl command.

    Raises:
        FrontendPatchError: it is not installed.
    """
    openssl = shutil.which("openssl")
    if not openssl:
        raise FrontendPatchError("openssl is not installed: install Debian's package openssl")
    return openssl


def write_certificate(folder: Path, host: str) -> str:
    """Writes ``certificate.pem`` and ``key.pem``.

    Returns:
        The hash of its public key, by which Chromium accepts it: SHA-256, in base64.
    """
    names = f"subjectAltName=DNS:{host},DNS:*.runtime.{host}"
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    _openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
        *("-subj", f"/CN={host}", "-addext", names, "-addext", "extendedKeyUsage=serverAuth"),
        *("-days", _DAYS, "-keyout", str(key), "-out", str(certificate)),
    )
    public_key = _openssl("pkey", "-in", str(key), "-pubout", "-outform", "DER")
    return base64.b64encode(hashlib.sha256(public_key).digest()).decode()


def _openssl(*arguments: str) -> bytes:
    run = subprocess.run([find_openssl(), *arguments], capture_output=True, check=False)
    if run.returncode:
        raise FrontendPatchError(f"openssl {arguments[0]} failed: {run.stderr.decode().strip()}")
    return run.stdout
