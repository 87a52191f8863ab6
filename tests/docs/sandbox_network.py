"""Run in a network namespace of its own: what a sandbox reaches on the server.

Prints, as JSON, whether a connection from a sandbox behind ``docker0`` is accepted at each
``ADDRESS:PORT`` that is given after the file of rules, and whether the server reaches the sandbox.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys

SANDBOX, PORT = "172.17.0.2", 8000

_CONNECT = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 1)"


def _run(command: str) -> None:
    subprocess.run(command.split(), check=True)


def main(rules: str, targets: list[str]) -> None:
    """Builds the bridge and the sandbox, loads the rules, and connects."""
    # It ends with its input.
    sandbox = subprocess.Popen(
        ["unshare", "--net", "sh", "-c", "echo; read end"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert sandbox.stdin
    assert sandbox.stdout
    sandbox.stdout.readline()
    inside = f"nsenter --net=/proc/{sandbox.pid}/ns/net"
    _run("ip link add docker0 type veth peer name eth0")
    _run("ip address add 172.17.0.1/16 dev docker0")
    _run("ip address add 192.0.2.10/24 dev docker0")
    _run(f"ip link set eth0 netns {sandbox.pid}")
    _run(f"{inside} ip address add {SANDBOX}/16 dev eth0")
    for link in ("ip link set docker0 up", f"{inside} ip link set eth0 up"):
        _run(link)
    _run(f"{inside} ip route add default via 172.17.0.1")
    _run(f"nft -f {rules}")
    reached = {}
    for target in targets:
        address, _, port = target.rpartition(":")
        with socket.create_server((address, int(port))):
            asked = [*inside.split(), sys.executable, "-c", _CONNECT, address, port]
            reached[target] = (
                subprocess.run(asked, check=False, capture_output=True).returncode == 0
            )
    listen = f"import socket; socket.create_server(('{SANDBOX}', {PORT})).accept()"
    listener = subprocess.Popen([*inside.split(), sys.executable, "-c", listen])
    reached["the sandbox"] = _answers(listener)
    sandbox.stdin.close()
    sandbox.wait()
    print(json.dumps(reached))


def _answers(listener: subprocess.Popen[bytes]) -> bool:
    while listener.poll() is None:
        try:
            socket.create_connection((SANDBOX, PORT), 1).close()
        except ConnectionRefusedError:
            continue
        except TimeoutError:
            listener.kill()
            return False
        return listener.wait() == 0
    return False


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
