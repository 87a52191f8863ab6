"""Full disks and missing permissions change nothing."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.files import killable_process
from tests.files.killable_process import NAMES, NEW, OLD, KillableProcess
from tests.files.runs import all_hold, write_old

is_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount and change users")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_old(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 128 KiB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(tmp_path)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"cannot mount: {mounted.stderr.strip()}")
    yield write_old(tmp_path)
    subprocess.run(["umount", tmp_path], check=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can write to."""
    with tempfile.TemporaryDirectory() as name:
        path = write_old(Path(name))
        path.chmod(0o777)
        yield path


def test_a_file_size_limit_changes_nothing(folder: Path) -> None:
    code, reported = KillableProcess(killable_process.write_with_limit, folder, len(OLD)).ends()
    assert (code, reported) == (
        0,
        [f"{folder / NAMES[0]}: cannot replace the file: File too large"],
    )
    assert all_hold(folder, OLD)


@is_root
def test_a_full_disk_changes_nothing(small_disk: Path) -> None:
    code, reported = KillableProcess(killable_process.write_once, small_disk, NEW).ends()
    assert code == 0
    assert reported[0].endswith("cannot replace the file: No space left on device")
    assert all_hold(small_disk, OLD)


@is_root
def test_a_read_only_file_system_changes_nothing(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    code, reported = KillableProcess(killable_process.write_once, small_disk, NEW).ends()
    message = f"{small_disk / NAMES[0]}: cannot replace the file: Read-only file system"
    assert (code, reported) == (0, [message])
    assert all_hold(small_disk, OLD)


@is_root
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "message"),
    [
        (0o777, 0o644, "Permission denied"),
        (0o755, 0o666, "Permission denied"),
        (0o777, 0o666, "Operation not permitted"),
    ],
    ids=["may not write the file", "may not write the folder", "cannot keep the owner"],
)
def test_without_permission_nothing_changes(
    open_folder: Path, folder_mode: int, file_mode: int, message: str
) -> None:
    open_folder.chmod(folder_mode)
    (open_folder / NAMES[-1]).chmod(file_mode)
    for name in NAMES[:-1]:
        os.chown(open_folder / name, 65534, 65534)
    code, reported = KillableProcess(killable_process.write_as, open_folder, 65534).ends()
    assert code == 0
    assert [one.rpartition(": ")[2] for one in reported] == [message]
    assert all_hold(open_folder, OLD)
