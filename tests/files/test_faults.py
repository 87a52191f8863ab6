"""Kills, full disks, missing permission, two at once: each file is wholly old or wholly new."""

from __future__ import annotations

import gzip
import json
import logging
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontend_patch.files.staged import SUFFIX
from frontend_patch.files.transaction import apply_changes
from frontend_patch.paths import HOME, RULES
from tests.cli.test_cli import DOCUMENT, run
from tests.files import killable_process
from tests.files.killable_process import NAMES, NEW, OLD, Victim

_log = logging.getLogger(__name__)

is_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount, or be another user")
ways = pytest.mark.parametrize("is_anonymous", [True, False], ids=["O_TMPFILE", "temporary name"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return _old(tmp_path)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """In memory, if there is such a place: a kill is the same there, and a write much quicker."""
    place = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=place if place.is_dir() else tmp_path) as name:
        yield _old(Path(name))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 128 KiB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(tmp_path)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"cannot mount here: {mounted.stderr.strip()}")
    yield _old(tmp_path)
    subprocess.run(["umount", tmp_path], check=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can come to, and write to."""
    with tempfile.TemporaryDirectory() as name:
        path = _old(Path(name))
        path.chmod(0o777)
        yield path


def _old(folder: Path) -> Path:
    for name in NAMES:
        (folder / name).write_bytes(OLD)
    return folder


def _all(folder: Path, content: bytes) -> bool:
    """Whether every file holds this, and no other file is there."""
    return {path.name: path.read_bytes() for path in folder.iterdir()} == dict.fromkeys(
        NAMES, content
    )


def _after_kill(folder: Path) -> tuple[str, int]:
    """Asserts that each is whole; tells which are new, and how many temporary files are left."""
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    left = [name for name in files if name.endswith(SUFFIX)]
    assert sorted(set(files) - set(left)) == sorted(NAMES)
    assert {files[name] for name in NAMES} <= {OLD, NEW}
    new = sum(files[name] == NEW for name in NAMES)
    return {0: "all old", len(NAMES): "all new"}.get(new, "some new"), len(left)


def _index(folder: Path) -> Path:
    """An index with a compressed sibling."""
    folder.mkdir()
    (folder / "index.html").write_bytes(DOCUMENT)
    (folder / "index.html.gz").write_bytes(gzip.compress(DOCUMENT, mtime=0))
    return folder / "index.html"


def _start_build(index: Path, rules: Path, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, HOME / "build.py", "--index", index, "--rules", rules],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
    )


@ways
def test_killed_at_any_system_call_each_file_is_whole_and_the_next_run_completes(
    memory: Path, *, is_anonymous: bool
) -> None:
    found: Counter[str] = Counter()
    calls, most_left = set(), 0
    for before in range(1000):
        victim = Victim(killable_process.kill_itself, memory, before, is_anonymous=is_anonymous)
        code, reported = victim.ends()
        if code == 0:
            break
        assert code == -9
        calls.update(reported)
        state, left = _after_kill(memory)
        found[state] += 1
        most_left = max(most_left, left)
        apply_changes(killable_process.changes(memory, NEW))
        assert _all(memory, NEW)
        apply_changes(killable_process.changes(memory, OLD))
    assert _all(memory, NEW)
    assert {"open", "flock", "write", "fsync", "replace"} <= calls
    assert min(found["all old"], found["some new"], found["all new"]) > 0
    # Without a name there is nothing to be left, but in the instant of the rename.
    assert most_left == (1 if is_anonymous else 2 * len(NAMES))


@pytest.mark.parametrize(
    ("place", "trials"),
    [
        ("memory", 100),
        pytest.param("memory", 1000, marks=pytest.mark.slow),
        pytest.param("folder", 1000, marks=pytest.mark.slow),
    ],
)
@ways
def test_killed_at_random_moments_each_file_is_whole(
    request: pytest.FixtureRequest, place: str, trials: int, *, is_anonymous: bool
) -> None:
    folder = request.getfixturevalue(place)
    seed = random.randrange(2**32)
    moments = random.Random(seed)
    found: Counter[str] = Counter()
    phases: Counter[str] = Counter()
    litter = 0
    for _ in range(trials):
        phase = killable_process.shared_text()
        victim = Victim(killable_process.write_for_ever, folder, phase, is_anonymous=is_anonymous)
        assert victim.reports.recv() == "ready"
        time.sleep(moments.uniform(0, 0.02))
        victim.process.kill()
        assert victim.ends()[0] == -9
        state, left = _after_kill(folder)
        found[state] += 1
        phases[phase.value.decode()] += 1
        litter += left > 0
    _log.info("seed %d: %s, killed in %s, litter %d times", seed, found, phases, litter)
    assert min(found["all old"], found["all new"]) > 0, found
    apply_changes(killable_process.changes(folder, NEW))
    assert _all(folder, NEW)


@pytest.mark.parametrize("trials", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_of_a_build_killed_at_any_time_nothing_is_left(tmp_path: Path, trials: int) -> None:
    temporary, ui = tmp_path / "tmp", tmp_path / "ui"
    temporary.mkdir()
    index = _index(ui)
    before = {path: path.read_bytes() for path in ui.iterdir()}
    start = time.monotonic()
    assert _start_build(index, RULES, TMPDIR=str(temporary)).wait() == 0
    took = time.monotonic() - start
    after = {path: path.read_bytes() for path in ui.iterdir()}
    for _ in range(trials):
        run("revert", "--index", index)
        assert {path: path.read_bytes() for path in ui.iterdir()} == before
        build = _start_build(index, RULES, TMPDIR=str(temporary))
        time.sleep(random.uniform(0, took))
        build.kill()
        build.wait()
        assert all(path.read_bytes() in (before[path], after[path]) for path in before)
        others = set(ui.iterdir()) - set(before)
        assert all(path.name.endswith(SUFFIX) for path in others)
        assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("two_folders", [False, True], ids=["one folder", "two, in both orders"])
def test_of_two_at_once_one_wins_wholly(tmp_path: Path, *, two_folders: bool) -> None:
    folders = [tmp_path / "a", tmp_path / "b"][: 1 + two_folders]
    writers = [
        Victim(killable_process.write_many, folders, OLD, 60),
        Victim(killable_process.write_many, folders[::-1], NEW, 60),
    ]
    assert [writer.ends() for writer in writers] == [(0, ["done"])] * 2
    winner = (folders[0] / NAMES[0]).read_bytes()
    assert winner in (OLD, NEW)
    assert all(_all(folder, winner) for folder in folders)


def test_of_two_builds_at_once_one_wins_wholly(tmp_path: Path) -> None:
    """Each with a table of its own; what is compressed fits, whichever it was."""
    index, other = _index(tmp_path / "ui"), tmp_path / "rules.json"
    table = json.loads(RULES.read_text())
    table["rules"].pop()
    other.write_text(json.dumps(table))
    builds = [_start_build(index, rules) for rules in (RULES, other)]
    assert [build.wait() for build in builds] == [0, 0]
    codes = [run("check", "--index", index, "--rules", rules).exit_code for rules in (RULES, other)]
    assert sorted(codes) == [0, 1]
    assert len(list(index.parent.iterdir())) == 2


def test_a_file_that_may_not_grow_so_large_changes_nothing(folder: Path) -> None:
    code, reported = Victim(killable_process.write_with_limit, folder, len(OLD)).ends()
    assert (code, reported) == (0, [f"{folder / NAMES[0]}: cannot replace it: File too large"])
    assert _all(folder, OLD)


@is_root
def test_a_full_disk_changes_nothing(small_disk: Path) -> None:
    code, reported = Victim(killable_process.write_once, small_disk, NEW).ends()
    assert code == 0
    assert reported[0].endswith("cannot replace it: No space left on device")
    assert _all(small_disk, OLD)


@is_root
def test_a_read_only_file_system_changes_nothing(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    code, reported = Victim(killable_process.write_once, small_disk, NEW).ends()
    message = f"{small_disk / NAMES[0]}: cannot replace it: Read-only file system"
    assert (code, reported) == (0, [message])
    assert _all(small_disk, OLD)


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
    code, reported = Victim(killable_process.write_as, open_folder, 65534).ends()
    assert code == 0
    assert [one.rpartition(": ")[2] for one in reported] == [message]
    assert _all(open_folder, OLD)
