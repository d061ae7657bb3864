"""Tables of Moodle's database as CSV: one file per table, named like the table (user.csv or mdl_user.csv)."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path

from loaders.errors import LoadError
from loaders.pages import Table

# Tables that a web service function returns with the same field names land in its stream, the others in their own.
_SHARED = {
    "course": "courses",
    "course_categories": "categories",
    "quiz": "quizzes",
    "quiz_attempts": "quiz_attempts",
    "assign": "assignments",
    "assign_submission": "submissions",
    "assign_grades": "assignment_grades",
    "forum": "forums",
    "forum_discussions": "discussions",
    "forum_posts": "posts",
}
ONLY_TABLES = {
    name: f"table_{name}"
    for name in [
        "user",
        "user_enrolments",
        "enrol",
        "role",
        "quiz_grades",
        "forum_grades",
        "lesson",
        "lesson_grades",
        "page",
    ]
}
TABLES = _SHARED | ONLY_TABLES
_CSV = "delim = ',', quote = '\"', escape = '\"', header = true, all_varchar = true, store_rejects = true"


def tables(folder: Path) -> Iterator[Table]:
    """Yield the rows as JSON objects of texts. Files of tables that staging does not read are ignored."""
    try:
        sizes = {file: file.stat().st_size for file in sorted(folder.iterdir()) if file.suffix == ".csv"}
    except OSError as error:
        raise LoadError(
            f"{folder}: cannot be read ({type(error).__name__}); write a folder with files <table>.csv in 'path:'."
        ) from None
    found = {file: TABLES.get(file.stem.removeprefix("mdl_")) for file in sizes}
    if not any(found.values()):
        raise LoadError(f"{folder}: contains no tables of Moodle; name the files user.csv, course.csv and so on.")
    for file, stream in found.items():
        if stream:
            name = glob.escape(str(file)).replace("'", "''")
            query = f"select cast(to_json(entry) as varchar) as line from read_csv('{name}', {_CSV}) as entry"
            yield Table(stream, query, sizes[file])
