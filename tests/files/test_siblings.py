"""Compressed siblings of an index: rebuilt as they were made, or removed; found when stale."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from frontend_patch.bundle.build import Bundle
from frontend_patch.errors import FrontendPatchError
from frontend_patch.files.encodings import ENCODINGS
from frontend_patch.files.encodings.errors import EncodingError
from frontend_patch.inject.inject import inject
from frontend_patch.paths import HOME, STUB_UI
from tests.cli.test_cli import run

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Make = Callable[[bytes], bytes]

# Long enough for levels to differ.
PADDING = b"<!--%s-->" % (HOME / "src_js" / "rules.json").read_bytes()
OLD = (STUB_UI / "index.html").read_bytes() + PADDING
NEW = OLD.replace(b"<head>", b"<head><script>%s</script>" % Path(__file__).read_bytes())

Z = zstd.CompressionParameter
_FTEXT, _FHCRC, _FEXTRA, _FNAME, _FCOMMENT = 1, 2, 4, 8, 16


def _gzip(level: int, *, flags: int = 0, fields: bytes = b"", mtime: int = 0) -> Make:
    def make(data: bytes) -> bytes:
        plain = gzip.compress(data, level, mtime=mtime)
        head = plain[:3] + bytes([flags]) + plain[4:10] + fields
        if flags & _FHCRC:
            head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little")
        return head + plain[10:]

    return make


def _brotli(quality: int, window: int, mode: int = brotli.MODE_GENERIC) -> Make:
    return lambda data: brotli.compress(data, mode=mode, quality=quality, lgwin=window)


def _zstd(level: int, **options: int) -> Make:
    named = {Z.compression_level: level} | {
        getattr(Z, name): value for name, value in options.items()
    }
    return lambda data: zstd.compress(data, options=named)


MADE: list[tuple[str, Make]] = [
    *((".gz", _gzip(level)) for level in (1, 4, 6, 9)),
    (".gz", _gzip(9, mtime=1_700_000_000)),
    (".gz", _gzip(6, flags=_FNAME, fields=b"index.html\0")),
    (".gz", _gzip(9, flags=_FTEXT | _FNAME | _FCOMMENT | _FHCRC, fields=b"index.html\0by us\0")),
    *((".br", _brotli(11, window)) for window in (10, 15, 16, 17, 18, 24)),
    *((".br", _brotli(quality, 22)) for quality in (4, 5, 9, 10)),
    (".br", _brotli(11, 22, brotli.MODE_TEXT)),
    *((".zst", _zstd(level)) for level in (1, 3, 19, 22)),
    (".zst", _zstd(19, checksum_flag=1)),
    (".zst", _zstd(19, content_size_flag=0)),
    (".zst", _zstd(19, content_size_flag=0, window_log=20, checksum_flag=1)),
]


@pytest.mark.parametrize(("suffix", "make"), MADE)
def test_is_rebuilt_with_the_settings_that_it_was_made_with(suffix: str, make: Make) -> None:
    assert ENCODINGS[suffix].compress_like(make(OLD), NEW) == make(NEW)


@pytest.mark.parametrize(("suffix", "make"), MADE)
def test_is_byte_for_byte_the_same_after_going_back(suffix: str, make: Make) -> None:
    compress_like = ENCODINGS[suffix].compress_like
    assert compress_like(compress_like(make(OLD), NEW), OLD) == make(OLD)


def _two_members(data: bytes) -> bytes:
    return gzip.compress(data[:99], 9, mtime=7) + gzip.compress(data[99:], 9, mtime=8)


def _rarely(data: bytes) -> bytes:
    compressor = brotli.Compressor(quality=11, lgwin=18)
    head: bytes = compressor.process(data[:99]) + compressor.flush()
    rest: bytes = compressor.process(data[99:]) + compressor.finish()
    return head + rest


def _two_frames(data: bytes) -> bytes:
    return zstd.compress(data[:99]) + zstd.compress(data[99:])


@pytest.mark.parametrize(
    ("suffix", "make", "becomes"),
    [
        (".gz", _two_members, _gzip(9, mtime=7)),
        (".gz", _gzip(9, flags=_FEXTRA, fields=b"\2\0BC"), _gzip(9)),
        (".br", _rarely, _brotli(11, 18)),
        (".zst", _two_frames, _zstd(19)),
    ],
    ids=["two members", "extra field", "flushed", "two frames"],
)
def test_what_no_setting_gives_is_rebuilt_with_the_best(
    suffix: str, make: Make, becomes: Make
) -> None:
    assert ENCODINGS[suffix].compress_like(make(OLD), NEW) == becomes(NEW)


@pytest.mark.parametrize(("epoch", "mtime"), [("", 2000), ("3000", 2000), ("1000", 1000)])
def test_the_time_in_gzip_is_at_most_source_date_epoch(
    monkeypatch: pytest.MonkeyPatch, epoch: str, mtime: int
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    rebuilt = ENCODINGS[".gz"].compress_like(_gzip(4, mtime=2000)(OLD), NEW)
    assert rebuilt == _gzip(4, mtime=mtime)(NEW)


def test_a_source_date_epoch_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(FrontendPatchError, match="SOURCE_DATE_EPOCH=today is no number"):
        ENCODINGS[".gz"].compress_like(_gzip(4)(OLD), NEW)


@pytest.mark.parametrize("suffix", ENCODINGS)
@pytest.mark.parametrize("cut", [0, 1, 30, 200])
def test_half_a_file_is_refused(suffix: str, cut: int) -> None:
    make = {".gz": _gzip(9), ".br": _brotli(11, 22), ".zst": _zstd(19)}[suffix]
    with pytest.raises(EncodingError, match=r"not (gzip|Brotli|Zstandard): "):
        ENCODINGS[suffix].decompress(make(OLD)[:cut])


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_bytes(OLD)
    for suffix, make in ((".gz", _gzip(9)), (".br", _brotli(11, 22)), (".zst", _zstd(19))):
        path.with_name(f"index.html{suffix}").write_bytes(make(OLD))
    return path


def _siblings(index: Path) -> list[Path]:
    return [index.with_name(index.name + suffix) for suffix in ENCODINGS]


def _all_hold(index: Path, content: bytes) -> bool:
    return index.read_bytes() == content and all(
        ENCODINGS[path.suffix].decompress(path.read_bytes()) == content for path in _siblings(index)
    )


def test_build_rebuilds_and_revert_restores_them(index: Path, bundle: Bundle) -> None:
    before = {path: path.read_bytes() for path in _siblings(index)}
    result = run("--index", index)
    assert _all_hold(index, inject(OLD, bundle))
    assert all(f"rebuilt    {path}\n" in result.output for path in before)
    assert run("check", "--index", index).exit_code == 0
    run("revert", "--index", index)
    assert {path: path.read_bytes() for path in _siblings(index)} == before


@pytest.mark.parametrize("command", ["build", "revert"])
def test_remove_removes_them(index: Path, command: str) -> None:
    result = run(command, "--index", index, "--siblings=remove", *["--json"][: command == "build"])
    assert list(index.parent.iterdir()) == [index]
    if command == "build":
        done = json.loads(result.stdout)["files"]
        assert done == {str(index): "patched"} | {str(one): "removed" for one in _siblings(index)}


@pytest.mark.parametrize("suffix", ENCODINGS)
def test_check_names_a_stale_one(index: Path, suffix: str) -> None:
    stale = index.with_name(f"index.html{suffix}")
    old = stale.read_bytes()
    run("--index", index)
    stale.write_bytes(old)
    result = run("check", "--index", index)
    assert result.exit_code == 1
    assert f"{stale}: stale: not what index.html holds" in result.output
    assert run("--index", index).exit_code == 0
    assert run("check", "--index", index).exit_code == 0


def test_one_that_was_stale_before_is_rebuilt_and_said_so(index: Path, bundle: Bundle) -> None:
    stale = index.with_name("index.html.gz")
    stale.write_bytes(_gzip(9)(b"of an older release"))
    result = run("--index", index)
    assert f"rebuilt    {stale} (was stale: not what index.html held)\n" in result.output
    assert _all_hold(index, inject(OLD, bundle))


@pytest.mark.parametrize("command", ["build", "check", "revert"])
def test_a_broken_one_is_named_and_nothing_changes(index: Path, command: str) -> None:
    broken = index.with_name("index.html.br")
    broken.write_bytes(b"broken")
    result = run(command, "--index", index)
    assert result.exit_code == 1
    assert f"Error: {broken}: not Brotli: " in result.output
    assert "--siblings=remove" in result.output
    assert index.read_bytes() == OLD


def test_without_the_library_a_zst_is_named_and_can_be_removed(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    result = run("--index", index)
    assert result.exit_code == 1
    assert f"Error: {index}.zst: Zstandard is in Python from 3.14 on" in result.output
    assert index.read_bytes() == OLD
    assert run("--index", index, "--siblings=remove").exit_code == 0
    assert list(index.parent.iterdir()) == [index]


def test_those_beside_a_symlink_and_beside_what_it_leads_to_are_rebuilt(
    index: Path, tmp_path: Path, bundle: Bundle
) -> None:
    link = tmp_path / "served" / "index.html"
    link.parent.mkdir()
    link.symlink_to(index)
    link.with_name("index.html.gz").symlink_to(f"{index}.gz")
    link.with_name("index.html.br").write_bytes(Path(f"{index}.br").read_bytes())
    assert run("--index", link).exit_code == 0
    assert _all_hold(index, inject(OLD, bundle))
    assert link.with_name("index.html.gz").is_symlink()
    assert brotli.decompress(link.with_name("index.html.br").read_bytes()) == inject(OLD, bundle)


def test_a_hard_link_is_broken_and_said_so(index: Path) -> None:
    other = index.with_name("404.html")
    other.hardlink_to(index)
    assert f"patched    {index} (no longer a hard link of others)" in run("--index", index).output
    assert other.read_bytes() == OLD
