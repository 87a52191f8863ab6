"""Compressed files are rebuilt with the settings of the old file."""

from __future__ import annotations

import gzip
import sys

import brotli
import pytest

from frontend_patch.errors import FrontendPatchError
from frontend_patch.files.encodings import ENCODINGS
from frontend_patch.files.encodings.errors import EncodingError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from tests.files.compressors import (
    FCOMMENT,
    FEXTRA,
    FHCRC,
    FNAME,
    FTEXT,
    NEW,
    OLD,
    Make,
    make_brotli,
    make_gzip,
    make_zstd,
)

MADE: list[tuple[str, Make]] = [
    *((".gz", make_gzip(level)) for level in (1, 4, 6, 9)),
    (".gz", make_gzip(9, mtime=1_700_000_000)),
    (".gz", make_gzip(6, flags=FNAME, fields=b"index.html\0")),
    (".gz", make_gzip(9, flags=FTEXT | FNAME | FCOMMENT | FHCRC, fields=b"index.html\0by us\0")),
    *((".br", make_brotli(11, window)) for window in (10, 15, 16, 17, 18, 24)),
    *((".br", make_brotli(quality, 22)) for quality in (4, 5, 9, 10)),
    (".br", make_brotli(11, 22, brotli.MODE_TEXT)),
    *((".zst", make_zstd(level)) for level in (1, 3, 19, 22)),
    (".zst", make_zstd(19, checksum_flag=1)),
    (".zst", make_zstd(19, content_size_flag=0)),
    (".zst", make_zstd(19, content_size_flag=0, window_log=20, checksum_flag=1)),
]


@pytest.mark.parametrize(("suffix", "make"), MADE)
def test_a_file_is_rebuilt_with_its_settings(suffix: str, make: Make) -> None:
    assert ENCODINGS[suffix].compress_like(make(OLD), NEW) == make(NEW)


@pytest.mark.parametrize(("suffix", "make"), MADE)
def test_rebuilding_the_old_content_restores_the_bytes(suffix: str, make: Make) -> None:
    compress_like = ENCODINGS[suffix].compress_like
    assert compress_like(compress_like(make(OLD), NEW), OLD) == make(OLD)


def _two_members(data: bytes) -> bytes:
    return gzip.compress(data[:99], 9, mtime=7) + gzip.compress(data[99:], 9, mtime=8)


def _flushed(data: bytes) -> bytes:
    compressor = brotli.Compressor(quality=11, lgwin=18)
    head: bytes = compressor.process(data[:99]) + compressor.flush()
    rest: bytes = compressor.process(data[99:]) + compressor.finish()
    return head + rest


def _two_frames(data: bytes) -> bytes:
    return zstd.compress(data[:99]) + zstd.compress(data[99:])


@pytest.mark.parametrize(
    ("suffix", "make", "becomes"),
    [
        (".gz", _two_members, make_gzip(9, mtime=7)),
        (".gz", make_gzip(9, flags=FEXTRA, fields=b"\2\0BC"), make_gzip(9)),
        (".br", _flushed, make_brotli(11, 18)),
        (".zst", _two_frames, make_zstd(19)),
    ],
    ids=["two members", "extra field", "flushed", "two frames"],
)
def test_a_file_of_unknown_settings_is_rebuilt_with_the_best(
    suffix: str, make: Make, becomes: Make
) -> None:
    assert ENCODINGS[suffix].compress_like(make(OLD), NEW) == becomes(NEW)


@pytest.mark.parametrize(("epoch", "mtime"), [("", 2000), ("3000", 2000), ("1000", 1000)])
def test_the_gzip_time_is_at_most_source_date_epoch(
    monkeypatch: pytest.MonkeyPatch, epoch: str, mtime: int
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    rebuilt = ENCODINGS[".gz"].compress_like(make_gzip(4, mtime=2000)(OLD), NEW)
    assert rebuilt == make_gzip(4, mtime=mtime)(NEW)


def test_an_invalid_source_date_epoch_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(FrontendPatchError, match="SOURCE_DATE_EPOCH=today is not a number"):
        ENCODINGS[".gz"].compress_like(make_gzip(4)(OLD), NEW)


@pytest.mark.parametrize("suffix", ENCODINGS)
@pytest.mark.parametrize("cut", [0, 1, 30, 200])
def test_a_truncated_file_is_an_error(suffix: str, cut: int) -> None:
    make = {".gz": make_gzip(9), ".br": make_brotli(11, 22), ".zst": make_zstd(19)}[suffix]
    with pytest.raises(EncodingError, match=r"not (gzip|Brotli|Zstandard): "):
        ENCODINGS[suffix].decompress(make(OLD)[:cut])
