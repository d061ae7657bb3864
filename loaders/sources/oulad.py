"""OULAD, the Open University Learning Analytics Dataset (Kuzilek, Hlosta, Zdrahal, 2017): its seven tables."""

from __future__ import annotations

import dataclasses
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from loaders.errors import LoadError
from loaders.pages import Stream, Table
from loaders.tables import Scratch, check_columns, identifier, literal, read_again, reader, reading

_RUN = ("code_module", "code_presentation")
_STUDENT = (*_RUN, "id_student")
_DEMOGRAPHICS = ("gender", "region", "highest_education", "imd_band", "age_band", "num_of_prev_attempts")
# The name of the file, the columns of its key, and the other columns.
_TABLES = {
    "courses": ("courses", _RUN, ("module_presentation_length",)),
    "assessments": ("assessments", ("id_assessment",), (*_RUN, "assessment_type", "date", "weight")),
    "vle": ("vle", ("id_site",), (*_RUN, "activity_type", "week_from", "week_to")),
    "student_info": ("studentInfo", _STUDENT, (*_DEMOGRAPHICS, "studied_credits", "disability", "final_result")),
    "student_registration": ("studentRegistration", _STUDENT, ("date_registration", "date_unregistration")),
    "student_assessment": (
        "studentAssessment",
        ("id_assessment", "id_student"),
        ("date_submitted", "is_banked", "score"),
    ),
    "student_vle": ("studentVle", (*_STUDENT, "id_site", "date"), ("sum_click",)),
}
STREAMS = {stream: Stream(tuple(f"$.{column}" for column in key)) for stream, (_, key, _) in _TABLES.items()}
# Clicks have no key: several rows, even equal ones, may be about the same student, site and day, and all count.
STREAMS["student_vle"] = Stream((*STREAMS["student_vle"].key, "$._request.occurrence"))


@dataclasses.dataclass(frozen=True)
class Settings:
    """`path`: a folder with the seven tables as CSV (as published) or Parquet, or a zip of them."""

    path: str


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Table]:
    """Yield the seven tables, the clicks one presentation at a time. Raises LoadError.

    Every value is text, and a missing one (`?` in published files) is null, so that CSV and Parquet give the same.
    """
    scratch = Scratch()
    files = _files(Path(settings.path), scratch)
    for stream, (published, key, others) in _TABLES.items():
        file = files.get(published.lower())
        if file is None:
            raise LoadError(f"{settings.path}: lacks {published}.csv; write the folder or zip that holds all seven.")
        scan, found = reader(file, scratch)
        columns = list(dict.fromkeys((*key, *others, *found)))
        check_columns(file, (*key, *others), found)
        values = {column: f"{_text(column)} as {identifier(column)}" for column in columns}
        rows, size = f"select {', '.join(values.values())} from", file.stat().st_size
        if stream != "student_vle":
            yield Table(stream, f"select to_json(whole_row) as line from ({rows} {scan}) as whole_row", size, scratch)
            continue
        same = ", ".join(map(identifier, key))
        members = ", ".join(f"{identifier(column)} := {identifier(column)}" for column in columns)
        for number, part in enumerate(_presentations(file, scan)):
            yield Table(
                stream,
                f"""select to_json(struct_pack({members}, _request := struct_pack(occurrence := occurrence))) as line
                from (
                    select *, row_number() over (partition by {same} order by sum_click) as occurrence
                    from ({rows} {read_again(scan) if number else scan} where {part})
                )""",
                0 if number else size,
                scratch,
            )


def _files(path: Path, scratch: Scratch) -> dict[str, Path]:
    """The CSV and Parquet files by their names in lower case, without the suffix."""
    if not path.is_dir():
        try:
            with zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    # Only the last part of the name counts: folders in a zip are ignored.
                    member.filename = member.filename.rstrip("/").rpartition("/")[2]
                    if member.filename.lower().endswith((".csv", ".parquet")):
                        archive.extract(member, scratch.path)
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
            raise LoadError(
                f"{path}: cannot be read ({type(error).__name__}); write the folder or zip that holds the seven tables."
            ) from None
        path = scratch.path
    return {file.stem.lower(): file for file in path.iterdir() if file.suffix.lower() in (".csv", ".parquet")}


def _presentations(file: Path, scan: str) -> list[str]:
    """A condition for each presentation, so that the rows that are numbered together fit into memory."""
    with reading(file), duckdb.connect() as connection:
        found = connection.execute(f"select distinct code_presentation from {read_again(scan)} order by 1").fetchall()
    return [
        f"code_presentation is not distinct from {'null' if part is None else literal(part)}" for (part,) in found
    ] or ["true"]


def _text(column: str) -> str:
    """A value as in the published files. In Parquet, whole numbers are stored as 268.0."""
    text = f"cast({identifier(column)} as varchar)"
    return f"nullif(nullif(if(suffix({text}, '.0'), left({text}, -2), {text}), '?'), '')"
