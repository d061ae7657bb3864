"""Lands pages in one envelope: rows, cursors and log lines of a load in one transaction."""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import datetime as dt
import glob
import os
import queue
import shutil
import tempfile
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
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
_FILE_BYTES = 12 * 1024 * 1024
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


@dataclasses.dataclass
class _Chunk:
    """Pages worth a statement, in files of their own: each is read on one core, and several at once."""

    stream: str
    place: str
    pages: int = 0
    bytes: int = 0
    longest: int = 0
    files: list[Path] = dataclasses.field(default_factory=list)
    promises: set[str] = dataclasses.field(default_factory=set)

    def add(self, page: Page) -> None:
        lines = _readable(page.lines)
        file = Path(f"{self.place}.{self.bytes // _FILE_BYTES:03}.ndjson")
        with file.open("ab") as target:
            self.longest = max(self.longest, target.write(lines) + target.write(b"\n"))
        if file not in self.files:
            self.files.append(file)
        if page.consistent_through:
            self.promises.add(page.consistent_through)
        self.pages += 1
        self.bytes += len(page.lines)

    def beside(self, suffix: str) -> Path:
        return Path(self.place + suffix)


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
    _leave_a_core(connection)
    with contextlib.suppress(duckdb.CatalogException):  # DuckDB before 1.5 writes out each row group anyway
        connection.execute("set write_buffer_row_group_count = 1")
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
    latest: dict[str, dt.datetime] = {}
    started = _now()
    connection.execute("begin")
    try:
        load_id = _one(connection, "select coalesce(max(load_id), 0) + 1 from ops.loads")
        cursors = dict(
            connection.execute(
                "select stream, cursor_value from ops.cursors where source_id = ?", [source.source_id]
            ).fetchall()
        )
        for chunk in _fetched(connection, source, cursors):
            counts[chunk.stream].pages += chunk.pages
            counts[chunk.stream].bytes += chunk.bytes
            promises[chunk.stream].update(chunk.promises)
            time = _land_chunk(connection, source, chunk, load_id, started, counts[chunk.stream])
            latest[chunk.stream] = max(time, latest.get(chunk.stream, _NEVER))
        for name, stream in system.streams.items():
            reached = None
            if stream.time_path and system.has_cursor(source.settings):
                reached = _reached(latest.get(name, _NEVER), promises[name])
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


def _reached(latest: dt.datetime, promises: set[str]) -> str | None:
    """Where the next load starts: just before the latest time landed, and before what the server calls complete.

    None, so no cursor, where the server promises nothing: there are record stores that answer `since` by the time of
    the event, and would keep back for good what is told late.

    Before, since a server's `since` excludes the very time, while records of that time may still appear. The
    last ones come again for that, and are unchanged. A millisecond, since servers keep no less.
    """
    if not promises:
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


def _fetched(
    connection: duckdb.DuckDBPyConnection, source: Source, cursors: Mapping[str, str]
) -> Generator[_Chunk, None, None]:
    """What the source sends, as chunks ready to land. One is fetched and one parsed while another lands."""
    system = SYSTEMS[source.system]
    with (
        _spool(connection) as folder,
        tqdm(desc=source.source_id, unit="B", unit_scale=True, disable=None) as bar,
        contextlib.closing(_ahead(_chunks(_watched(system.fetch(source.settings, cursors), bar), folder))) as sent,
        contextlib.closing(_ahead(_parsed(sent, system.streams, folder))) as chunks,
    ):
        for chunk in chunks:
            yield chunk
            chunk.beside(".parsed").unlink()


def _watched(pages: Iterable[Page], bar: tqdm[Any]) -> Iterator[Page]:
    """The bar shows on a terminal only."""
    for page in pages:
        bar.update(len(page.lines))
        yield page


@contextlib.contextmanager
def _spool(connection: duckdb.DuckDBPyConnection) -> Iterator[Path]:
    """An empty folder for chunks, beside the warehouse: what a killed load left there goes with the next one."""
    file = _one(connection, "select path from duckdb_databases() where database_name = current_database()")
    # Nobody else loads into this warehouse: DuckDB lets one process write.
    folder = Path(f"{file}.pages" if file else tempfile.mkdtemp(prefix="learning_marts_"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ahead(items: Generator[_Chunk, None, None]) -> Generator[_Chunk, None, None]:
    """The items, each made in a thread while the one before is in use."""
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
            for item in items:
                put(item)
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
    finally:
        stop.set()
        worker.join(timeout=2)


def _chunks(pages: Iterable[Page], folder: Path) -> Generator[_Chunk, None, None]:
    """Gather pages to chunks, so memory stays flat however many pages come.

    The first ones are smaller, so that parsing and landing begin soon.
    """
    number, chunk = 0, None
    for page in pages:
        if chunk and (chunk.bytes >= _CHUNK_BYTES >> max(0, 4 - number) or chunk.stream != page.stream):
            yield chunk
            chunk = None
        if chunk is None:
            number += 1
            chunk = _Chunk(page.stream, str(folder / str(number)))
        chunk.add(page)
    if chunk:
        yield chunk


def _readable(lines: bytes) -> bytes:
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


def _parsed(chunks: Iterator[_Chunk], streams: Mapping[str, Stream], folder: Path) -> Generator[_Chunk, None, None]:
    """Make a file of rows from the lines of each chunk: in a database of its own, for it runs beside the landing."""
    with duckdb.connect() as connection:
        connection.execute(f"set temp_directory = {_quoted(folder)}")
        _leave_a_core(connection)
        for chunk in chunks:
            target = _quoted(chunk.beside(".parsed"))
            options = "format parquet, compression uncompressed, row_group_size 8192"
            connection.execute(f"copy ({_rows(chunk, streams[chunk.stream])}) to {target} ({options})")
            for file in chunk.files:
                file.unlink()
            yield chunk


def _rows(chunk: _Chunk, stream: Stream) -> str:
    """The query of a chunk's records, in order: split as text, so one broken line does not stop the others.

    One extraction reads a line once for its key, its time, and the whole of it without white space, so that a
    pretty-printed copy is no change.
    """
    # No line is longer than its page. The reader's buffer is 16 times that long, more than any file here: where it
    # has to put lines together across buffers, or reads one file on several cores, it may stop or lose rows.
    longest = min(max(chunk.longest, 2 * 1024 * 1024), _LONGEST_LINE)
    files = ", ".join(map(_pattern, chunk.files))
    paths = ["$", stream.key_path, stream.time_path or stream.key_path]
    return f"""
        select
            case when parts is null then 'not JSON in UTF-8'
                when not starts_with(parts[1], '{{') then 'not a JSON object' end as reason,
            case when reason is not null then coalesce(cast(parts[1] as varchar), line) end as payload_text,
            case when reason is null then parts[1] end as payload,
            case when reason is null then md5(parts[1]) end as payload_hash,
            case when reason is null then coalesce(nullif(lower(parts[2] ->> '$'), ''), payload_hash) end as record_key,
            parts[3] ->> '$' as time_text
        from (
            select line, try(json_extract(line, {paths})) as parts
            from read_csv([{files}], columns = {{'line': 'varchar'}}, delim = '\x01', quote = '', escape = '',
                header = false, auto_detect = false, new_line = '\\n', max_line_size = {longest}, parallel = false)
            where ltrim(line, ' \t') <> ''
        )
    """


def _land_chunk(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    chunk: _Chunk,
    load_id: int,
    extracted_at: dt.datetime,
    counts: Counts,
) -> dt.datetime:
    """Land what is new in a chunk, and return its latest time (_NEVER where no record tells one).

    By way of files: a temporary table stays in memory to the end of the transaction, even a dropped one.
    """
    raw, envelope = f"raw_{source.system}", [source.source_id, extracted_at, load_id]
    rows = f"read_parquet({_pattern(chunk.beside('.parsed'))}, file_row_number = true)"
    judged = chunk.beside(".judged")
    # A record is news where it differs from the one before it: in this chunk, else the last one landed. The row
    # number is the order of arrival.
    connection.execute(
        f"""
        copy (
            with arrived as (
                select file_row_number as ordinal, record_key, payload_hash from {rows} where reason is null
            ),
            known as (
                select record_key, arg_max(payload_hash, rowid) as payload_hash from {raw}.{chunk.stream}
                where source_id = $1 and record_key in (select record_key from arrived)
                group by 1
            )
            select
                ordinal,
                arrived.payload_hash is distinct from coalesce(
                    lag(arrived.payload_hash) over (partition by arrived.record_key order by ordinal),
                    known.payload_hash) as is_news
            from arrived left join known on known.record_key = arrived.record_key
        ) to {_quoted(judged)} (format parquet)
        """,
        [source.source_id],
    )
    is_news = f"file_row_number in (select ordinal from read_parquet({_pattern(judged)}) where is_news)"
    # Counted each, not what is left over, so that the sum can fail.
    counts.unchanged += _one(connection, f"select count(*) from read_parquet({_pattern(judged)}) where not is_news")
    counts.rejected += _one(
        connection,
        f"""insert into {raw}.rejected select $1, '{chunk.stream}', payload_text, reason, $2, $3 from {rows}
            where reason is not null order by file_row_number""",
        envelope,
    )
    counts.landed += _one(
        connection,
        f"""insert into {raw}.{chunk.stream}
            select $1, record_key, payload, payload_hash, $2, $3, $4 + file_row_number + 1 from {rows}
            where {is_news} order by file_row_number""",
        [*envelope, counts.received],
    )
    counts.received += _one(connection, f"select count(*) from {rows}")
    latest = _one(connection, f"select max(try_cast(time_text as timestamptz)) from {rows} where {is_news}")
    judged.unlink()
    _shrink(connection)
    return latest or _NEVER


def _leave_a_core(connection: duckdb.DuckDBPyConnection) -> None:
    """For the other threads of a load: here more threads do not make them faster, only busier."""
    threads = _one(connection, "select current_setting('threads')")
    connection.execute(f"set threads = {max(1, threads - 1)}")


def _shrink(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of what is on disk: DuckDB keeps it in memory, up to most of what the machine has, and no chunk needs it.

    No lasting limit, which would end the load of statements that are very large.
    """
    with contextlib.suppress(duckdb.OutOfMemoryException):
        connection.execute("set memory_limit = '512MB'")
    # A reset alone changes what the setting says, not what holds (DuckDB 1.5).
    connection.execute("reset memory_limit")
    limit = _one(connection, "select current_setting('memory_limit')")
    connection.execute(f"set memory_limit = '{limit}'")


def _pattern(file: Path) -> str:
    return _quoted(Path(glob.escape(str(file))))


def _quoted(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: list[object] | None = None) -> Any:
    row = connection.execute(query, values or []).fetchone()
    assert row is not None
    return row[0]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
