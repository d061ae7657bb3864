"""Collects fetched pages into chunks, and parses their lines into rows, while the previous chunk lands.

The chunks are files in a folder beside the warehouse.
"""

from __future__ import annotations

import contextlib
import contextvars
import dataclasses
import queue
import shutil
import tempfile
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
from tqdm import tqdm

from loaders.config import Source
from loaders.pages import Page, Stream, Table
from loaders.sources import SYSTEMS
from loaders.tables import SPOOL, line_query, pattern, quoted, readable

_CHUNK_BYTES = 96 * 1024 * 1024
_FILE_BYTES = 12 * 1024 * 1024


@dataclasses.dataclass
class Chunk:
    """Pages that land with one statement, or a table. They lie in several files, each of which one core reads."""

    stream: str
    place: str
    pages: int = 0
    bytes: int = 0
    longest: int = 0
    files: list[Path] = dataclasses.field(default_factory=list)
    promises: set[str] = dataclasses.field(default_factory=set)
    rejected: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    query: str | None = None
    held: Any = None

    def add(self, page: Page) -> None:
        if page.lines or not self.pages:
            lines = readable(page.lines)
            file = Path(f"{self.place}.{self.bytes // _FILE_BYTES:03}.ndjson")
            with file.open("ab") as target:
                self.longest = max(self.longest, target.write(lines) + target.write(b"\n"))
            if file not in self.files:
                self.files.append(file)
        if page.consistent_through:
            self.promises.add(page.consistent_through)
        self.rejected += page.rejected
        self.pages += 1
        self.bytes += len(page.lines)

    @property
    def rows(self) -> Path:
        """The Parquet file of the records: reason, payload_text, payload, payload_hash, record_key, time_text."""
        return Path(self.place + ".parsed")


def fetched_chunks(database: str | None, source: Source, cursors: Mapping[str, str]) -> Generator[Chunk, None, None]:
    """The records that the source sends, as chunks ready to land. One is fetched and one parsed while another lands."""
    system = SYSTEMS[source.system]
    with (
        _spool(database) as folder,
        tqdm(desc=source.source_id, unit="B", unit_scale=True, disable=None) as bar,
        contextlib.closing(_ahead(_chunks(_watched(system.fetch(source.settings, cursors), bar), folder))) as sent,
        contextlib.closing(_ahead(_parsed(sent, system.streams, folder))) as chunks,
    ):
        for chunk in chunks:
            yield chunk
            chunk.rows.unlink()


def _watched(pages: Iterable[Page | Table], bar: tqdm[Any]) -> Iterator[Page | Table]:
    """Show the progress on a bar, which appears only on a terminal."""
    for page in pages:
        bar.update(page.bytes if isinstance(page, Table) else len(page.lines))
        yield page


@contextlib.contextmanager
def _spool(database: str | None) -> Iterator[Path]:
    """An empty folder for chunks beside the warehouse. The next load removes what a killed load left there."""
    # No other process loads into this warehouse: DuckDB lets only one write.
    folder = Path(f"{database}.pages" if database else tempfile.mkdtemp(prefix="learning_marts_"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    # Files that a source unpacks go there too, and are removed with the folder.
    before = SPOOL.set(folder)
    try:
        # The name must be new for each load: DuckDB caches the content of files by their names.
        yield Path(tempfile.mkdtemp(dir=folder))
    finally:
        SPOOL.reset(before)
        shutil.rmtree(folder, ignore_errors=True)


def _ahead(items: Generator[Chunk, None, None]) -> Generator[Chunk, None, None]:
    """The items, each made in a thread while the previous one is in use."""
    ready: queue.Queue[Chunk | BaseException | None] = queue.Queue(maxsize=1)
    stop = threading.Event()

    def put(item: Chunk | BaseException | None) -> None:
        while not stop.is_set():
            try:
                return ready.put(item, timeout=0.1)
            except queue.Full:
                continue

    def run() -> None:
        try:
            for item in items:
                put(item)
                if stop.is_set():
                    return
            put(None)
        except BaseException as error:
            put(error)

    # With the context of this thread: it names the spool.
    worker = threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True)
    worker.start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        worker.join(timeout=2)


def _chunks(pages: Iterable[Page | Table], folder: Path) -> Generator[Chunk, None, None]:
    """Collect pages into chunks, one open chunk per stream, so that memory does not grow with the number of pages.

    The first chunks are smaller, so that parsing and landing begin soon.
    """
    number, gathering = 0, dict[str, Chunk]()
    for page in pages:
        chunk = gathering.get(page.stream)
        if chunk and (isinstance(page, Table) or chunk.bytes >= _CHUNK_BYTES >> max(0, 4 - number)):
            yield gathering.pop(page.stream)
            chunk = None
        if chunk is None:
            number += 1
            chunk = Chunk(page.stream, str(folder / str(number)))
        if isinstance(page, Table):
            chunk.pages, chunk.bytes, chunk.query, chunk.held = 1, page.bytes, page.query, page.held
            yield chunk
        else:
            chunk.add(page)
            gathering[page.stream] = chunk
    yield from gathering.values()


def _parsed(chunks: Iterator[Chunk], streams: Mapping[str, Stream], folder: Path) -> Generator[Chunk, None, None]:
    """Write the rows of each chunk into a file. It uses its own database, because another chunk lands meanwhile."""
    options = "format parquet, compression uncompressed, row_group_size 8192"
    with duckdb.connect() as connection:
        connection.execute(f"set temp_directory = {quoted(folder)}")
        leave_a_core(connection)
        for chunk in chunks:
            rows = _rows(chunk.query or line_query(chunk.files, chunk.longest), streams[chunk.stream])
            connection.execute(f"copy ({rows}) to {quoted(chunk.rows)} ({options})")
            rejected = chunk.rejected + (_broken_rows(connection) if chunk.query else [])
            if rejected:
                _append(connection, chunk, rejected, options)
            for file in chunk.files:
                file.unlink()
            chunk.held = None
            yield chunk


def _rows(lines: str, stream: Stream) -> str:
    """The query of the records in `lines`.

    One extraction reads a line once for its key, its time and the whole record without white space, so that a
    pretty-printed copy does not count as a change.
    """
    paths = ["$", stream.time or stream.key[0], *stream.key]
    key = " || '/' || ".join(f"(parts[{number}] ->> '$')" for number in range(3, 3 + len(stream.key)))
    if stream.ignores_case:
        key = f"lower({key})"
    return f"""
        select
            case when parts is null then 'not JSON in UTF-8'
                when not starts_with(parts[1], '{{') then 'not a JSON object' end as reason,
            case when reason is not null then coalesce(cast(parts[1] as varchar), text) end as payload_text,
            case when reason is null then parts[1] end as payload,
            case when reason is null then md5(parts[1]) end as payload_hash,
            case when reason is null then coalesce(nullif({key}, ''), payload_hash) end as record_key,
            parts[2] ->> '$' as time_text
        from (select cast(line as varchar) as text, try(json_extract(line, {paths})) as parts from ({lines}))
    """


def _broken_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The rows of a CSV file that its reader could not read, with the reason. The reader has to `store_rejects`."""
    if not connection.execute("from duckdb_tables() where table_name = 'reject_errors'").fetchone():
        return []
    # A row may have several errors.
    found = connection.execute(
        """select trim(any_value(csv_line), chr(13) || chr(10)), string_agg(error_message, '; ' order by error_message)
            from reject_errors group by scan_id, file_id, line order by scan_id, file_id, line"""
    ).fetchall()
    connection.execute("delete from reject_errors")
    return found


def _append(connection: duckdb.DuckDBPyConnection, chunk: Chunk, rejected: list[tuple[str, str]], options: str) -> None:
    """Add what the source rejected to the rows."""
    before = chunk.rows.rename(chunk.place + ".before")
    texts, reasons = zip(*rejected, strict=True)
    connection.execute(
        f"""
        copy (
            from read_parquet({pattern(before)})
            union all by name
            select unnest(cast($1 as varchar[])) as payload_text, unnest(cast($2 as varchar[])) as reason
        ) to {quoted(chunk.rows)} ({options})
        """,
        [list(texts), list(reasons)],
    )
    before.unlink()


def leave_a_core(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave a core to the other threads of a load, which more threads of DuckDB would not make faster."""
    row = connection.execute("select current_setting('threads')").fetchone()
    assert row is not None
    connection.execute(f"set threads = {max(1, row[0] - 1)}")
