"""xAPI 1.0.3 and 2.0: `GET /statements` of any learning record store, or statements in files."""

from __future__ import annotations

import dataclasses
import glob
import gzip
import itertools
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import msgspec
import requests
from requests.auth import HTTPBasicAuth

from loaders.errors import LoadError
from loaders.http import BadPage, Gone, check_url, get
from loaders.sources.page import Page, lines_of, split_array

_STREAM = "statements"
_PULLS = 3
_FILE_PAGE_BYTES = 4 * 1024 * 1024
_ARRAY_PAGE_RECORDS = 10_000
_BOM = b"\xef\xbb\xbf"


@dataclasses.dataclass(frozen=True)
class Settings:
    """An LRS (`url` and credentials) or an archive of statements (`path`: a file, folder or pattern)."""

    url: str | None = None
    username: str | None = None
    password: str | None = dataclasses.field(default=None, repr=False, metadata={"secret": True})
    path: str | None = None
    version: str = "1.0.3"
    page_size: int = 500

    def __post_init__(self) -> None:
        if (self.url is None) == (self.path is None):
            raise ValueError("write either 'url:' (a learning record store) or 'path:' (files), not both.")
        if self.url is not None:
            check_url("url", self.url)
            for key in ("username", "password"):
                if getattr(self, key) is None:
                    raise ValueError(f"'{key}:' is missing; write {key}: ${{LRS_{key.upper()}}}")
        if self.page_size < 1:
            raise ValueError("'page_size:' is too small; write a whole number from 1 on, such as 500.")


class _Answer(msgspec.Struct):
    statements: list[msgspec.Raw]
    more: str | None = None


@dataclasses.dataclass(frozen=True)
class _Read:
    lines: bytes
    more: str | None
    consistent_through: str | None


def has_cursor(settings: Settings) -> bool:
    """Files are read whole each time; only a server can be asked for what is new."""
    return settings.url is not None


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield pages of statements stored after the cursor (exclusive; all where there is none).

    Files have no cursor and are read whole. Raises LoadError.
    """
    if settings.path is not None:
        return _from_files(settings.path)
    return _from_server(settings, cursors.get(_STREAM))


def _from_server(settings: Settings, cursor: str | None) -> Iterator[Page]:
    session = requests.Session()
    # As bytes: requests cannot encode every text, and its complaint would quote the password.
    session.auth = HTTPBasicAuth((settings.username or "").encode(), (settings.password or "").encode())
    session.headers["X-Experience-API-Version"] = settings.version
    start = f"{(settings.url or '').rstrip('/')}/statements"
    query = {"limit": str(settings.page_size), "ascending": "true", "attachments": "false"}
    if cursor is not None:
        query["since"] = cursor
    for _ in range(_PULLS):
        answer = get(session, start, _read, params=query, stream=True)
        # The promise of the first page holds for the whole pull: later pages may promise more than was read.
        through, address = answer.consistent_through, start
        while True:
            yield Page(_STREAM, answer.lines, through)
            if not answer.more:
                return
            following = _on_same_host(start, answer.more)
            if following == address:
                raise LoadError(f"{start}: 'more' leads to the same page again; the server is at fault.")
            address = following
            try:
                answer = get(session, address, _read, stream=True)
            except Gone:
                break  # `more` expired: from the cursor again; what landed already is recognized as unchanged.
    raise LoadError(f"{start}: 'more' expired in {_PULLS} pulls; write a larger page_size in sources.yml.")


def _on_same_host(start: str, more: str) -> str:
    """`more` is relative to the host; whatever host it names, the credentials go to the configured one only."""
    try:
        target, base = urlsplit(urljoin(start, more)), urlsplit(start)
    except ValueError:
        raise LoadError(f"{start}: sent a 'more' that is no address; the server is at fault.") from None
    return urlunsplit((base.scheme, base.netloc, target.path, target.query, ""))


def _read(response: requests.Response) -> _Read:
    try:
        # Left to itself, requests reads 10 KB at a time, and takes twice as long over a page.
        body = b"".join(response.iter_content(1024 * 1024)).removeprefix(_BOM)
    except requests.RequestException as error:
        raise BadPage(f"no whole answer ({type(error).__name__})") from None
    try:
        lines, more = _split(body)
    except ValueError:
        kind = response.headers.get("Content-Type", "no content type")[:60]
        raise BadPage(f"sent a page that is not a statement result, or is cut off ({kind})") from None
    return _Read(lines, more, response.headers.get("X-Experience-API-Consistent-Through"))


def _split(body: bytes) -> tuple[bytes, str | None]:
    """The statements of a page as lines, and its `more`. Raises ValueError where it is not a whole page."""
    try:
        answer = msgspec.json.decode(body, type=_Answer)
        return lines_of(answer.statements), answer.more
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        lines, frame = split_array(body, _STREAM)
        return lines, msgspec.json.decode(frame, type=_Answer).more
    except RecursionError:
        raise ValueError("nested too deep") from None


def _from_files(pattern: str) -> Iterator[Page]:
    folder = Path(pattern)
    if folder.is_dir():
        found = {*folder.rglob("*.json*"), *folder.rglob("*.ndjson*")}
    else:
        found = set(map(Path, glob.glob(pattern, recursive=True))) | ({folder} if folder.exists() else set())
    # A recording keeps the list of its answers beside them: it holds headers, not statements.
    files = sorted(file for file in found if file.is_file() and file.name != "index.ndjson")
    if not files:
        raise LoadError(f"{pattern}: no file there; write a file, a folder or a pattern in 'path:'.")
    for file in files:
        try:
            yield from _from_file(file)
        except (OSError, EOFError, zlib.error) as error:
            raise LoadError(f"{file}: cannot be read ({type(error).__name__}); check that the file is whole.") from None


def _from_file(file: Path) -> Iterator[Page]:
    # By its first bytes, not by its name: a client may have unpacked what is still called .gz.
    with file.open("rb") as probe:
        packed = probe.read(2) == b"\x1f\x8b"
    with gzip.open(file, "rb") if packed else file.open("rb") as stream:
        head = stream.read(4096).removeprefix(_BOM).lstrip()
        stream.seek(0)
        is_page = re.match(rb'\{\s*"(more|statements)"\s*:', head) is not None
        if is_page or head[:1] == b"[":
            first, rest = stream.readline().removeprefix(_BOM), stream.read()
            # A first line that is whole, with others after it, is a line: a stray array in NDJSON is one bad record.
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
            yield Page(_STREAM, _split(body)[0])
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
