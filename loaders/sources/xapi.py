"""xAPI 1.0.3 and 2.0: `GET /statements` of any learning record store, or statements in files."""

from __future__ import annotations

import dataclasses
import itertools
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from requests.auth import HTTPBasicAuth

from loaders.api import Api, by_field
from loaders.errors import LoadError
from loaders.pages import Page, Stream, lines_of, split, split_array
from loaders.settings import check_server_or_files, secret
from loaders.tables import find_files, open_unpacked

_STREAM = "statements"
STREAMS = {_STREAM: Stream(time="$.stored", ignores_case=True)}
_FILE_PAGE_BYTES = 4 * 1024 * 1024
_ARRAY_PAGE_RECORDS = 10_000
_BOM = b"\xef\xbb\xbf"


@dataclasses.dataclass(frozen=True)
class Settings:
    """An LRS (`url` and credentials) or an archive of statements (`path`: a file, folder or pattern)."""

    url: str | None = None
    username: str | None = None
    password: str | None = secret()
    path: str | None = None
    version: str = "1.0.3"
    page_size: int = 500

    def __post_init__(self) -> None:
        check_server_or_files(self, "username", "password")
        if self.page_size < 1:
            raise ValueError("'page_size:' is too small; write a whole number from 1 on, such as 500.")


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield pages of statements stored after the cursor (exclusive), or all where there is no cursor.

    Files have no cursor and are read completely. Raises LoadError.
    """
    if settings.path is not None:
        return _from_files(settings.path)
    return _from_server(settings, cursors.get(_STREAM))


def _from_server(settings: Settings, cursor: str | None) -> Iterator[Page]:
    # As bytes: requests cannot encode every text, and its error message would quote the password.
    auth = HTTPBasicAuth((settings.username or "").encode(), (settings.password or "").encode())
    api = Api(settings.url or "", auth, {"X-Experience-API-Version": settings.version})
    query = {"limit": str(settings.page_size), "ascending": "true", "attachments": "false"}
    if cursor is not None:
        query["since"] = cursor
    # The promise of the first page holds for all pages: later pages may promise more than was read.
    through = None
    for number, answer in enumerate(api.pages(_STREAM, _STREAM, by_field("more"), query)):
        if number == 0:
            through = answer.headers.get("X-Experience-API-Consistent-Through")
        yield Page(_STREAM, answer.lines, through)


def _from_files(pattern: str) -> Iterator[Page]:
    # In a recording of answers, index.ndjson lists the answers. It contains headers, not statements.
    files = [file for file in find_files(pattern, "*.json*", "*.ndjson*") if file.name != "index.ndjson"]
    for file in files:
        try:
            yield from _from_file(file)
        except (OSError, EOFError, zlib.error) as error:
            raise LoadError(f"{file}: cannot be read ({type(error).__name__}); check that the file is whole.") from None


def _from_file(file: Path) -> Iterator[Page]:
    with open_unpacked(file) as stream:
        head = stream.read(4096).removeprefix(_BOM).lstrip()
        stream.seek(0)
        is_page = re.match(rb'\{\s*"(more|statements)"\s*:', head) is not None
        if is_page or head[:1] == b"[":
            first, rest = stream.readline().removeprefix(_BOM), stream.read()
            # If the first line is complete and others follow, it is NDJSON, and an array in it is an invalid record.
            if not (rest.strip() and _is_json(first)):
                yield from _from_array(file, first + rest, is_page)
                return
            stream.seek(0)
        while lines := stream.read(_FILE_PAGE_BYTES):
            yield Page(_STREAM, lines + stream.readline())


def _is_json(text: bytes) -> bool:
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _from_array(file: Path, body: bytes, is_page: bool) -> Iterator[Page]:
    try:
        if is_page:
            yield Page(_STREAM, split(body, _STREAM)[0])
            return
        try:
            records = iter(msgspec.json.decode(body, type=list[msgspec.Raw]))
        except (msgspec.DecodeError, RecursionError):
            yield Page(_STREAM, split_array(body)[0])
            return
        while batch := list(itertools.islice(records, _ARRAY_PAGE_RECORDS)):
            yield Page(_STREAM, lines_of(batch))
    except (ValueError, RecursionError):
        raise LoadError(f"{file}: not readable as JSON; check that the file is whole.") from None
