"""Tables and lines in files, as DuckDB reads them: no row passes through Python."""

from __future__ import annotations

import contextlib
import csv
import glob
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


class Scratch:
    """A folder for files that are needed until nothing holds this any more: a Table does, until it is read."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="learning_marts_"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def reader(file: Path, scratch: Scratch) -> tuple[str, list[str]]:
    """What SQL selects the file's rows from, and the names of its columns. Raises LoadError.

    By its name, `file` is Parquet or else CSV in UTF-8, whose every value is text, NULL where it is empty. A row of CSV
    that is broken is rejected alone. That DuckDB finds out by itself how a file is written is not relied on: a broken
    row changes what it finds.
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
        raise LoadError(f"{file}: empty; write the names of the columns in the first line.")
    if twice := {name for name in names if [other.lower() for other in names].count(name.lower()) > 1}:
        raise LoadError(f"{file}: there are two columns {min(twice)!r}; give each a name of its own.")
    columns = ", ".join(f"{literal(name)}: 'varchar'" for name in names)
    with reading(file):
        even = _with_even_lines(file, scratch)
    scan = f"""read_csv({pattern(even)}, columns = {{{columns}}}, header = true, auto_detect = false,
        delim = {literal(delimiter)}, quote = '"', escape = '"', store_rejects = true)"""
    return scan, names


def _with_even_lines(file: Path, scratch: Scratch) -> Path:
    """The file, or a copy whose lines all end alike: where they do not, the reader takes rows for others."""
    with file.open("rb") as stream:
        ends = [(block.count(b"\n"), block.count(b"\r\n")) for block in _blocks(stream)]
    if sum(windows for _, windows in ends) in (0, sum(both for both, _ in ends)):
        return file
    even = scratch.path / f"{len(list(scratch.path.iterdir()))}_{file.name}"
    with file.open("rb") as stream, even.open("wb") as target:
        target.writelines(block.replace(b"\r\n", b"\n") for block in _blocks(stream))
    return even


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces, none of which ends within the end of a line."""
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
        raise LoadError(f"{file}: lacks the column {missing[0]!r}; it has {', '.join(found) or 'none'}.")


def readable(lines: bytes) -> bytes:
    """Lines as UTF-8: a byte that is none becomes an escape that JSON does not know, so only its line is rejected."""
    lines = lines.removeprefix(b"\xef\xbb\xbf")
    try:
        lines.isascii() or lines.decode()
    except UnicodeDecodeError:
        lines = lines.decode("utf-8", "backslashreplace").encode()
    # A lone carriage return would end a line for the reader; a tab is white space, or invalid, in the same places.
    if b"\r" in lines:
        lines = lines.replace(b"\r\n", b"\n").replace(b"\r", b"\t")
    for byte, instead in ((b"\x00", rb"\x00"), (b"\x01", rb"\x01")):
        if byte in lines:
            lines = lines.replace(byte, instead)
    return lines


def line_query(files: Sequence[Path], longest: int) -> str:
    """The query of the lines of files in order: split as text, so one broken line does not stop the others.

    The files are small, and their text is `readable`.
    """
    # The reader's buffer is 16 times that long, more than any file here: where it has to put lines together across
    # buffers, or reads one file on several cores, it may stop or lose rows.
    longest = min(max(longest, 2 * 1024 * 1024), _LONGEST_LINE)
    return f"""
        select line
        from read_csv([{", ".join(map(pattern, files))}], columns = {{'line': 'varchar'}}, delim = '\x01', quote = '',
            escape = '', header = false, auto_detect = false, new_line = '\\n', max_line_size = {longest},
            parallel = false)
        where ltrim(line, ' \t') <> ''
    """


def lines_in_pieces(stream: IO[bytes], folder: Path) -> str:
    """The query of the lines of a file of any size, copied to small ones in an empty `folder`."""
    folder.mkdir()
    files: list[Path] = []
    longest = 0
    while lines := stream.read(_PIECE_BYTES):
        files.append(folder / f"{len(files):06}.ndjson")
        longest = max(longest, files[-1].write_bytes(readable(lines + stream.readline())))
    return line_query(files, longest) if files else "select cast(null as varchar) as line where false"


def read_again(scan: str) -> str:
    """The same rows, the broken ones passed over: they were rejected when the file was read before."""
    return scan.replace("store_rejects = true", "ignore_errors = true")


def pattern(file: Path) -> str:
    """A file as DuckDB's readers want it: none of its characters is a wildcard."""
    return literal(glob.escape(str(file)))


def quoted(file: Path) -> str:
    """A file as an SQL literal."""
    return literal(str(file))


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def identifier(text: str) -> str:
    """The name of a column in SQL."""
    return '"' + text.replace('"', '""') + '"'
