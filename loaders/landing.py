"""Lands pages in one envelope: rows, cursors and log lines of a load in one transaction."""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import duckdb

from loaders.config import Source, read_sources
from loaders.errors import LoadError
from loaders.sources import SYSTEMS
from loaders.spool import Chunk, fetched_chunks, leave_a_core
from loaders.tables import pattern, quoted

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
    leave_a_core(connection)
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
        file = _one(connection, "select path from duckdb_databases() where database_name = current_database()")
        cursors = dict(
            connection.execute(
                "select stream, cursor_value from ops.cursors where source_id = ?", [source.source_id]
            ).fetchall()
        )
        for chunk in fetched_chunks(file, source, cursors):
            counts[chunk.stream].pages += chunk.pages
            counts[chunk.stream].bytes += chunk.bytes
            promises[chunk.stream].update(chunk.promises)
            time = _land_chunk(connection, source, chunk, load_id, started, counts[chunk.stream])
            latest[chunk.stream] = max(time, latest.get(chunk.stream, _NEVER))
        for name, stream in system.streams.items():
            reached = None
            if stream.time:
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


def _land_chunk(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    chunk: Chunk,
    load_id: int,
    extracted_at: dt.datetime,
    counts: Counts,
) -> dt.datetime:
    """Land what is new in a chunk, and return its latest time (_NEVER where no record tells one).

    By way of files: a temporary table stays in memory to the end of the transaction, even a dropped one.
    """
    raw, envelope = f"raw_{source.system}", [source.source_id, extracted_at, load_id]
    rows = f"read_parquet({pattern(chunk.rows)}, file_row_number = true)"
    judged = chunk.rows.with_suffix(".judged")
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
        ) to {quoted(judged)} (format parquet)
        """,
        [source.source_id],
    )
    is_news = f"file_row_number in (select ordinal from read_parquet({pattern(judged)}) where is_news)"
    # Counted each, not what is left over, so that the sum can fail.
    counts.unchanged += _one(connection, f"select count(*) from read_parquet({pattern(judged)}) where not is_news")
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


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: list[object] | None = None) -> Any:
    row = connection.execute(query, values or []).fetchone()
    assert row is not None
    return row[0]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
