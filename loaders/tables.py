"""Tables and lines in files. DuckDB reads them, so that no row passes through Python."""

from __future__ import annotations

import contextlib
import contextvars
import csv
import fnmatch
import glob
import gzip
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import duckdb

from loaders.errors import LoadError

_DELIMITERS = ",;\t|"
_LONGEST_LINE = 256 * 1024 * 1024
_PIECE_BYTES = 12 * 1024 * 1024


# Where a load keeps its files. Outside of a load it is the system's folder for temporary files.
SPOOL: contextvars.ContextVar[Path | None] = contextvars.ContextVar("SPOOL", default=None)


def find_files(path: str, *kinds: str) -> list[Path]:
    """The files that a setting `path` names, in the order of their names.

    It is a file, a folder (all its files of these `kinds`, such as "*.json*", at any depth), or a pattern. Raises
    LoadError where there is none.
    """
    place = Path(path)
    if place.is_dir():
        found = {file for file in place.rglob("*") if any(fnmatch.fnmatch(file.name.lower(), kind) for kind in kinds)}
    elif place.exists():
        found = {place}
    else:
        found = set(map(Path, glob.glob(path, recursive=True)))
    if files := sorted(file for file in found if file.is_file()):
        return files
    raise LoadError(f"{path}: no file there ({', '.join(kinds)}); write a file, a folder or a pattern in 'path:'.")


def open_unpacked(file: Path) -> IO[bytes]:
    """Open a file whose content may be packed by gzip.

    The first bytes decide, not the name: a client may have unpacked a file that is still called .gz.
    """
    with file.open("rb") as probe:
        is_packed = probe.read(2) == b"\x1f\x8b"
    return gzip.open(file, "rb") if is_packed else file.open("rb")  # type: ignore[return-value]


class Scratch:
    """A folder that is removed with the last reference to this object. A Table holds one until its rows are read."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="learning_marts_", dir=SPOOL.get()))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def reader(file: Path, scratch: Scratch) -> tuple[str, list[str]]:
    """The FROM clause that reads the rows of `file`, and the names of its columns. Raises LoadError.

    A file is Parquet where its name says so, or else CSV in UTF-8. Every value of a CSV file is text, and NULL where it
    is empty. Of broken rows, only the row itself is rejected. The format of a CSV file is stated, because a broken row
    would change what DuckDB detects.
    """
    if file.suffix.lower() == ".parquet":
        scan = f"read_parquet({pattern(file)})"
        with reading(file), duckdb.connect() as connection:
            return scan, [name for name, *_ in connection.execute(f"describe from {scan}").fetchall()]
    with reading(file), file.open(newline="", encoding="utf-8-sig") as stream:
        first = stream.readline()
        delimiter = max(_DELIMITERS, key=first.count)
        stream.seek(0)
        named = next(csv.reader(stream, delimiter=delimiter), [])
    names = [name.strip() or f"column_{number}" for number, name in enumerate(named, start=1)]
    if not names:
        raise LoadError(f"{file}: is empty; write the names of the columns in the first line.")
    if twice := {name for name in names if [other.lower() for other in names].count(name.lower()) > 1}:
        raise LoadError(f"{file}: has two columns {min(twice)!r}; give each column its own name.")
    columns = ", ".join(f"{literal(name)}: 'varchar'" for name in names)
    with reading(file):
        even = _with_even_lines(file, scratch)
    scan = f"""read_csv({pattern(even)}, columns = {{{columns}}}, header = true, auto_detect = false,
        delim = {literal(delimiter)}, quote = '"', escape = '"', store_rejects = true)"""
    return scan, names


def _with_even_lines(file: Path, scratch: Scratch) -> Path:
    """The file, or a copy in which all lines end alike. DuckDB misreads rows of files with mixed line ends."""
    with file.open("rb") as stream:
        ends = [(block.count(b"\n"), block.count(b"\r\n")) for block in _blocks(stream)]
    if sum(windows for _, windows in ends) in (0, sum(both for both, _ in ends)):
        return file
    even = scratch.path / f"{len(list(scratch.path.iterdir()))}_{file.name}"
    with file.open("rb") as stream, even.open("wb") as target:
        target.writelines(block.replace(b"\r\n", b"\n") for block in _blocks(stream))
    return even


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces. No piece ends between a carriage return and its line feed."""
    while block := stream.read(_PIECE_BYTES):
        yield block + stream.read(1) if block.endswith(b"\r") else block


@contextlib.contextmanager
def reading(file: Path) -> Iterator[None]:
    """Raise LoadError where the file cannot be read."""
    try:
        yield
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, duckdb.Error) as error:
        raise LoadError(f"{file}: cannot be read ({type(error).__name__}); check that the file is whole.") from None


def check_columns(file: Path, needed: Sequence[str], found: Sequence[str]) -> None:
    """Raise LoadError where the file lacks a needed column."""
    if missing := [name for name in needed if name not in found]:
        raise LoadError(f"{file}: lacks the column {missing[0]!r}; it has {', '.join(found) or 'no columns'}.")


def readable(lines: bytes) -> bytes:
    """Lines as UTF-8. Other bytes become an escape that is not valid in JSON, so that only their line is rejected."""
    lines = lines.removeprefix(b"\xef\xbb\xbf")
    try:
        lines.isascii() or lines.decode()
    except UnicodeDecodeError:
        lines = lines.decode("utf-8", "backslashreplace").encode()
    # For DuckDB a lone carriage return ends a line. A tab is white space or invalid in the same places.
    if b"\r" in lines:
        lines = lines.replace(b"\r\n", b"\n").replace(b"\r", b"\t")
    for byte, instead in ((b"\x00", rb"\x00"), (b"\x01", rb"\x01")):
        if byte in lines:
            lines = lines.replace(byte, instead)
    return lines


def line_query(files: Sequence[Path], longest: int) -> str:
    """The query of the lines of files, in order.

    The lines are split as text, so that a broken line does not stop the others. The files are small, and their text has
    passed `readable`.
    """
    # DuckDB's buffer is 16 times as long, which is more than any file here. Where DuckDB joins lines across buffers, or
    # reads one file on several cores, it may stop or lose rows.
    longest = min(max(longest, 2 * 1024 * 1024), _LONGEST_LINE)
    return f"""
        select line
        from read_csv([{", ".join(map(pattern, files))}], columns = {{'line': 'varchar'}}, delim = '\x01', quote = '',
            escape = '', header = false, auto_detect = false, new_line = '\\n', max_line_size = {longest},
            parallel = false)
        where ltrim(line, ' \t') <> ''
    """


def lines_in_pieces(stream: IO[bytes], folder: Path) -> str:
    """The query of the lines of a file of any size, which is copied to small files in an empty `folder`."""
    folder.mkdir()
    files: list[Path] = []
    longest = 0
    while lines := stream.read(_PIECE_BYTES):
        files.append(folder / f"{len(files):06}.ndjson")
        longest = max(longest, files[-1].write_bytes(readable(lines + stream.readline())))
    return line_query(files, longest) if files else "select cast(null as varchar) as line where false"


def read_again(scan: str) -> str:
    """The same rows without the broken ones, which were rejected when the file was read before."""
    return scan.replace("store_rejects = true", "ignore_errors = true")


def pattern(file: Path) -> str:
    """The name of a file for DuckDB's readers, without wildcards."""
    return literal(glob.escape(str(file)))


def quoted(file: Path) -> str:
    """The name of a file as an SQL literal."""
    return literal(str(file))


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(text: str) -> str:
    """The name of a column as an SQL identifier."""
    return '"' + text.replace('"', '""') + '"'
