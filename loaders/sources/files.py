"""Any table in files (CSV, JSON, NDJSON, Parquet). Columns that sources.yml names become fields of a shape."""

from __future__ import annotations

import dataclasses
import difflib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from loaders.pages import Stream, Table, split
from loaders.tables import Scratch, check_columns, find_files, lines_in_pieces, literal, reader, reading

_PERSON = ("user_id", "institutional_id", "email", "is_email_trusted", "person_name", "person_role")
_COURSE = ("course_id", "run_code", "course_code", "course_name")
_SCORE = ("score_raw", "score_max")
# The fields of each shape that staging reads.
SHAPES = {
    "people": (*_PERSON, "is_active"),
    "enrollments": (
        *_PERSON,
        *_COURSE,
        "section_id",
        "role",
        "enrollment_mode",
        "status",
        "starts_at",
        "ends_at",
        "changed_at",
    ),
    "completions": (*_PERSON, *_COURSE, "activity_id", "is_completed", "progress_share", "completed_at"),
    "grades": (*_PERSON, *_COURSE, "activity_id", "grade_text", *_SCORE, "is_passed", "is_final", "graded_at"),
    "submissions": (
        *_PERSON,
        *_COURSE,
        "activity_id",
        "attempt_number",
        "status",
        "submitted_at",
        "graded_at",
        "due_at",
        *_SCORE,
        "is_excused",
    ),
    "attendance": (*_PERSON, *_COURSE, "meeting_id", "attendee_role", "joined_at", "left_at", "stated_seconds"),
    "org_units": ("org_unit_id", "parent_org_unit_id", "org_unit_name", "org_unit_kind"),
    "org_memberships": (*_PERSON, "org_unit_id", "manager_id", "membership_kind", "starts_on", "ends_on"),
    "events": (
        *_PERSON,
        *_COURSE,
        "verb_id",
        "activity_id",
        "activity_type_id",
        "activity_name",
        "parent_activity_id",
        "attempt_id",
        "event_at",
        "stored_at",
        *_SCORE,
        "duration_seconds",
        "is_success",
        "is_completion",
    ),
}
STREAMS = {shape: Stream(("$._request.key",)) for shape in SHAPES}
_BOM = b"\xef\xbb\xbf"
_SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl", ".parquet")


@dataclasses.dataclass(frozen=True)
class Settings:
    """`path` (a file, folder or pattern) contains records of a `shape`. `columns` maps fields to columns.

    A column is given by its name, or in JSON by a path such as $.user.email. `constants` are fields with the same value
    in every record. `key`: the columns that together identify a record; without it a changed record is a new one.
    `formats`: the format of the times in a field, such as completed_at: "%d/%m/%Y"; the default is ISO 8601. A time
    without an offset counts as UTC.
    """

    path: str
    shape: str
    columns: dict[str, str]
    key: tuple[str, ...] = ()
    constants: dict[str, str] = dataclasses.field(default_factory=dict)
    formats: dict[str, str] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ValueError(f"'shape: {self.shape}' is unknown; write one of {', '.join(SHAPES)}.")
        known = SHAPES[self.shape]
        for setting in ("columns", "constants", "formats"):
            for field in getattr(self, setting):
                if field not in known:
                    near = difflib.get_close_matches(field, known, n=1)
                    hint = f"did you mean {near[0]!r}?" if near else f"known fields: {', '.join(known)}."
                    raise ValueError(f"'{setting}.{field}' is not a field of {self.shape}; {hint}")
        if twice := self.columns.keys() & self.constants.keys():
            raise ValueError(f"{min(twice)!r} is both in 'columns:' and in 'constants:'; keep one.")
        if lone := self.formats.keys() - self.columns.keys():
            raise ValueError(f"'formats.{min(lone)}' has no column; write one for it in 'columns:'.")


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Table]:
    """Yield each file as a table of its unchanged records, with the fields from the settings under `_request`.

    Raises LoadError where no file exists, or a file cannot be read or lacks a column that the settings name.
    """
    files = find_files(settings.path, *(f"*{suffix}" for suffix in _SUFFIXES))
    scratch = Scratch()
    needed = [column for column in (*settings.columns.values(), *settings.key) if not column.startswith("$")]
    for number, file in enumerate(files):
        lines, names = _lines(file, scratch, str(number))
        check_columns(file, needed, names)
        yield Table(settings.shape, _mapped(settings, lines), file.stat().st_size, scratch)


def _lines(file: Path, scratch: Scratch, pieces: str) -> tuple[str, list[str]]:
    """The query of the file's records as lines of JSON, and the names of all columns that occur in it."""
    if file.suffix.lower() in (".json", ".ndjson", ".jsonl"):
        return _json_lines(file, scratch.path / pieces)
    scan, names = reader(file, scratch)
    return f"select to_json(whole_row) as line from {scan} as whole_row", names


def _json_lines(file: Path, pieces: Path) -> tuple[str, list[str]]:
    with reading(file), file.open("rb") as stream:
        is_array = stream.read(4096).removeprefix(_BOM).lstrip()[:1] == b"["
        stream.seek(0)
        lines = lines_in_pieces(io.BytesIO(split(stream.read().removeprefix(_BOM))[0]) if is_array else stream, pieces)
        with duckdb.connect() as connection:
            objects = f"select cast(line as json) as record from ({lines}) where try(json_type(line)) = 'OBJECT'"
            names = f"select distinct unnest(json_keys(record)) as name from ({objects}) order by name"
            return lines, [name for (name,) in connection.execute(names).fetchall()]


def _mapped(settings: Settings, lines: str) -> str:
    """The query of the lines, each with `_request` at its beginning: the fields of the shape, and the key."""
    paths = {column: _path(column) for column in (*settings.columns.values(), *settings.key)}
    read = f"json_extract_string(line, [{', '.join(map(literal, paths.values()))}])"
    place = {column: f"found[{number}]" for number, column in enumerate(paths, start=1)}
    fields = {field: place[column] for field, column in settings.columns.items()}
    for field, form in settings.formats.items():
        # A time in another format stays as it is: it may be ISO 8601.
        time = f"strftime(try_strptime({fields[field]}, {literal(form)}), '%Y-%m-%dT%H:%M:%S')"
        fields[field] = f"coalesce({time}, {fields[field]})"
    fields |= {field: literal(value) for field, value in settings.constants.items()}
    if settings.key:
        fields["key"] = " || '/' || ".join(place[column] for column in settings.key)
    pairs = ", ".join(f"{literal(field)}, {value}" for field, value in fields.items())
    return f"""
        select case when found is null then line else
            '{{"_request":' || json_object({pairs}) || if(rest = '}}', '', ',') || rest end as line
        from (
            select line, ltrim(ltrim(line, ' \t')[2:], ' \t') as rest,
                case when try(json_type(line)) = 'OBJECT' then {read} end as found
            from ({lines})
        )
    """


def _path(column: str) -> str:
    """A column as a JSON path or pointer."""
    return column if column.startswith("$") else "/" + column.replace("~", "~0").replace("/", "~1")
