"""The engine's command line."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from aiohttp import web

from demo.real.process_engine.api import application
from demo.real.process_engine.engine import Engine
from demo.real.process_engine.errors import StartError
from demo.real.process_engine.isolation import choose
from demo.real.process_engine.records import Records


def main() -> None:
    """Runs an engine until it is interrupted or terminated."""
    if sys.platform != "linux":
        sys.exit("The process engine needs Linux: on other systems, use Docker")
    parser = argparse.ArgumentParser(
        prog="python -m demo.real.process_engine",
        description="A Docker Engine API that starts a process in place of each container.",
    )
    parser.add_argument("--socket", type=Path, required=True, help="Unix socket to listen on")
    parser.add_argument("--folder", type=Path, required=True, help="keeps the containers")
    parser.add_argument(
        "--publish-on", default="127.0.0.1", help="address for published ports (%(default)s)"
    )
    parser.add_argument(
        "--isolation",
        choices=("auto", "bwrap", "none"),
        default="auto",
        help="auto: bubblewrap where it works, otherwise none",
    )
    parser.add_argument(
        "--readable",
        type=Path,
        action="append",
        default=[],
        help="file or folder that containers may read, with bubblewrap; may be repeated",
    )
    parser.add_argument(
        "command",
        nargs="+",
        help="after --: what a container runs; {address} stands for the address to listen on",
    )
    arguments = parser.parse_args()
    try:
        isolation = choose(arguments.isolation, [path.absolute() for path in arguments.readable])
    except StartError as error:
        sys.exit(str(error))
    sys.stderr.write(f"{isolation.notice}\n")
    records = Records(arguments.folder.absolute())
    engine = Engine(arguments.command, isolation, records, arguments.publish_on)
    asyncio.run(_serve(engine, arguments.socket))


async def _serve(engine: Engine, socket: Path) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    runner = web.AppRunner(application(engine), shutdown_timeout=1, handler_cancellation=True)
    await runner.setup()
    socket.unlink(missing_ok=True)
    await web.UnixSite(runner, str(socket)).start()
    sys.stderr.write(f"Listening on {socket}\n")
    try:
        await stopped.wait()
    finally:
        await engine.close()
        await runner.cleanup()
        socket.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
