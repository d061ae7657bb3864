"""What a source yields, and how a JSON array of records becomes lines."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable

import msgspec

_LENIENT = json.JSONDecoder(strict=False)
_SEPARATOR = re.compile(r"[\s,]*")


@dataclasses.dataclass(frozen=True)
class Page:
    """Records of one stream as sent, one a line (NDJSON; a line may be broken: only it is rejected).

    `consistent_through` is the time up to which the server promises that nothing will still appear
    (ISO 8601), None where it promises nothing.
    """

    stream: str
    lines: bytes
    consistent_through: str | None = None


def lines_of(records: Iterable[msgspec.Raw | bytes]) -> bytes:
    """One line a record. A line break inside of one is white space, or the record is broken anyway."""
    return b"\n".join(bytes(record).replace(b"\r", b"\t").replace(b"\n", b"\t") for record in records)


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
