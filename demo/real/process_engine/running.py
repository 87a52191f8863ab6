"""A container that runs: its process and its published ports."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from demo.real.process_engine.container import Container
from demo.real.process_engine.errors import StartError
from demo.real.process_engine.isolation import Launch
from demo.real.process_engine.ports import Forward
from demo.real.process_engine.processes import signal_all, signal_first


class Running:
    """The process of a container, from its start to its end."""

    def __init__(
        self, container: Container, process: asyncio.subprocess.Process, open_ports: AsyncExitStack
    ) -> None:
        """Use `start`."""
        self._container = container
        self._process = process
        self._open_ports = open_ports
        self._exit = asyncio.create_task(self._end())

    @classmethod
    async def start(cls, container: Container, launch: Launch, log: Path, host: str) -> Running:
        """Publishes the ports and starts the process; sets `host_ports` and `pid`.

        Args:
            container: the container.
            launch: how its process starts.
            log: receives the output.
            host: address of the host on which ports are published.

        Raises:
            StartError: if a port is taken, or the program cannot be started.
        """
        async with AsyncExitStack() as opening:
            ports = {}
            for private, public in container.creation.ports.items():
                forward = Forward(container.address, private)
                opening.push_async_callback(forward.close)
                ports[private] = await forward.open(host, public)
            try:
                with log.open("ab") as output:
                    process = await asyncio.create_subprocess_exec(
                        *launch.command,
                        env=launch.env,
                        cwd=launch.cwd,
                        stdin=asyncio.subprocess.DEVNULL,
                        stdout=output,
                        stderr=output,
                        start_new_session=True,
                    )
            except OSError as error:
                raise StartError(f"{launch.command[0]}: {error.strerror}") from error
            container.host_ports, container.pid = ports, process.pid
            return cls(container, process, opening.pop_all())
        raise AssertionError

    def signal(self, number: signal.Signals) -> None:
        """Signals all processes."""
        has_processes = signal_all(self._container.id, number)
        # Bubblewrap is not a process of the container. It takes the signal while it has not
        # started any, and a signal that would not leave it behind.
        if not has_processes or number in {signal.SIGKILL, signal.SIGCONT}:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def stop(self, timeout: float) -> None:
        """Asks the first process to end, as Docker does, and kills all after some seconds."""
        if not signal_first(self._container.id, signal.SIGTERM):
            self.signal(signal.SIGTERM)
        # A process that is paused takes the signal once it goes on.
        self.signal(signal.SIGCONT)
        try:
            await asyncio.wait_for(asyncio.shield(self._exit), timeout)
        except TimeoutError:
            self.signal(signal.SIGKILL)
            await self._exit

    async def exit_code(self) -> int:
        """Waits until the container has ended: 128 and the signal's number if a signal ended it."""
        return await asyncio.shield(self._exit)

    async def _end(self) -> int:
        code = await self._process.wait()
        # Without bubblewrap, what the process started is still there. A killed process needs a
        # moment to end; a process that waits for a device may never end.
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                while signal_all(self._container.id, signal.SIGKILL):
                    await asyncio.sleep(0.01)
        await self._open_ports.aclose()
        return code if code >= 0 else 128 - code
