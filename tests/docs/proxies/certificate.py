"""The certificate of a proxy."""

from __future__ import annotations

from pathlib import Path

import trustme

from demo.addresses import HOST


def certificate(folder: Path) -> Path:
    """Writes openhands.pem and openhands.key, for the page's host and the apps' hosts.

    Returns:
        The file of the authority that signed it.
    """
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    issued = authority.issue_cert(HOST, f"*.runtime.{HOST}")
    (folder / "openhands.pem").write_bytes(b"".join(one.bytes() for one in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(folder / "openhands.key")
    return folder / "authority.pem"
