"""Strict reading of catalogue files in TOML: every mistake is found and named, none is repaired.

The reading methods of `Table` return a value of the promised type even where the file is wrong,
and note the problem; so one pass finds all mistakes. What was read counts only after
`raise_problems` has raised nothing.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

MAX_DECIMALS = 4  # what the columns of measured numbers keep
LARGEST = Decimal("99999999999.9999")
ANY_DAY = date(1900, 1, 1), date(2100, 12, 31)

Item = TypeVar("Item", str, int)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_POSITION = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_KINDS = {
    str: "ein Text in Anführungszeichen",
    int: "eine ganze Zahl",
    Decimal: "eine Zahl",
    bool: "true oder false",
    date: "ein Datum wie 2021-10-06 ohne Anführungszeichen",
    list: "eine Liste in eckigen Klammern",
    dict: "eine Tabelle",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a catalogue file: where it is, and a German sentence on what is wrong."""

    file: str
    entry: str  # "[[areas]] Nr. 3 (3)"; empty: the file as a whole
    field: str  # empty: the entry as a whole
    message: str

    def __str__(self) -> str:
        field = f"Feld „{self.field}“" if self.field else ""
        place = ", ".join(part for part in (self.file, self.entry, field) if part)
        return f"{place}: {self.message}"


class CatalogueError(ValueError):
    """A catalogue cannot be used; str(error) lists all its problems in German, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Document:
    """The tables of one TOML file, and the problems found in it so far."""

    def __init__(self, file: str, tables: Mapping[str, object]) -> None:
        self.file = file
        self.tables = tables
        self.problems: list[Problem] = []
        self.known: set[str] = set()

    def complain(self, entry: str, field: str, message: str) -> None:
        self.problems.append(Problem(self.file, entry, field, message))

    def table(self, name: str) -> Table:
        """The table `[name]`; an empty one, which lacks every required field, if there is none."""
        self.known.add(name)
        found = self.tables.get(name, {})
        if not isinstance(found, dict):
            self.complain(f"[{name}]", "", f"muss eine Tabelle [{name}] sein.")
            found = {}
        return Table(self, f"[{name}]", found)

    def array(
        self,
        name: str,
        key: Sequence[str],
        once: Iterable[Sequence[str]] = (),
        required: bool = True,
    ) -> list[Table]:
        """The tables `[[name]]`. `key` are the fields that name an entry to people.

        No two entries may agree in all fields of `key`, nor in those of any group of `once`.
        """
        self.known.add(name)
        found = self.tables.get(name, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.complain(f"[[{name}]]", "", f"muss eine Folge von Tabellen [[{name}]] sein.")
            return []
        if required and not found:
            self.complain(f"[[{name}]]", "", "fehlt: Es muss mindestens einen Eintrag geben.")
        tables = [
            Table(self, f"[[{name}]] Nr. {number}{_name(entry, key)}", entry)
            for number, entry in enumerate(found, start=1)
        ]
        for fields in (key, *once):
            self.refuse_repeated(tables, fields)
        return tables

    def refuse_repeated(self, tables: Iterable[Table], fields: Sequence[str]) -> None:
        first: dict[str, Table] = {}
        for table in tables:
            if all(field in table.values for field in fields):
                value = ", ".join(_shown(table.values[field]) for field in fields)
                if value in first:
                    table.complain(
                        " und ".join(fields), f"{value} steht schon in {first[value].place}."
                    )
                first.setdefault(value, table)

    def close(self) -> None:
        """Complain about tables that nothing has read."""
        for name in self.tables:
            if name not in self.known:
                self.complain(f"[{name}]", "", "ist unbekannt. Ein Schreibfehler?")


class Table:
    """One table of a file. Reading a field makes it known; `close` refuses the others."""

    def __init__(self, document: Document, place: str, values: Mapping[str, object]) -> None:
        self.document = document
        self.place = place
        self.values = values
        self.known: set[str] = set()

    def complain(self, field: str, message: str) -> None:
        self.document.complain(self.place, field, message)

    def close(self) -> None:
        """Complain about fields that nothing has read."""
        for field in self.values:
            if field not in self.known:
                self.complain(field, "ist hier unbekannt. Ein Schreibfehler?")

    def text(self, field: str, longest: int, required: bool = True) -> str:
        """A text without blanks at its ends; "" if it may be absent and is."""
        value = self._get(field, (str,), required)
        if not isinstance(value, str):
            return ""
        text = value.strip()
        if not text:
            self.complain(field, "ist leer.")
        if len(text) > longest:
            self.complain(field, f"ist mit {len(text)} Zeichen zu lang, höchstens {longest}.")
        if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
            self.complain(field, "enthält ein Steuerzeichen.")
        return text

    def slug(self, field: str, longest: int = 50, required: bool = True) -> str:
        text = self.text(field, longest, required)
        if text and not _SLUG.fullmatch(text):
            self.complain(
                field, f"„{text}“ darf nur a–z, 0–9 und einzelne Bindestriche dazwischen enthalten."
            )
        return text

    def link(self, field: str, required: bool = True) -> str:
        """An address on the web; "" if it may be absent and is."""
        text = self.text(field, 500, required)
        if text and not _is_link(text):
            self.complain(
                field, f"„{text}“ ist keine Adresse, die mit http:// oder https:// beginnt."
            )
        return text

    def choice(self, field: str, choices: Sequence[str], required: bool = True) -> str:
        text = self.text(field, 100, required)
        if text and text not in choices:
            self.complain(field, f"„{text}“ ist unbekannt, möglich sind: {', '.join(choices)}.")
        return text

    def texts(self, field: str, longest: int) -> tuple[str, ...]:
        """A list of texts that is not empty."""
        texts = self._list(field, str, required=True)
        for text in texts:
            if not text.strip() or len(text) > longest:
                self.complain(field, f"„{text}“ muss 1 bis {longest} Zeichen lang sein.")
        if field in self.values and not texts:
            self.complain(field, "ist leer.")
        return texts

    def whole_numbers(self, field: str, known: Iterable[int], what: str) -> tuple[int, ...]:
        """A list of numbers out of `known`, each once; () if it is absent."""
        numbers = self._list(field, int, required=False)
        for number in sorted(set(numbers).difference(known)):
            self.complain(field, f"{what} {number} gibt es nicht.")
        if len(set(numbers)) < len(numbers):
            self.complain(field, "nennt eine Zahl zweimal.")
        return numbers

    def whole(self, field: str, smallest: int, largest: int) -> int:
        number = self.optional_whole(field, smallest, largest, required=True)
        return smallest if number is None else number

    def optional_whole(
        self, field: str, smallest: int, largest: int, required: bool = False
    ) -> int | None:
        value = self._get(field, (int,), required)
        if not isinstance(value, int):
            return None
        if not smallest <= value <= largest:
            self.complain(field, f"{value} liegt nicht zwischen {smallest} und {largest}.")
        return value

    def decimal(self, field: str, decimals: int = MAX_DECIMALS) -> Decimal:
        number = self.optional_decimal(field, decimals=decimals, required=True)
        return Decimal(0) if number is None else number

    def optional_decimal(
        self,
        field: str,
        smallest: Decimal = -LARGEST,
        largest: Decimal = LARGEST,
        decimals: int = MAX_DECIMALS,
        required: bool = False,
    ) -> Decimal | None:
        """A finite number with at most `decimals` decimals; None if it is absent."""
        value = self._get(field, (Decimal, int), required)
        if not isinstance(value, Decimal | int):
            return None
        number = Decimal(value)
        if not number.is_finite():
            self.complain(field, "ist keine endliche Zahl.")
            return None
        if not smallest <= number <= largest:
            self.complain(field, f"{number} liegt nicht zwischen {smallest} und {largest}.")
        elif number != round(number, decimals):
            self.complain(field, f"{number} hat mehr als {decimals} Nachkommastellen.")
        return number

    def flag(self, field: str) -> bool:
        """True or false; false if it is absent."""
        return self._get(field, (bool,), required=False) is True

    def day(self, field: str) -> date:
        return self.optional_day(field, required=True) or ANY_DAY[0]

    def optional_day(self, field: str, required: bool = False) -> date | None:
        value = self._get(field, (date,), required)
        if not isinstance(value, date):
            return None
        if not ANY_DAY[0] <= value <= ANY_DAY[1]:
            self.complain(field, f"{value} liegt nicht zwischen 1900 und 2100.")
        return value

    def _get(self, field: str, types: tuple[type, ...], required: bool) -> object:
        """The value if it is of one of these types, else None."""
        self.known.add(field)
        value = self.values.get(field)
        if field not in self.values:
            if required:
                self.complain(field, "fehlt.")
        # Exact types: to Python, true is an int and a moment is a date.
        elif type(value) not in types:
            self.complain(field, f"muss {_KINDS[types[0]]} sein, nicht {_shown(value)}.")
        else:
            return value
        return None

    def _list(self, field: str, kind: type[Item], required: bool) -> tuple[Item, ...]:
        """The items that are of this type; () if there is no list."""
        value = self._get(field, (list,), required)
        if not isinstance(value, list):
            return ()
        for item in value:
            if type(item) is not kind:
                self.complain(field, f"darf nicht {_shown(item)} enthalten.")
        return tuple(item for item in value if type(item) is kind)


def read_document(path: Path) -> Document:
    """Read a TOML file; CatalogueError if that fails, with the line where one is known."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _file_error(path, _unreadable(error)) from error
    try:
        # Windows editors begin a file with a byte order mark.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"Zeile {line} ist nicht in UTF-8. Bitte die Datei als UTF-8 speichern."
        raise _file_error(path, message) from error
    try:
        return Document(path.name, tomllib.loads(text, parse_float=_number))
    except (ValueError, RecursionError) as error:
        raise _file_error(path, _syntax_message(error)) from error


def raise_problems(documents: Iterable[Document]) -> None:
    """Raise CatalogueError with the problems of all documents, if there are any."""
    problems = [problem for document in documents for problem in document.problems]
    if problems:
        raise CatalogueError(problems)


def _file_error(path: Path, message: str) -> CatalogueError:
    return CatalogueError([Problem(path.name, "", "", message)])


def _unreadable(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "Diese Datei gibt es nicht."
        case IsADirectoryError():
            return "Das ist ein Ordner, keine Datei."
        case PermissionError():
            return "Diese Datei darf nicht gelesen werden."
    return f"Diese Datei lässt sich nicht lesen ({error.strerror})."


def _syntax_message(error: Exception) -> str:
    """The German place and the parser's own words, which name the sign it stumbled over."""
    position = _POSITION.search(str(error))
    if not position:
        return f"Das ist kein gültiges TOML ({error})."
    line, column = position.groups()
    place = f"Zeile {line}, Spalte {column}" if line else "Das Ende der Datei"
    words = _POSITION.sub("", str(error)).strip()
    return f"{place} ist kein gültiges TOML ({words})."


def _number(text: str) -> Decimal:
    """A TOML float. What Decimal cannot hold becomes NaN, which `decimal` refuses."""
    try:
        return Decimal(text)
    except DecimalException:
        return Decimal("NaN")


def _name(values: Mapping[str, object], key: Sequence[str]) -> str:
    """ " (Ampen)": what the entry is called, as far as it says."""
    named = [str(values[field]) for field in key if field in values]
    return f" ({', '.join(named)})" if named else ""


def _shown(value: object) -> str:
    """The value as a person knows it from the file, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f"„{value}“" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
    except ValueError:  # "http://[": an address that urllib refuses to split
        return False
