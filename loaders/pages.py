"""The pages that a source yields, and how a JSON array of records becomes lines."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

_LENIENT = json.JSONDecoder(strict=False)
_SEPARATOR = re.compile(r"[\s,]*")
_OPENING = re.compile(rb"^([ \t]*)\{", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Stream:
    """One kind of record. `key`: JSON paths of the values that form its key. `time`: path of the time of a change.

    `ignores_case`: keys that differ only in case are the same key. The key of a record that lacks a part of it is its
    hash.
    """

    key: tuple[str, ...] = ("$.id",)
    time: str | None = None
    ignores_case: bool = False


@dataclasses.dataclass(frozen=True)
class Page:
    """Records of one stream as sent, one per line (NDJSON). Of broken lines, only the line itself is rejected.

    `consistent_through` is the time (ISO 8601) up to which the server promises that no more records will appear. None
    where it promises nothing. `rejected` contains (text, reason) of what the source itself recognizes as invalid.
    """

    stream: str
    lines: bytes
    consistent_through: str | None = None
    rejected: Sequence[tuple[str, str]] = ()


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows that DuckDB reads from a file in bulk, so that no row passes through Python.

    `query` has one column, `line`: a record as JSON text. `bytes` is the size of the file, for the log. `held` is an
    object that must exist until the rows are read, such as a folder that is removed with its last reference.
    """

    stream: str
    query: str
    bytes: int
    held: Any = None


def lines_of(records: Iterable[msgspec.Raw | bytes]) -> bytes:
    """One line per record. A line break within a record is white space, or the record is broken anyway."""
    return b"\n".join(bytes(record).replace(b"\r", b"\t").replace(b"\n", b"\t") for record in records)


def with_request(lines: bytes, **named: Any) -> bytes:
    """The records, each with the values that only the request named in `_request`."""
    inserted = b'\\1{"_request":' + msgspec.json.encode(named).replace(b"\\", b"\\\\") + b","
    return _OPENING.sub(inserted, lines)


def values(lines: bytes, *fields: str) -> Iterator[tuple[Any, ...]]:
    """The fields of each record, None where it lacks a field. Broken records are skipped: the landing rejects them.

    It is meant for the few records that name what to request next, never for large streams.
    """
    for line in lines.split(b"\n"):
        try:
            record = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError):
            continue
        if isinstance(record, dict):
            yield tuple(record.get(field) for field in fields)


def split(body: bytes, key: str | None = None) -> tuple[bytes, dict[str, Any]]:
    """The records of a JSON document as lines, and the document without them.

    They are the elements of the array, or of the array `key` of the document (the values where that is an object), or
    the document itself where it is an object and `key` is None. A record of an array that is not valid JSON does not
    stop the others. An array that is null is empty. Raises ValueError where the document is incomplete or something
    else.
    """
    is_array = body.lstrip()[:1] == b"["
    if is_array and key is not None:
        raise ValueError(f"the document has no {key}")
    try:
        if is_array:
            return lines_of(msgspec.json.decode(body, type=list[msgspec.Raw])), {}
        document = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        if key is None:
            return lines_of([body]), {}
        if key not in document:
            raise ValueError(f"the document has no {key}")
        records = msgspec.json.decode(document.pop(key), type=list[msgspec.Raw] | dict[str, msgspec.Raw] | None)
        found = records.values() if isinstance(records, dict) else records
        return lines_of(found or []), {name: msgspec.json.decode(value) for name, value in document.items()}
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        lines, frame = split_array(body, key)
        rest = {} if is_array else msgspec.json.decode(frame, type=dict[str, Any])
    except RecursionError:
        raise ValueError("the document is nested too deep") from None
    rest.pop(key or "", None)
    return lines, rest


def split_array(body: bytes, key: str | None = None) -> tuple[bytes, bytes]:
    """The elements of the JSON array in `body`, or of its `key`, as lines; and the document with that array empty.

    This is for arrays with a record that is not valid JSON: it has half a surrogate pair, a control character or a byte
    that is not UTF-8. The array is split leniently, and the landing rejects only that record. Raises ValueError where
    the array is incomplete or cannot be split.
    """
    # Lone surrogates stand for bytes that are not UTF-8, so that a record consists of the bytes that were sent.
    text = body.decode("utf-8", "surrogateescape")
    opening = re.search(rf'"{re.escape(key)}"\s*:\s*\[' if key else r"\[", text)
    if opening is None:
        raise ValueError("the document has no array")
    records, position = [], opening.end()
    while True:
        position += len(_SEPARATOR.match(text, position)[0])  # type: ignore[index]
        if text[position : position + 1] == "]":
            break
        _value, end = _LENIENT.raw_decode(text, position)
        records.append(text[position:end].encode("utf-8", "surrogateescape"))
        position = end
    frame = text[: opening.end()] + text[position:]
    json.loads(frame)
    return lines_of(records), frame.encode("utf-8", "surrogateescape")
