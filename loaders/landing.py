"""Lands pages in one envelope: rows, cursors and log lines of a load in one transaction."""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import glob
import os
import queue
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import duckdb
from tqdm import tqdm

from loaders.config import Source, read_sources
from loaders.errors import LoadError
from loaders.sources import SYSTEMS, Stream
from loaders.sources.page import Page

_CHUNK_BYTES = 96 * 1024 * 1024
_LONGEST_LINE = 256 * 1024 * 1024
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
_RECORDS = """
create schema if not exists raw_{system};
create table if not exists raw_{system}.{stream} (
    source_id varchar, record_key varchar, payload json, payload_hash varchar, extracted_at timestamp, load_id bigint,
    record_number bigint
);
create table if not exists raw_{system}.rejected (
    source_id varchar, stream varchar, payload_text varchar, reason varchar, extracted_at timestamp, load_id bigint
);
"""
_OPS = """
create schema if not exists ops;
create table if not exists ops.loads (
    load_id bigint, source_id varchar, system varchar, stream varchar, started_at timestamp, finished_at timestamp,
    received bigint, landed bigint, unchanged bigint, rejected bigint, pages bigint, bytes bigint,
    cursor_from varchar, cursor_to varchar, status varchar, note varchar
);
alter table ops.loads add column if not exists status varchar;
create table if not exists ops.cursors (
    source_id varchar, stream varchar, cursor_value varchar, load_id bigint, updated_at timestamp
);
"""


@dataclasses.dataclass
class Counts:
    """What a load did: received = landed + unchanged + rejected records, from pages of `bytes` bytes."""

    received: int = 0
    landed: int = 0
    unchanged: int = 0
    rejected: int = 0
    pages: int = 0
    bytes: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{value:,} {key}" for key, value in dataclasses.asdict(self).items())


@dataclasses.dataclass(frozen=True)
class _Chunk:
    stream: str
    file: Path
    pages: int
    bytes: int
    promises: tuple[str, ...]


def load_sources(config: Path, names: Sequence[str] | None = None, database: Path | None = None) -> dict[str, Counts]:
    """Load the named sources of `config` (all where None or empty) and return what each load did.

    `database` defaults to LEARNING_MARTS_DB, else warehouse.duckdb. A source that fails lands nothing and does
    not keep the others from loading. Raises LoadError at the end, one line for each source that failed.
    """
    sources = read_sources(config)
    known = [source.source_id for source in sources]
    for name in names or ():
        if name not in known:
            raise LoadError(f"{config}: no source {name!r}; there are {', '.join(known)}.")
    done, failed = {}, []
    with open_database(database) as connection:
        prepare(connection)
        for source in sources:
            if names and source.source_id not in names:
                continue
            try:
                done[source.source_id] = land(connection, source)
                click.echo(f"{source.source_id}: {done[source.source_id]}")
            except (LoadError, duckdb.Error) as error:
                failed.append(source.redacted(f"{source.source_id}: {one_line(error)}"))
    if failed:
        raise LoadError("\n".join(failed))
    return done


def open_database(database: Path | None) -> duckdb.DuckDBPyConnection:
    """Open the warehouse for writing, in UTC. Raises LoadError where that cannot be, as when another holds it."""
    file = database or Path(os.environ.get("LEARNING_MARTS_DB", "warehouse.duckdb"))
    try:
        connection = duckdb.connect(str(file))
    except duckdb.Error as error:
        raise LoadError(f"{file}: {one_line(error)}") from None
    connection.execute("set timezone = 'UTC'")
    return connection


def one_line(error: BaseException) -> str:
    """An error's text on one line."""
    return " ".join(str(error).split())


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the raw and ops tables of every system where they are missing."""
    connection.execute(_OPS)
    for name, system in SYSTEMS.items():
        for stream in system.streams:
            connection.execute(_RECORDS.format(system=name, stream=stream))


def land(connection: duckdb.DuckDBPyConnection, source: Source) -> Counts:
    """Load one source and return the counts over its streams.

    All of it commits at once; at any error, or when the process is killed, nothing of it stays.
    Raises LoadError and duckdb.Error.
    """
    system = SYSTEMS[source.system]
    counts: dict[str, Counts] = {stream: Counts() for stream in system.streams}
    promises: dict[str, set[str]] = collections.defaultdict(set)
    started = _now()
    connection.execute("begin")
    try:
        load_id = _one(connection, "select coalesce(max(load_id), 0) + 1 from ops.loads")
        cursors = dict(
            connection.execute(
                "select stream, cursor_value from ops.cursors where source_id = ?", [source.source_id]
            ).fetchall()
        )
        with tqdm(desc=source.source_id, unit="B", unit_scale=True, disable=None) as bar:
            for chunk in _spooled(_watched(system.fetch(source.settings, cursors), bar), _spool(connection)):
                counts[chunk.stream].pages += chunk.pages
                counts[chunk.stream].bytes += chunk.bytes
                promises[chunk.stream].update(chunk.promises)
                stream = system.streams[chunk.stream]
                _land_chunk(connection, source, chunk, stream, load_id, started, counts[chunk.stream])
        for name, stream in system.streams.items():
            reached = None
            if stream.time_path and system.has_cursor(source.settings):
                reached = _reached(connection, source, name, stream.time_path, load_id, promises[name])
            _log(connection, source, name, load_id, started, counts[name], cursors.get(name), reached)
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return Counts(*(sum(values) for values in zip(*map(dataclasses.astuple, counts.values()), strict=True)))


def _log(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    stream: str,
    load_id: int,
    started: dt.datetime,
    counts: Counts,
    cursor: str | None,
    reached: str | None,
) -> None:
    if counts.received != counts.landed + counts.unchanged + counts.rejected:
        raise LoadError(f"the counts do not add up ({counts}); nothing was landed. This is a fault of the loader.")
    after = max(filter(None, (cursor, reached)), default=None)
    if reached:
        connection.execute("delete from ops.cursors where source_id = ? and stream = ?", [source.source_id, stream])
        connection.execute(
            "insert into ops.cursors values (?, ?, ?, ?, ?)", [source.source_id, stream, after, load_id, _now()]
        )
    note = None if after else "no cursor: each load reads everything, and lands only what its hash shows as changed"
    connection.execute(
        """insert into ops.loads (load_id, source_id, system, stream, started_at, finished_at, received, landed,
            unchanged, rejected, pages, bytes, cursor_from, cursor_to, status, note)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'succeeded', ?)""",
        [
            *(load_id, source.source_id, source.system, stream, started, _now()),
            *dataclasses.astuple(counts),
            *(cursor, after, note),
        ],
    )


def _reached(
    connection: duckdb.DuckDBPyConnection, source: Source, stream: str, path: str, load_id: int, promises: set[str]
) -> str | None:
    """Where the next load starts: just before the latest time landed, and before what the server calls complete.

    None, so no cursor, where the server promises nothing: there are record stores that answer `since` by the time of
    the event, and would keep back for good what is told late.

    Before, since a server's `since` excludes the very time, while records of that time may still appear. The
    last ones come again for that, and are unchanged. A millisecond, since servers keep no less.
    """
    latest = _one(
        connection,
        f"""select max(try_cast(json_extract_string(payload, '{path}') as timestamptz))
            from raw_{source.system}.{stream} where load_id = ? and source_id = ?""",
        [load_id, source.source_id],
    )
    if latest is None or not promises:
        return None
    until = min([latest, *map(_time, promises)])
    if until == _NEVER:
        return None
    before = (until - dt.timedelta(milliseconds=1)).astimezone(dt.UTC)
    return str(before.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


def _time(text: str) -> dt.datetime:
    """An ISO 8601 time; where it cannot be read, a time so early that no cursor moves."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return _NEVER
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _watched(pages: Iterable[Page], bar: tqdm[Any]) -> Iterator[Page]:
    """The bar shows on a terminal only."""
    for page in pages:
        bar.update(len(page.lines))
        yield page


def _spool(connection: duckdb.DuckDBPyConnection) -> Path:
    """An empty folder for chunks, beside the warehouse: what a killed load left there goes with the next one."""
    file = _one(connection, "select path from duckdb_databases() where database_name = current_database()")
    if not file:
        return Path(tempfile.mkdtemp(prefix="learning_marts_"))
    # Nobody else loads into this warehouse: DuckDB lets one process write.
    folder = Path(f"{file}.pages")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def _spooled(pages: Iterator[Page], folder: Path) -> Iterator[_Chunk]:
    """Fetch in a thread, one chunk ahead of the database; each chunk's file lives until the next is asked for."""
    ready: queue.Queue[_Chunk | BaseException | None] = queue.Queue(maxsize=1)
    stop = threading.Event()

    def put(item: _Chunk | BaseException | None) -> None:
        while not stop.is_set():
            try:
                return ready.put(item, timeout=0.1)
            except queue.Full:
                continue

    def run() -> None:
        try:
            for chunk in _chunks(pages, folder):
                put(chunk)
                if stop.is_set():
                    return
            put(None)
        except BaseException as error:
            put(error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
            item.file.unlink()
    finally:
        stop.set()
        worker.join(timeout=2)
        shutil.rmtree(folder, ignore_errors=True)


def _chunks(pages: Iterable[Page], folder: Path) -> Iterator[_Chunk]:
    """Gather pages in files worth a statement each, so memory stays flat however many pages come."""
    number, chunk, stream = 0, None, None
    promises: set[str] = set()
    for page in pages:
        if chunk and stream and (chunk.bytes >= _CHUNK_BYTES or chunk.stream != page.stream):
            stream.close()
            yield dataclasses.replace(chunk, promises=tuple(promises))
            chunk = stream = None
        if chunk is None or stream is None:
            number += 1
            promises = set()
            chunk = _Chunk(page.stream, folder / f"{number}.ndjson", 0, 0, ())
            stream = chunk.file.open("wb")
        stream.write(_readable(page.lines) + b"\n")
        if page.consistent_through:
            promises.add(page.consistent_through)
        chunk = dataclasses.replace(chunk, pages=chunk.pages + 1, bytes=chunk.bytes + len(page.lines))
    if chunk and stream:
        stream.close()
        yield dataclasses.replace(chunk, promises=tuple(promises))


def _readable(lines: bytes) -> bytes:
    """Lines as UTF-8: a byte that is none becomes an escape that JSON does not know, so only its line is rejected."""
    lines = lines.removeprefix(b"\xef\xbb\xbf")
    if not lines.isascii():
        lines = lines.decode("utf-8", "backslashreplace").encode()
    # A lone carriage return would end a line for the reader; a tab is white space, or invalid, in the same places.
    for byte, instead in ((b"\r\n", b"\n"), (b"\r", b"\t"), (b"\x00", rb"\x00"), (b"\x01", rb"\x01")):
        if byte in lines:
            lines = lines.replace(byte, instead)
    return lines


def _land_chunk(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    chunk: _Chunk,
    stream: Stream,
    load_id: int,
    extracted_at: dt.datetime,
    counts: Counts,
) -> None:
    raw = f"raw_{source.system}"
    file = glob.escape(str(chunk.file)).replace("'", "''")
    # Split as text, so one broken line does not stop the others. One extraction reads a line once for both its key
    # and the whole of it without white space, so that a pretty-printed copy is no change.
    connection.execute(
        f"""
        create or replace temp table chunk as
        select
            coalesce(cast(parts[1] as varchar), line) as text,
            case when parts is null then 'not JSON in UTF-8'
                when not starts_with(text, '{{') then 'not a JSON object' end as reason,
            case when reason is null then md5(text) end as payload_hash,
            case when reason is null
                then coalesce(nullif(lower(parts[2] ->> '$'), ''), payload_hash)
            end as record_key
        from (
            select line, try(json_extract(line, ['$', '{stream.key_path}'])) as parts
            from read_csv('{file}', columns = {{'line': 'varchar'}}, delim = '\x01', quote = '', escape = '',
                header = false, auto_detect = false, new_line = '\\n', max_line_size = {_LONGEST_LINE})
            where trim(line, ' \t') <> ''
        )
        """
    )
    # The temporary table's rowid is the order of arrival. A record is news where it differs from the one before
    # it: in this chunk, else the last one landed.
    connection.execute(
        f"""
        create or replace temp table news as
        with known as (
            select record_key, arg_max(payload_hash, rowid) as payload_hash from {raw}.{chunk.stream}
            where source_id = $1 and record_key in (select record_key from chunk)
            group by 1
        )
        select chunk.rowid as ordinal
        from chunk left join known on known.record_key = chunk.record_key
        where chunk.reason is null
        qualify chunk.payload_hash is distinct from coalesce(
            lag(chunk.payload_hash) over (partition by chunk.record_key order by chunk.rowid), known.payload_hash)
        """,
        [source.source_id],
    )
    received = _one(connection, "select count(*) from chunk")
    landed = _one(connection, "select count(*) from news")
    rejected = _one(connection, "select count(*) from chunk where reason is not null")
    envelope = [source.source_id, extracted_at, load_id]
    # Most chunks are all news: no need to sort them out.
    chosen = "" if landed == received else "where rowid in (select ordinal from news) order by rowid"
    connection.execute(
        f"""insert into {raw}.{chunk.stream} select $1, record_key, text, payload_hash, $2, $3, $4 + rowid + 1
            from chunk {chosen}""",
        [*envelope, counts.received],
    )
    if rejected:
        connection.execute(
            f"""insert into {raw}.rejected select $1, '{chunk.stream}', text, reason, $2, $3 from chunk
                where reason is not null order by rowid""",
            envelope,
        )
    counts.received += received
    counts.landed += landed
    counts.rejected += rejected
    # Counted, not what is left over, so that the sum can fail.
    counts.unchanged += _one(
        connection, "select count(*) from chunk where reason is null and rowid not in (select ordinal from news)"
    )


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: list[object] | None = None) -> Any:
    row = connection.execute(query, values or []).fetchone()
    assert row is not None
    return row[0]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
