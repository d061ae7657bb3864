"""Caliper 1.1 and 1.2 (1EdTech): envelopes of events and entities, in files that a sensor or an endpoint wrote."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import msgspec

from loaders.errors import LoadError
from loaders.pages import Page, Stream, lines_of
from loaders.tables import find_files, open_unpacked

# An item that is sent again, and each state of an entity, is another record. So reading all files again lands nothing.
_DELIVERY = Stream(("$.id", "$._request.sendTime", "$._request.position"))
STREAMS = {"events": _DELIVERY, "entities": _DELIVERY}
_PAGE_BYTES = 4 * 1024 * 1024


@dataclasses.dataclass(frozen=True)
class Settings:
    """`path`: a file, a folder (all its *.json*, *.ndjson* and *.jsonl*, at any depth) or a pattern; also with gzip."""

    path: str


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield the items of the envelopes, each with the fields of its envelope in `_request`.

    A file contains one envelope per line, or is one JSON document: an envelope or an array of envelopes. Anything else
    is rejected without stopping the rest. Raises LoadError where no file exists or a file cannot be read.
    """
    with duckdb.connect() as connection:
        for file in find_files(settings.path, "*.json*", "*.ndjson*"):
            try:
                for envelopes in _envelopes(file):
                    yield from _pages(connection, envelopes)
            except (OSError, EOFError, zlib.error) as error:
                reason = f"cannot be read ({type(error).__name__}); check that the file is whole"
                raise LoadError(f"{file}: {reason}.") from None


def _envelopes(file: Path) -> Iterator[bytes]:
    """Pages of envelopes, one per line. A document that is not JSON becomes one or two lines."""
    with open_unpacked(file) as stream:
        first, second = stream.readline().removeprefix(b"\xef\xbb\xbf"), stream.readline()
        if _lines(first) is None and _lines(second) is None:
            document = first + second + stream.read()
            envelopes = _lines(document)
            yield lines_of([document]) if envelopes is None else envelopes
            return
        for line in (first, second):
            envelopes = _lines(line)
            yield line if envelopes is None else envelopes
        while page := stream.read(_PAGE_BYTES):
            yield page + stream.readline()


def _lines(document: bytes) -> bytes | None:
    """An envelope, or an array of envelopes, as lines. None where it is not a complete JSON document."""
    try:
        found = msgspec.json.decode(document, type=list[msgspec.Raw] | dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return None
    return lines_of(found if isinstance(found, list) else [document])


def _pages(connection: duckdb.DuckDBPyConnection, envelopes: bytes) -> Iterator[Page]:
    # A byte that is not UTF-8 becomes an escape that is not valid in JSON, so that only its envelope is rejected.
    text = envelopes.decode("utf-8", "backslashreplace").replace("\0", r"\x00")
    for stream, lines, texts, reasons in connection.execute(_ITEMS, [text]).fetchall():
        yield Page(stream, (lines or "").encode(), rejected=list(zip(texts or [], reasons or [], strict=True)))


# One query for a whole page, so that no item passes through Python. An item with neither a time nor an action is an
# entity, unless its type says that it is an event.
_ITEMS = """
    with lines as (
        select unnest(texts) as line, generate_subscripts(texts, 1) as number
        from (select string_split($1, chr(10)) as texts)
    ),
    envelopes as (
        select
            number,
            line,
            try(json_extract(line, ['$', '$.data', '$.sensor', '$.sendTime', '$.dataVersion'])) as parts,
            case when parts is null then 'no envelope: not JSON in UTF-8'
                when json_type(parts[1]) <> 'OBJECT' then 'no envelope: not a JSON object'
                when json_type(parts[2]) is distinct from 'ARRAY' then 'no envelope: it has no array data' end as reason
        from lines where trim(line, chr(9) || chr(13) || ' ') <> ''
    ),
    items as (
        select number, parts, unnest(elements) as item, generate_subscripts(elements, 1) as position
        from (select *, json_extract(parts[2], '$[*]') as elements from envelopes where reason is null)
    ),
    records as (
        select
            number,
            position,
            case when json_exists(item, '$.eventTime') or json_exists(item, '$.action')
                or (item ->> '$.type') like '%Event' then 'events' else 'entities' end as stream,
            case when json_type(item) <> 'OBJECT' or item = '{}' then 'neither an event nor an entity' end as reason,
            case when reason is null then '{"_request":' || json_object('sensor', parts[3], 'sendTime', parts[4],
                'dataVersion', parts[5], 'position', position) || ',' || substr(cast(item as varchar), 2)
                else cast(item as varchar) end as text
        from items
        union all
        select number, 0, 'events', reason, line from envelopes where reason is not null
    )
    select
        stream,
        string_agg(text, chr(10) order by number, position) filter (where reason is null),
        list(text order by number, position) filter (where reason is not null),
        list(reason order by number, position) filter (where reason is not null)
    from records group by stream order by stream desc
"""
