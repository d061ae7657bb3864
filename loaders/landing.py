"""Lands pages in one envelope: rows, cursor and log line of a load in one transaction."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
from tqdm import tqdm

from loaders.config import Source
from loaders.sources import SYSTEMS, System
from loaders.sources.page import Page

_CHUNK_BYTES = 96 * 1024 * 1024
_TABLES = """
create schema if not exists raw_{system};
create table if not exists raw_{system}.{stream} (
    source_id varchar, record_key varchar, payload json, payload_hash varchar, extracted_at timestamp, load_id bigint
);
create table if not exists raw_{system}.rejected (
    source_id varchar, stream varchar, payload_text varchar, reason varchar, extracted_at timestamp, load_id bigint
);
create schema if not exists ops;
create table if not exists ops.loads (
    load_id bigint, source_id varchar, system varchar, stream varchar, started_at timestamp, finished_at timestamp,
    received bigint, landed bigint, unchanged bigint, rejected bigint, pages bigint, bytes bigint,
    cursor_from varchar, cursor_to varchar, note varchar
);
create table if not exists ops.cursors (
    source_id varchar, stream varchar, cursor_value varchar, load_id bigint, updated_at timestamp
);
"""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the raw and ops tables of every system where they are missing."""
    for name, system in SYSTEMS.items():
        connection.execute(_TABLES.format(system=name, stream=system.stream))


def land(connection: duckdb.DuckDBPyConnection, source: Source) -> dict[str, int]:
    """Load one source and return received, landed, unchanged, rejected, pages and bytes.

    All of it commits at once; at any error, or when the process is killed, nothing of it stays.
    """
    system = SYSTEMS[source.system]
    counts = dict.fromkeys(("received", "landed", "unchanged", "rejected", "pages", "bytes"), 0)
    started = _now()
    connection.execute("begin")
    try:
        load_id = _one(connection, "select coalesce(max(load_id), 0) + 1 from ops.loads")
        cursor = _one(
            connection,
            "select max(cursor_value) from ops.cursors where source_id = ? and stream = ?",
            [source.source_id, system.stream],
        )
        promises: list[str | None] = []
        pages = _watched(system.fetch(source.settings, cursor), counts, promises, source.source_id)
        for file, is_lines in _chunks(pages):
            _land_chunk(connection, source, system, file, is_lines, load_id, started, counts)
        reached = None
        if system.has_cursor(source.settings):
            reached = _reached(connection, source, system, load_id, promises)
        if reached is not None:
            connection.execute(
                "delete from ops.cursors where source_id = ? and stream = ?", [source.source_id, system.stream]
            )
            connection.execute(
                "insert into ops.cursors values (?, ?, ?, ?, ?)",
                [source.source_id, system.stream, max(reached, cursor or ""), load_id, _now()],
            )
        note = None if reached or cursor else "no stored time: each load reads everything and lands only what changed"
        if counts["received"] != counts["landed"] + counts["unchanged"] + counts["rejected"]:
            raise AssertionError(f"{source.source_id}: the counts of the load do not add up: {counts}")
        connection.execute(
            "insert into ops.loads values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                load_id,
                source.source_id,
                source.system,
                system.stream,
                started,
                _now(),
                *counts.values(),
                cursor,
                reached,
                note,
            ],
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return counts


def _reached(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    system: System,
    load_id: int,
    promises: list[str | None],
) -> str | None:
    """The latest stored time of this load, but never past what the server promised to be complete."""
    latest = connection.execute(
        f"""select max(try_cast(json_extract_string(payload, '{system.stored_path}') as timestamptz))
            from raw_{source.system}.{system.stream} where load_id = ? and source_id = ?""",
        [load_id, source.source_id],
    ).fetchone()
    if latest is None or latest[0] is None:
        return None
    promised = min((dt.datetime.fromisoformat(text) for text in promises if text), default=None)
    # The promise covers what was stored before that time, and `since` is exclusive: stay one step behind it.
    reached = min(latest[0], promised - dt.timedelta(milliseconds=1)) if promised else latest[0]
    return str(reached.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


def _watched(pages: Iterable[Page], counts: dict[str, int], promises: list[str | None], label: str) -> Iterator[Page]:
    """Count pages and bytes as they pass; the bar shows on a terminal only."""
    with tqdm(desc=label, unit="B", unit_scale=True, disable=None) as bar:
        for page in pages:
            counts["pages"] += 1
            counts["bytes"] += len(page.body)
            promises.append(page.consistent_through)
            bar.update(len(page.body))
            yield page


def _chunks(pages: Iterable[Page]) -> Iterator[tuple[Path, bool]]:
    """Gather pages in a file until it is worth a statement, so memory stays flat however many pages come."""
    with tempfile.TemporaryDirectory(prefix="learning_marts_") as folder:
        file, size, lines = Path(folder) / "chunk.json", 0, False
        stream = file.open("wb")
        for page in pages:
            if size and (size >= _CHUNK_BYTES or page.is_lines != lines):
                stream.close()
                yield file, lines
                stream, size = file.open("wb"), 0
            lines = page.is_lines
            stream.write((_readable(page.body) if lines else page.body) + b"\n")
            size += len(page.body)
        stream.close()
        if size:
            yield file, lines


def _readable(lines: bytes) -> bytes:
    """Lines as UTF-8: a byte that is none becomes an escape that JSON does not know, so only its line is rejected."""
    return lines.decode("utf-8", "backslashreplace").encode().replace(b"\x01", rb"\x01").replace(b"\x00", rb"\x00")


def _land_chunk(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    system: System,
    file: Path,
    is_lines: bool,
    load_id: int,
    extracted_at: dt.datetime,
    counts: dict[str, int],
) -> None:
    raw = f"raw_{source.system}"
    if is_lines:
        # Lines are split by SQL, not by the JSON reader: one broken line must not stop the others.
        records = f"""
            -- Without white space, so that a pretty-printed copy is no change.
            select
                coalesce(cast(json(try_cast(line as json)) as varchar), line) as text,
                try_cast(line as json) is not null as is_json
            from read_csv('{file}', columns = {{'line': 'varchar'}}, delim = '\x01', quote = '', escape = '',
                header = false, auto_detect = false, max_line_size = 268435456)
            where trim(line) <> ''
        """
    else:
        records = f"""
            select cast(unnest(json_extract(json, '$[*]')) as varchar) as text, true as is_json
            from read_json_objects('{file}', format = 'unstructured', maximum_object_size = 1073741824)
        """
    connection.execute(
        f"""
        create or replace temp table chunk as
        select
            row_number() over () as ordinal,
            text,
            case when not is_json then 'not JSON in UTF-8'
                when json_type(text) <> 'OBJECT' then 'not a JSON object' end as reason,
            case when reason is null then md5(text) end as payload_hash,
            case when reason is null
                then coalesce(nullif(lower(json_extract_string(text, '{system.key_path}')), ''), md5(text))
            end as record_key
        from ({records})
        """
    )
    envelope = [source.source_id, extracted_at, load_id]
    landed = connection.execute(
        f"""
        insert into {raw}.{system.stream}
        with known as (
            select record_key, arg_max(payload_hash, rowid) as payload_hash from {raw}.{system.stream}
            where source_id = $1 and record_key in (select record_key from chunk)
            group by 1
        )
        select $1, chunk.record_key, chunk.text, chunk.payload_hash, $2, $3
        from chunk left join known on known.record_key = chunk.record_key
        where chunk.reason is null
        qualify chunk.payload_hash is distinct from coalesce(
            lag(chunk.payload_hash) over (partition by chunk.record_key order by chunk.ordinal), known.payload_hash)
        order by chunk.ordinal
        """,
        envelope,
    ).fetchone()
    rejected = connection.execute(
        f"""insert into {raw}.rejected select $1, '{system.stream}', text, reason, $2, $3 from chunk
            where reason is not null""",
        envelope,
    ).fetchone()
    received = _one(connection, "select count(*) from chunk")
    assert landed is not None and rejected is not None
    counts["received"] += received
    counts["landed"] += landed[0]
    counts["rejected"] += rejected[0]
    counts["unchanged"] += received - landed[0] - rejected[0]


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: list[object] | None = None) -> Any:
    row = connection.execute(query, values or []).fetchone()
    assert row is not None
    return row[0]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
