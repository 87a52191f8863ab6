"""The command line that starts a container's process: in bubblewrap, or as it is."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from demo.real.process_engine.container import Container
from demo.real.process_engine.errors import InvalidRequestError, StartError
from demo.real.process_engine.processes import MARK

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_WORKSPACE = "/workspace"
# What programs need of the host, where it exists. Not /home, /root, /run and /var.
_READABLE = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/nix", "/sys")


@dataclass(frozen=True)
class Launch:
    """How to start a process.

    Attributes:
        command: the program and its arguments.
        env: the whole environment.
        cwd: the folder to start in.
    """

    command: tuple[str, ...]
    env: dict[str, str]
    cwd: Path


class Isolation(Protocol):
    """A way to start a container's process."""

    @property
    def notice(self) -> str:
        """What it separates, and what it does not, for the person who runs the engine."""
        ...

    def launch(self, container: Container, command: Sequence[str], folder: Path) -> Launch:
        """How to start a command as a container.

        Args:
            container: the container.
            command: the program and its arguments.
            folder: what the container keeps until it is removed.

        Raises:
            StartError: if this isolation cannot start it.
        """
        ...


@dataclass(frozen=True)
class Bubblewrap:
    """Own files and own processes, by bubblewrap.

    Attributes:
        readable: files and folders of the host that the container may read, besides the system's.
    """

    readable: Sequence[Path] = ()
    notice: str = (
        "Containers have their own files and processes, but share the host's network. "
        "This is no security boundary: run only agents that you trust."
    )

    def launch(self, container: Container, command: Sequence[str], folder: Path) -> Launch:
        """See `Isolation`."""
        home = folder / "home"
        workspace = folder / "workspace"
        for path in (home, workspace):
            path.mkdir(exist_ok=True)
        hosts = folder / "hosts"
        hosts.write_text(_hosts_file(container))
        working_dir = container.creation.working_dir or _WORKSPACE
        options = (
            *("bwrap", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts"),
            *("--hostname", container.id[:12], "--cap-drop", "ALL"),
            *_readable(map(Path, _READABLE)),
            *("--ro-bind", str(hosts), "/etc/hosts"),
            *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run"),  # noqa: S108
            # After /tmp, which may contain them.
            *_readable(self.readable),
            *("--bind", str(home), "/home/openhands", "--bind", str(workspace), _WORKSPACE),
            *(word for bind in container.creation.binds for word in _bind(bind)),
            *("--dir", working_dir, "--chdir", working_dir),
            # Not in bubblewrap's own environment, so that a signal to all processes of the
            # container ends them before the process that contains them.
            *("--setenv", MARK, container.id),
        )
        env = {"PATH": _PATH, "HOME": "/home/openhands", **_env(container)}
        return Launch((*options, "--", *command), env, folder)


@dataclass(frozen=True)
class NoIsolation:
    """Ordinary processes, which share /workspace."""

    notice: str = (
        "Containers are not isolated at all: they run as your user, can read and change all of "
        f"your files, and share {_WORKSPACE}. Install bubblewrap to separate files and processes."
    )

    def launch(self, container: Container, command: Sequence[str], folder: Path) -> Launch:
        """See `Isolation`."""
        creation = container.creation
        if creation.binds:
            raise InvalidRequestError("Volumes need bubblewrap: install it, or mount none")
        working_dir = Path(creation.working_dir or _WORKSPACE)
        home = folder / "home"
        # A socket's path has 108 characters at most, so tmux cannot use the container's folder.
        tmux = Path("/tmp") / f"process-engine-{container.id[:12]}"  # noqa: S108
        try:
            for path in (home, tmux, working_dir):
                path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StartError(
                f"Without bubblewrap, {working_dir} must exist on the host: {error.strerror}"
            ) from error
        env = {"PATH": _PATH, "HOME": str(home), "TMUX_TMPDIR": str(tmux), **_env(container)}
        for name, address in creation.hosts.items():
            env = {key: value.replace(name, address) for key, value in env.items()}
        return Launch(tuple(command), env | {MARK: container.id}, working_dir)


def choose(name: str, readable: Sequence[Path]) -> Isolation:
    """Chooses the isolation.

    Args:
        name: ``bwrap``, ``none``, or ``auto`` for bubblewrap where it works.
        readable: for `Bubblewrap`.

    Raises:
        StartError: if bubblewrap was demanded, and does not work.
    """
    if name != "none":
        problem = _bubblewrap_problem()
        if not problem:
            return Bubblewrap(readable)
        if name == "bwrap":
            raise StartError(f"bubblewrap does not work here: {problem}")
    return NoIsolation()


def _bubblewrap_problem() -> str:
    if not shutil.which("bwrap"):
        return "bwrap is not on PATH"
    probe = ("bwrap", "--ro-bind", "/", "/", "--unshare-pid", "--proc", "/proc", "--", "true")
    return subprocess.run(probe, capture_output=True, text=True, check=False).stderr.strip()


def _readable(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.exists():
            yield from ("--ro-bind", str(path), str(path))


def _bind(bind: tuple[str, str, bool]) -> tuple[str, ...]:
    source, target, is_read_only = bind
    return ("--ro-bind" if is_read_only else "--bind", source, target)


def _hosts_file(container: Container) -> str:
    lines = [f"{address}\t{name}\n" for name, address in container.creation.hosts.items()]
    own = f"{container.address}\t{container.id[:12]}\n"
    return "127.0.0.1\tlocalhost\n::1\tlocalhost\n" + own + "".join(lines)


def _env(container: Container) -> dict[str, str]:
    return dict(entry.split("=", 1) for entry in container.creation.env)
