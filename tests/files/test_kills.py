"""Each file of a killed run has its old or its new content, complete."""

from __future__ import annotations

import logging
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontend_patch.files.staged import SUFFIX
from frontend_patch.files.transaction import apply_changes
from frontend_patch.paths import RULES
from tests.files import killable_process
from tests.files.killable_process import NAMES, NEW, OLD, KillableProcess
from tests.files.runs import all_hold, make_index, start_build, write_old
from tests.support.command_line import run

_log = logging.getLogger(__name__)


ways = pytest.mark.parametrize("is_anonymous", [True, False], ids=["O_TMPFILE", "temporary name"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_old(tmp_path)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory if possible: kills have the same effect, and writes are much faster."""
    shm = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shm if shm.is_dir() else tmp_path) as name:
        yield write_old(Path(name))


def _after_kill(folder: Path) -> tuple[str, int]:
    """Asserts that each file is complete; returns which are new, and the number of leftovers."""
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    left = [name for name in files if name.endswith(SUFFIX)]
    assert sorted(set(files) - set(left)) == sorted(NAMES)
    assert {files[name] for name in NAMES} <= {OLD, NEW}
    new = sum(files[name] == NEW for name in NAMES)
    return {0: "all old", len(NAMES): "all new"}.get(new, "some new"), len(left)


@ways
def test_a_kill_at_any_system_call_leaves_complete_files_and_the_next_run_works(
    memory: Path, *, is_anonymous: bool
) -> None:
    found: Counter[str] = Counter()
    calls, max_leftovers = set(), 0
    for before in range(1000):
        victim = KillableProcess(
            killable_process.kill_itself, memory, before, is_anonymous=is_anonymous
        )
        code, reported = victim.ends()
        if code == 0:
            break
        assert code == -9
        calls.update(reported)
        state, left = _after_kill(memory)
        found[state] += 1
        max_leftovers = max(max_leftovers, left)
        apply_changes(killable_process.changes(memory, NEW))
        assert all_hold(memory, NEW)
        apply_changes(killable_process.changes(memory, OLD))
    assert all_hold(memory, NEW)
    assert {"open", "flock", "write", "fsync", "replace"} <= calls
    assert min(found["all old"], found["some new"], found["all new"]) > 0
    # A file without a name can leave nothing behind, except during the rename.
    assert max_leftovers == (1 if is_anonymous else 2 * len(NAMES))


@pytest.mark.parametrize(
    ("place", "trials"),
    [
        ("memory", 100),
        pytest.param("memory", 1000, marks=pytest.mark.slow),
        pytest.param("folder", 1000, marks=pytest.mark.slow),
    ],
)
@ways
def test_a_kill_at_a_random_moment_leaves_complete_files(
    request: pytest.FixtureRequest, place: str, trials: int, *, is_anonymous: bool
) -> None:
    folder = request.getfixturevalue(place)
    seed = random.randrange(2**32)
    moments = random.Random(seed)
    found: Counter[str] = Counter()
    phases: Counter[str] = Counter()
    leftovers = 0
    for _ in range(trials):
        phase = killable_process.shared_text()
        victim = KillableProcess(
            killable_process.write_for_ever, folder, phase, is_anonymous=is_anonymous
        )
        assert victim.reports.recv() == "ready"
        time.sleep(moments.uniform(0, 0.02))
        victim.process.kill()
        assert victim.ends()[0] == -9
        state, left = _after_kill(folder)
        found[state] += 1
        phases[phase.value.decode()] += 1
        leftovers += left > 0
    _log.info("seed %d: %s, killed in %s, leftovers %d times", seed, found, phases, leftovers)
    assert min(found["all old"], found["all new"]) > 0, found
    apply_changes(killable_process.changes(folder, NEW))
    assert all_hold(folder, NEW)


@pytest.mark.parametrize("trials", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_a_killed_build_leaves_no_other_files(tmp_path: Path, trials: int) -> None:
    temporary, ui = tmp_path / "tmp", tmp_path / "ui"
    temporary.mkdir()
    index = make_index(ui)
    before = {path: path.read_bytes() for path in ui.iterdir()}
    start = time.monotonic()
    assert start_build(index, RULES, TMPDIR=str(temporary)).wait() == 0
    took = time.monotonic() - start
    after = {path: path.read_bytes() for path in ui.iterdir()}
    for _ in range(trials):
        run("revert", "--index", index)
        assert {path: path.read_bytes() for path in ui.iterdir()} == before
        build = start_build(index, RULES, TMPDIR=str(temporary))
        time.sleep(random.uniform(0, took))
        build.kill()
        build.wait()
        assert all(path.read_bytes() in (before[path], after[path]) for path in before)
        others = set(ui.iterdir()) - set(before)
        assert all(path.name.endswith(SUFFIX) for path in others)
        assert list(temporary.iterdir()) == []
