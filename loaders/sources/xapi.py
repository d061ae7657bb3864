"""xAPI 1.0.3 and 2.0: `GET /statements` of any learning record store, or statements in files."""

from __future__ import annotations

import dataclasses
import glob
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import msgspec
import requests

from loaders.errors import LoadError
from loaders.http import BadPage, Gone, get
from loaders.sources.page import Page

_RESTARTS = 3
_LINES_A_PAGE = 32 * 1024 * 1024


@dataclasses.dataclass(frozen=True)
class Settings:
    """An LRS (`url` and credentials) or an archive of statements (`path`: a file, folder or pattern)."""

    url: str | None = None
    username: str | None = None
    password: str | None = dataclasses.field(default=None, repr=False)
    path: str | None = None
    version: str = "1.0.3"
    page_size: int = 500

    def __post_init__(self) -> None:
        if (self.url is None) == (self.path is None):
            raise ValueError("write either 'url:' (a learning record store) or 'path:' (files), not both.")
        if self.url is not None and (self.username is None or self.password is None):
            raise ValueError("write 'username:' and 'password:' as ${ENV_NAME}.")


class _Answer(msgspec.Struct):
    statements: msgspec.Raw
    more: str | None = None


def has_cursor(settings: Settings) -> bool:
    """Files are read whole each time; only a server can be asked for what is new."""
    return settings.url is not None


def fetch(settings: Settings, cursor: str | None) -> Iterator[Page]:
    """Yield pages of statements stored after `cursor` (exclusive; all where None).

    Files have no cursor and are read whole. Raises LoadError.
    """
    return _from_files(settings.path) if settings.path is not None else _from_server(settings, cursor)


def _from_server(settings: Settings, cursor: str | None) -> Iterator[Page]:
    session = requests.Session()
    session.auth = (settings.username or "", settings.password or "")
    session.headers["X-Experience-API-Version"] = settings.version
    start = f"{(settings.url or '').rstrip('/')}/statements"
    query = {"limit": str(settings.page_size), "ascending": "true", "attachments": "false"}
    if cursor is not None:
        query["since"] = cursor
    for _ in range(_RESTARTS):
        answer, through = get(session, start, _read, params=query)
        while True:
            yield Page(bytes(answer.statements), consistent_through=through)
            if not answer.more:
                return
            try:
                # The promise of the first page holds for the whole pull: later pages may promise more than was read.
                answer, _later = get(session, _on_same_host(start, answer.more), _read)
            except Gone:
                break  # `more` expired: from the cursor again; what landed already is recognized as unchanged.
    raise LoadError(f"{start}: 'more' expired {_RESTARTS} times; raise page_size in sources.yml.")


def _on_same_host(start: str, more: str) -> str:
    """The next page's address on the configured host: another one, if `more` names it, must not get our credentials."""
    host = urlsplit(start)
    return urlsplit(urljoin(start, more))._replace(scheme=host.scheme, netloc=host.netloc).geturl()


def _read(response: requests.Response) -> tuple[_Answer, str | None]:
    try:
        answer = msgspec.json.decode(response.content, type=_Answer)
    except msgspec.DecodeError:
        kind = response.headers.get("Content-Type", "no content type")
        raise BadPage(f"sent a page that is not a statement result ({kind})") from None
    except requests.RequestException as error:
        raise BadPage(f"broke off in mid-page ({type(error).__name__})") from None
    if bytes(answer.statements).lstrip()[:1] != b"[":
        raise BadPage("sent a page whose 'statements' is not a list")
    return answer, response.headers.get("X-Experience-API-Consistent-Through")


def _from_files(pattern: str | None) -> Iterator[Page]:
    assert pattern is not None
    folder = Path(pattern)
    found = (
        sorted(folder.rglob("*.json*")) if folder.is_dir() else sorted(map(Path, glob.glob(pattern, recursive=True)))
    )
    # A recording keeps the list of its answers beside them: it holds headers, not statements.
    files = [file for file in found if file.is_file() and file.name != "index.ndjson"]
    if folder.is_dir():
        files = sorted({*files, *(f for f in folder.rglob("*.ndjson*") if f.name != "index.ndjson")})
    if not files:
        raise LoadError(f"{pattern}: no file there; write a file, a folder or a pattern in 'path:'.")
    for file in files:
        try:
            yield from _from_file(file)
        except (OSError, EOFError) as error:
            raise LoadError(f"{file}: cannot be read ({type(error).__name__}); check that the file is whole.") from None


def _from_file(file: Path) -> Iterator[Page]:
    with gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb") as stream:
        head = stream.read(4096).lstrip()
        stream.seek(0)
        if head[:1] == b"[" or re.match(rb'\{\s*"(more|statements)"\s*:', head):
            text = stream.read()
            try:
                array = text if head[:1] == b"[" else bytes(msgspec.json.decode(text, type=_Answer).statements)
                msgspec.json.decode(array, type=msgspec.Raw)
            except msgspec.DecodeError as error:
                raise LoadError(f"{file}: not readable as JSON ({error}); check that the file is whole.") from None
            yield Page(array)
            return
        while lines := stream.read(_LINES_A_PAGE):
            yield Page(lines + stream.readline(), is_lines=True)
