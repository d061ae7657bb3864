"""What a source yields, and how a JSON array of records becomes lines."""

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
    """One kind of record: JSON paths of what together is its key, and of the time by which news can be asked for.

    `ignores_case`: the key is the same in capitals. A record without its whole key is known by its hash.
    """

    key: tuple[str, ...] = ("$.id",)
    time: str | None = None
    ignores_case: bool = False


@dataclasses.dataclass(frozen=True)
class Page:
    """Records of one stream as sent, one a line (NDJSON; a line may be broken: only it is rejected).

    `consistent_through` is the time up to which the server promises that nothing will still appear
    (ISO 8601), None where it promises nothing. `rejected` holds (text, reason) of what the source itself
    can tell to be no record.
    """

    stream: str
    lines: bytes
    consistent_through: str | None = None
    rejected: Sequence[tuple[str, str]] = ()


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows that DuckDB reads from a file in bulk, so that none passes through Python.

    `query` has one column, `line`: a record as JSON text. `bytes` is the size of the file, for the log. `held` is
    what must stay until the rows are read, such as a folder that goes when nothing holds it.
    """

    stream: str
    query: str
    bytes: int
    held: Any = None


def lines_of(records: Iterable[msgspec.Raw | bytes]) -> bytes:
    """One line a record. A line break inside of one is white space, or the record is broken anyway."""
    return b"\n".join(bytes(record).replace(b"\r", b"\t").replace(b"\n", b"\t") for record in records)


def with_request(lines: bytes, **named: Any) -> bytes:
    """The records, each with what the request named and the record itself does not tell, in `_request`."""
    told = b'\\1{"_request":' + msgspec.json.encode(named).replace(b"\\", b"\\\\") + b","
    return _OPENING.sub(told, lines)


def values(lines: bytes, *fields: str) -> Iterator[tuple[Any, ...]]:
    """The fields of each record (None where it lacks one). A broken record is passed over: the landing rejects it.

    For the few records that name what is to be asked for next, never for the many.
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

    They are the elements of the array, of the document's array `key` (where that is an object, its values), or the
    document itself where it is an object and there is no `key`. A record of an array that is no valid JSON does not
    keep the others from being read. An array that is null holds nothing. Raises ValueError where the document is cut
    off or is something else.
    """
    is_array = body.lstrip()[:1] == b"["
    if is_array and key is not None:
        raise ValueError(f"there is no {key}")
    try:
        if is_array:
            return lines_of(msgspec.json.decode(body, type=list[msgspec.Raw])), {}
        document = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        if key is None:
            return lines_of([body]), {}
        if key not in document:
            raise ValueError(f"there is no {key}")
        records = msgspec.json.decode(document.pop(key), type=list[msgspec.Raw] | dict[str, msgspec.Raw] | None)
        found = records.values() if isinstance(records, dict) else records
        return lines_of(found or []), {name: msgspec.json.decode(value) for name, value in document.items()}
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        lines, frame = split_array(body, key)
        rest = {} if is_array else msgspec.json.decode(frame, type=dict[str, Any])
    except RecursionError:
        raise ValueError("nested too deep") from None
    rest.pop(key or "", None)
    return lines, rest


def split_array(body: bytes, key: str | None = None) -> tuple[bytes, bytes]:
    """The elements of the JSON array in `body`, or of its `key`, as lines; and the document with that array empty.

    For arrays that hold a record that is no valid JSON: half a surrogate pair, a control character, a byte
    that is not UTF-8. Splits them leniently, and leaves it to the landing to reject that record alone.
    Raises ValueError where the array is cut off or cannot be told apart.
    """
    # Lone surrogates stand for bytes that are not UTF-8, so what is cut out is what was sent.
    text = body.decode("utf-8", "surrogateescape")
    opening = re.search(rf'"{re.escape(key)}"\s*:\s*\[' if key else r"\[", text)
    if opening is None:
        raise ValueError("there is no array")
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
