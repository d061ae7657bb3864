"""Writes the table of marts in README from their descriptions: `python tests/tools/mart_table.py`."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = ("engagement", "outcomes", "content", "organization", "core")
BEGIN, END = "<!-- marts: written by tests/tools/mart_table.py -->\n", "<!-- end of marts -->"


def table() -> str:
    """A Markdown table: each mart with the question that it answers and what a row is."""
    lines = ["| mart | question | one row per |", "|---|---|---|"]
    for subject in SUBJECTS:
        for file in sorted((ROOT / "models" / "marts" / subject).glob("*.yml")):
            (model,) = yaml.safe_load(file.read_text())["models"]
            question, grain = described(model["description"])
            lines.append(f"| `{subject}.{model['name']}` | {question} | {grain} |")
    return "\n".join(lines) + "\n"


def described(description: str) -> tuple[str, str]:
    """The question, which is the first paragraph, and the grain, from the sentence `One row per ...`."""
    question = " ".join(description.split("\n\n")[0].split())
    grain = re.search(r"One row per (.+?)[.:;](\s|$)", " ".join(description.split()))
    assert grain, f"no grain in {description!r}"
    return question, grain[1]


def readme(text: str) -> str:
    """The README with the table as it should be."""
    head, rest = text.split(BEGIN)
    return head + BEGIN + table() + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    file = ROOT / "README.md"
    file.write_text(readme(file.read_text()))
