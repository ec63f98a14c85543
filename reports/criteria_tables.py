"""Lists of criteria as a spreadsheet: what its rows say, or what is wrong with them.

A table has a line of heads and a line for each criterion. `Kennzahlen` are codes with commas
between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from reports.models.criteria import CriterionKind
from reports.pages.anchors import criterion_anchor
from soest.spreadsheets.cells import Book, Kind, Row, Sheet

PART, CODE, TITLE, KIND = "Teil", "Nummer", "Titel", "Art"
EXPLANATION, INDICATORS = "Erläuterung", "Kennzahlen"
HEADS = (PART, CODE, TITLE, KIND, EXPLANATION, INDICATORS)
NEEDED = (CODE, TITLE)
LONGEST = {PART: 80, CODE: 12, TITLE: 200, EXPLANATION: 2000}  # characters
NUMBER = re.compile(r"[\w.-]+", re.ASCII)  # stands in addresses
KINDS = {kind.label.casefold(): kind for kind in CriterionKind}
NO_TABLE = "Die Datei enthält keine Tabelle."
MANY_SHEETS = "Die Datei hat mehrere Blätter; gebraucht wird eines. Bitte löschen Sie die übrigen."


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion as a file names it."""

    code: str
    part: str
    title: str
    kind: CriterionKind
    explanation: str
    indicators: tuple[str, ...]  # codes


class CriteriaError(Exception):
    """A file cannot be taken over; `problems` are German sentences that name the place."""

    def __init__(self, problems: Collection[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def criteria_of(book: Book, known: Collection[str]) -> list[CriterionRow]:
    """All rows of a file; `known` are the codes of the indicators there are.

    Raises CriteriaError with every problem found.
    """
    sheets = [sheet for sheet in book.sheets if sheet.rows]
    if len(sheets) != 1:
        raise CriteriaError([MANY_SHEETS if sheets else NO_TABLE])
    (_, head), *lines = sheets[0]
    heads = {column: cell.text.strip() for column, cell in head.items()}
    if problems := list(head_problems(heads.values())):
        raise CriteriaError(problems)
    texts = {number: texts_of(row, heads) for number, row in lines}
    problems = [
        *hidden_problems(sheets[0]),
        *(problem for number, row in lines for problem in cell_problems(number, row)),
        *(problem for number, row in texts.items() for problem in row_problems(number, row, known)),
        *double_problems(texts),
    ]
    if not texts:
        problems.append("Unter den Überschriften steht kein Kriterium.")
    if problems:
        raise CriteriaError(problems)
    return [criterion_row(row) for row in texts.values()]


def texts_of(row: Row, heads: Mapping[int, str]) -> dict[str, str]:
    """The cells of a line by their heads; a cell without a head stands under ""."""
    found = dict.fromkeys(HEADS, "")
    return found | {heads.get(column, ""): cell.text.strip() for column, cell in row.items()}


def criterion_row(texts: Mapping[str, str]) -> CriterionRow:
    return CriterionRow(
        code=texts[CODE],
        part=texts[PART],
        title=texts[TITLE],
        kind=KINDS[texts[KIND].casefold()] if texts[KIND] else CriterionKind.ASPECT,
        explanation=texts[EXPLANATION],
        indicators=codes_of(texts[INDICATORS]),
    )


def codes_of(text: str) -> tuple[str, ...]:
    """ "SDG-02, SDG-01" as codes, each once, in order."""
    return tuple(sorted({code for part in text.split(",") if (code := part.strip())}))


# What can be wrong ---------------------------------------------------------------


def head_problems(heads: Collection[str]) -> Iterator[str]:
    for head in NEEDED:
        if head not in heads:
            yield f"Die Spalte „{head}“ fehlt. In der ersten Zeile stehen: {', '.join(HEADS)}."
    for head in dict.fromkeys(heads):
        if head and head not in HEADS:
            yield f"Die Spalte „{head}“ ist nicht bekannt. Möglich sind: {', '.join(HEADS)}."
        elif head and list(heads).count(head) > 1:
            yield f"Die Spalte „{head}“ gibt es zweimal."


def hidden_problems(sheet: Sheet) -> Iterator[str]:
    """Nothing is taken over that nobody sees."""
    if sheet.is_hidden or sheet.hidden_rows or sheet.hidden_columns:
        yield "In der Tabelle ist etwas ausgeblendet. Bitte blenden Sie es ein oder löschen Sie es."
    if sheet.merged:
        yield f"Die Zellen {', '.join(sheet.merged)} sind verbunden. Bitte heben Sie das auf."


def cell_problems(number: int, row: Row) -> Iterator[str]:
    for cell in row.values():
        if cell.kind not in (Kind.TEXT, Kind.NUMBER):
            where = f"Zeile {number}, Spalte {cell.letter}"
            yield f"{where}: Hier steht kein Text. Bitte tippen Sie ihn."


def row_problems(number: int, texts: Mapping[str, str], known: Collection[str]) -> Iterator[str]:
    where = f"Zeile {number}"
    if texts.get(""):
        yield f"{where}: „{texts['']}“ steht unter keiner Überschrift."
    for head in NEEDED:
        if not texts[head]:
            yield f"{where}: Die Spalte „{head}“ ist leer."
    if texts[CODE] and not NUMBER.fullmatch(texts[CODE]):
        yield f"{where}: Eine Nummer besteht aus Buchstaben, Ziffern, Punkten und Strichen."
    for head, longest in LONGEST.items():
        if len(texts[head]) > longest:
            yield f"{where}: „{head}“ darf höchstens {longest} Zeichen lang sein."
    if texts[KIND] and texts[KIND].casefold() not in KINDS:
        yield f"{where}: „{texts[KIND]}“ ist keine Art. Möglich sind: Aspekt, Kernindikator."
    for code in codes_of(texts[INDICATORS]):
        if code not in known:
            yield f"{where}: Eine Kennzahl „{code}“ gibt es nicht."


def double_problems(texts: Mapping[int, Mapping[str, str]]) -> Iterator[str]:
    """Two criteria must not share a place in the report either: "1.2" and "1-2" do."""
    first: dict[str, int] = {}
    for number, row in texts.items():
        code = row[CODE]
        before = first.setdefault(criterion_anchor(code), number)
        if not code or before == number:
            continue
        if texts[before][CODE] == code:
            yield f"Zeile {number}: Die Nummer „{code}“ steht schon in Zeile {before}."
        else:
            yield (
                f"Zeile {number}: Die Nummer „{code}“ hätte im Bericht dieselbe Adresse wie "
                f"„{texts[before][CODE]}“ in Zeile {before}. Bitte ändern Sie eine der beiden."
            )
