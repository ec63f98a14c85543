"""Seconds of importing a large file, and of openpyxl reading it; peaks of memory. Prints JSON.

`make FILE` writes the file: the one that departments get, with 8,000 values typed into it.
`measure FILE` compares it with what is stored and then writes it, where it is compared again. That
is a process of its own, so that its memory is that of the import.
"""

from __future__ import annotations

import io
import json
import os
import resource
import statistics
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import django
from openpyxl import load_workbook

if TYPE_CHECKING:
    from accounts.models import User
    from indicators.entry.files.selection import Question

CELLS = 8_000
YEARS = range(2012, 2026)
ROUNDS = 3


def main() -> None:
    django.setup()
    from accounts.models import Role, User

    step, path = sys.argv[1], Path(sys.argv[2])
    person = User.objects.filter(role=Role.COORDINATION).earliest("pk")
    if step == "make":
        path.write_bytes(filled_workbook(person))
        print("{}")
    else:
        print(json.dumps(figures(path.read_bytes(), person)))


def figures(content: bytes, person: User) -> dict[str, float]:
    """Seconds, and megabytes."""
    before = memory("VmRSS")
    imported = seconds(lambda: import_values(content, person))
    growth = memory("VmHWM") - before
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    alone = statistics.median(seconds(lambda: read_alone(content)) for _ in range(ROUNDS))
    return {"import": imported, "openpyxl": alone, "growth": growth, "child": child}


def filled_workbook(person: User) -> bytes:
    """The workbook of all departments with a number in 8,000 cells that may take one."""
    from indicators.entry.files.layout import HELP_SHEETS
    from indicators.entry.files.selection import Choice, load_questions
    from indicators.entry.files.workbooks import HEAD, values_workbook

    choice = Choice(YEARS)
    today = date(YEARS[-1] + 1, 6, 30)
    sheets = load_questions(choice, person, today)
    book = load_workbook(io.BytesIO(values_workbook(choice, sheets, today, is_sample=True)))
    pages = [sheet for sheet in book.worksheets if sheet.title not in HELP_SHEETS]
    left = CELLS
    for page, questions in zip(pages, sheets, strict=True):
        for number, question in enumerate(questions.lines, start=HEAD + 1):
            indicator, value = question.slot.indicator, question.content.value
            if left and may_be_typed(question):
                lower, upper = indicator.lower_bound or 0, indicator.upper_bound or 10**6
                typed = lower if value is None or value + 1 > upper else value + 1
                page.cell(number, 12).value = typed
                page.cell(number, 13).value = None
                left -= 1
    assert not left  # noqa: S101 -- or the ratio is of another file
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def may_be_typed(question: Question) -> bool:
    """Nobody waits for its release, and it is no real value: a sample account writes none."""
    rows = question.rows
    waits = rows.open is not None and rows.open.state == "submitted"
    return not waits and (rows.current is None or rows.current.is_sample)


def read_alone(content: bytes) -> None:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            len(row)


def import_values(content: bytes, person: User) -> None:
    """As `manage.py import_measurements` does."""
    from indicators.entry.files.comparison import compare
    from indicators.entry.files.services import apply_file
    from indicators.entry.files.statements import read_statements
    from indicators.enums import ImportKind
    from indicators.uploads import keep_file
    from soest.spreadsheets.reading import read_spreadsheet

    name = "werte.xlsx"
    statements = read_statements(read_spreadsheet(content, name), person)
    comparison = compare(statements, person)
    assert not comparison.faults, comparison.faults[:3]  # noqa: S101 -- or nothing is written
    kept = keep_file(content, name, kind=ImportKind.VALUES, by=person)
    seen = comparison.batch.seen
    batch = apply_file(file=kept, statements=statements, seen=seen, by=person, submit=False)
    assert sum(one.is_written for one in batch.changes) >= CELLS  # noqa: S101


def memory(name: str) -> float:
    """Megabytes of this process: VmRSS now, VmHWM at most; ru_maxrss counts its parent's."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition(f"{name}:")[2].split()[0]) / 1024


def seconds(work: Callable[[], object]) -> float:
    """Of the processor, the reading process included: what else the machine does is left out."""
    start = processor_seconds()
    work()
    return processor_seconds() - start


def processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
