"""Lands the records of a source: rows, cursors and log lines of a load in one transaction."""

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
    """Numbers of records of a load, of pages and of their bytes: received = landed + unchanged + rejected."""

    received: int = 0
    landed: int = 0
    unchanged: int = 0
    rejected: int = 0
    pages: int = 0
    bytes: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{value:,} {key}" for key, value in dataclasses.asdict(self).items())


def load_sources(config: Path, names: Sequence[str] | None = None, database: Path | None = None) -> dict[str, Counts]:
    """Load the named sources of `config` (all where None or empty) and return the counts of each load.

    `database` defaults to LEARNING_MARTS_DB, or to warehouse.duckdb. A source that fails lands nothing and does not
    stop the others. Raises LoadError at the end, with one line for each source that failed.
    """
    sources = read_sources(config)
    known = [source.source_id for source in sources]
    for name in names or ():
        if name not in known:
            raise LoadError(f"{config}: has no source {name!r}; write one of {', '.join(known)}.")
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
    """Open the warehouse for writing, in UTC. Raises LoadError where that fails, as when another process uses it."""
    file = database or Path(os.environ.get("LEARNING_MARTS_DB", "warehouse.duckdb"))
    try:
        connection = duckdb.connect(str(file))
    except duckdb.Error as error:
        raise LoadError(f"{file}: {one_line(error)}") from None
    connection.execute("set timezone = 'UTC'")
    leave_a_core(connection)
    with contextlib.suppress(duckdb.CatalogException):  # DuckDB before 1.5 writes each row group to disk anyway
        connection.execute("set write_buffer_row_group_count = 1")
    return connection


def one_line(error: BaseException) -> str:
    """The text of an error on one line."""
    return " ".join(str(error).split())


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the raw and ops tables of every system where they do not exist."""
    connection.execute(_OPS)
    for name, system in SYSTEMS.items():
        for stream in system.streams:
            connection.execute(_RECORDS.format(system=name, stream=stream))


def land(connection: duckdb.DuckDBPyConnection, source: Source) -> Counts:
    """Load one source and return the counts over its streams.

    All of it is committed at once. After an error, or when the process is killed, nothing of it remains.
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
        raise LoadError(
            f"{stream}: the counts do not add up ({counts}); nothing was landed. Report this error of the loader."
        )
    after = max(filter(None, (cursor, reached)), default=None)
    if reached:
        connection.execute("delete from ops.cursors where source_id = ? and stream = ?", [source.source_id, stream])
        connection.execute(
            "insert into ops.cursors values (?, ?, ?, ?, ?)", [source.source_id, stream, after, load_id, _now()]
        )
    note = None if after else "no cursor: each load reads everything and lands only records whose hash has changed"
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
    """The time from which the next load asks: just before the latest landed time and the time promised by the server.

    None, so that there is no cursor, where the server promises nothing: some record stores compare `since` with the
    time of the event, and would never send statements that arrive late.

    It is before that time because `since` excludes the time itself, while records of that time may still appear. So the
    last records come again and are unchanged. It is one millisecond before because servers do not store less.
    """
    if not promises:
        return None
    until = min([latest, *map(_time, promises)])
    if until == _NEVER:
        return None
    before = (until - dt.timedelta(milliseconds=1)).astimezone(dt.UTC)
    return str(before.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


def _time(text: str) -> dt.datetime:
    """An ISO 8601 time. One that cannot be read becomes a time so early that no cursor moves."""
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
    """Land the new records of a chunk and return their latest time (_NEVER where no record has one).

    It uses files, since a temporary table stays in memory to the end of the transaction, even after it is dropped.
    """
    raw, envelope = f"raw_{source.system}", [source.source_id, extracted_at, load_id]
    rows = f"read_parquet({pattern(chunk.rows)}, file_row_number = true)"
    comparison = chunk.rows.with_suffix(".comparison")
    # A record is new where it differs from the previous one with its key: in this chunk, or else the last landed one.
    # The row number is the order of arrival.
    connection.execute(
        f"""
        copy (
            with arrived_records as (
                select file_row_number as ordinal, record_key, payload_hash from {rows} where reason is null
            ),
            landed_records as (
                select record_key, arg_max(payload_hash, rowid) as payload_hash from {raw}.{chunk.stream}
                where source_id = $1 and record_key in (select record_key from arrived_records)
                group by 1
            )
            select
                ordinal,
                arrived_records.payload_hash is distinct from coalesce(
                    lag(arrived_records.payload_hash) over (partition by arrived_records.record_key order by ordinal),
                    landed_records.payload_hash) as is_new
            from arrived_records left join landed_records using (record_key)
        ) to {quoted(comparison)} (format parquet)
        """,
        [source.source_id],
    )
    is_new = f"file_row_number in (select ordinal from read_parquet({pattern(comparison)}) where is_new)"
    # Each number is counted on its own, so that a wrong sum is noticed.
    counts.unchanged += _one(connection, f"select count(*) from read_parquet({pattern(comparison)}) where not is_new")
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
            where {is_new} order by file_row_number""",
        [*envelope, counts.received],
    )
    counts.received += _one(connection, f"select count(*) from {rows}")
    latest = _one(connection, f"select max(try_cast(time_text as timestamptz)) from {rows} where {is_new}")
    comparison.unlink()
    _shrink(connection)
    return latest or _NEVER


def _shrink(connection: duckdb.DuckDBPyConnection) -> None:
    """Free the memory in which DuckDB caches what is on disk.

    The cache may take most of the machine's memory, and no chunk reads it.

    The limit is lifted again, because it would prevent the load of very large statements.
    """
    with contextlib.suppress(duckdb.OutOfMemoryException):
        connection.execute("set memory_limit = '512MB'")
    # A reset alone changes the setting that is shown, but not the limit that applies (DuckDB 1.5).
    connection.execute("reset memory_limit")
    limit = _one(connection, "select current_setting('memory_limit')")
    connection.execute(f"set memory_limit = '{limit}'")


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: list[object] | None = None) -> Any:
    row = connection.execute(query, values or []).fetchone()
    assert row is not None
    return row[0]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
