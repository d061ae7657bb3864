"""cmi5 course structures: the `cmi5.xml` of zip packages, or separate XML files."""

from __future__ import annotations

import dataclasses
import lzma
import os
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

import msgspec

from loaders.errors import LoadError
from loaders.pages import Page, Stream, lines_of
from loaders.sources.cmi5_structure import InvalidCourse, course_records, quoted
from loaders.tables import find_files

# A thousand units are 0.4 MB. Empty elements take a hundred times the size of their text in memory, so 1.5 GB at most.
_LARGEST_DOCUMENT = 16 * 1024 * 1024
_LONGEST_REJECTED_TEXT = 100_000
_PAGE_BYTES = 4 * 1024 * 1024
# Two courses may contain the same unit.
_PART = Stream(key=("$.course_id", "$.id"))
STREAMS = {"courses": Stream(), "blocks": _PART, "aus": _PART, "objectives": _PART}
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)


@dataclasses.dataclass(frozen=True)
class Settings:
    """`path`: a file, a folder (all its *.xml and *.zip, at any depth) or a pattern."""

    path: str


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield the records of valid structures, one page per stream. Invalid ones are `rejected` in a page of courses.

    Records are those of `course_records`. A course also has `file`, its name in the folder, and `is_package`. Of
    several files with the same course id, the first by name counts, and the others are rejected. Raises LoadError where
    no file exists or a file cannot be read.
    """
    lines: dict[str, list[bytes]] = {stream: [] for stream in STREAMS}
    rejected: list[tuple[str, str]] = []
    files_of: dict[str, str] = {}
    size = 0
    for name, file in _files(settings.path):
        document = b""
        try:
            with file.open("rb") as stream:
                is_package = file.suffix.lower() == ".zip" or stream.read(4) == b"PK\x03\x04"
                stream.seek(0)
                document, files = _unpacked(stream) if is_package else (_read(stream), None)
            records = course_records(document, files)
            course = records["courses"][0]
            if (other := files_of.setdefault(course["id"], name)) != name:
                raise InvalidCourse("duplicate_course", f"course {quoted(course['id'])} is in {other} too")
            course |= {"file": name, "is_package": is_package}
            for key, found in records.items():
                lines[key] += map(msgspec.json.encode, found)
        except InvalidCourse as fault:
            rejected.append((_text(document), f"{fault.code}: {name}: {fault.text}"))
        except OSError as error:
            raise LoadError(f"{file}: cannot be read ({type(error).__name__}); check that the file is whole.") from None
        size += len(document)
        if size >= _PAGE_BYTES:
            yield from _pages(lines, rejected)
            lines, rejected, size = {stream: [] for stream in STREAMS}, [], 0
    yield from _pages(lines, rejected)


def _files(pattern: str) -> list[tuple[str, Path]]:
    """Files with their names relative to the folder, or to the part of the pattern before the first wildcard."""
    place = Path(pattern)
    base = place if place.is_dir() else Path(os.path.dirname(re.split(r"[*?[]", pattern)[0]))
    if place.is_file():
        base = place.parent
    files = find_files(pattern, "*.xml", "*.zip")
    return [(_text(os.fsencode(file.relative_to(base).as_posix())), file) for file in files]


def _pages(lines: Mapping[str, list[bytes]], rejected: list[tuple[str, str]]) -> Iterator[Page]:
    for stream, records in lines.items():
        refused = rejected if stream == "courses" else []
        if records or refused:
            yield Page(stream, lines_of(records), rejected=refused)


def _text(document: bytes) -> str:
    """The document as text that can be stored. A byte that is not UTF-8 becomes an escape."""
    return document.decode("utf-8", "backslashreplace").replace("\x00", r"\x00")[:_LONGEST_REJECTED_TEXT]


def _read(stream: IO[bytes]) -> bytes:
    document = stream.read(_LARGEST_DOCUMENT + 1)
    if len(document) > _LARGEST_DOCUMENT:
        raise InvalidCourse("too_large", f"the course structure is larger than {_LARGEST_DOCUMENT:,} bytes")
    return document


def _unpacked(stream: IO[bytes]) -> tuple[bytes, frozenset[str]]:
    """The cmi5.xml of a zip package and the names of all its files. Raises InvalidCourse."""
    try:
        with zipfile.ZipFile(stream) as package:
            names = frozenset(package.namelist())
            if "cmi5.xml" not in names:
                near = [name for name in sorted(names) if posixpath.basename(name).lower() == "cmi5.xml"]
                hint = f" (there is {quoted(near[0])})" if near else ""
                raise InvalidCourse("no_cmi5_xml", f"the package has no cmi5.xml at its root{hint}")
            with package.open("cmi5.xml") as document:
                return _read(document), names
    except InvalidCourse:
        raise
    except _BROKEN_ZIP as error:
        raise InvalidCourse("not_a_zip", f"not readable as a zip package ({type(error).__name__})") from None
