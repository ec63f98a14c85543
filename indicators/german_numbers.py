"""Numbers as people in a German office write them: read strictly, written one way.

A reader that guesses is wrong by a factor of 1000 sooner or later: "1.234" is 1234 in German
and 1.234 in English. So the grammar is narrow, everything else is refused with a sentence that
says what to type instead, and nothing is repaired silently.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal

MAX_LENGTH = 32
MAX_DIGITS = 15  # what both databases keep exactly: SQLite stores decimals as 64-bit floats
MAX_DECIMALS = 6

NO_VALUE = "–"
MINUS = "\N{MINUS SIGN}"

# Word and Excel group digits with no-break, figure, thin and narrow no-break spaces.
_BLANKS = " \u00a0\u2007\u2009\u202f"
_EDGES = f"{_BLANKS}\t\r\n"  # a pasted cell ends with them
_SIGNS = rf"+\-{MINUS}"  # escaped for character classes
_DASHES = "‐‑‒–—―﹣－"

# A group never starts with 0: nobody writes "0.123" for 123, but many mean 0,123 by it.
_WHOLE = rf"(?:[1-9][0-9]{{0,2}}(?:(?:\.[0-9]{{3}})+|(?:[{_BLANKS}][0-9]{{3}})+)|[0-9]+)"
_NUMBER = re.compile(rf"[{_SIGNS}]?{_WHOLE}(?:,[0-9]{{1,{MAX_DECIMALS}}})?")
_TO_PYTHON = str.maketrans({",": ".", MINUS: "-", ".": None} | dict.fromkeys(_BLANKS))
_TO_GERMAN = str.maketrans({",": ".", ".": ",", "-": MINUS})

# What people type instead of a number, as whole texts, first match first; see _examples for
# {number} and {part}.
_HINTS = {
    rf"[{_SIGNS}{_DASHES}]": (
        "Ein Strich allein ist keine Zahl. Gibt es keinen Wert, wählen Sie „kein Wert, weil …“."
    ),
    rf"[{_DASHES}].*": (
        "Vor der Zahl steht ein Gedankenstrich. "
        "Tippen Sie für eine negative Zahl das Minuszeichen der Tastatur, zum Beispiel -5."
    ),
    rf"[{_SIGNS}][{_BLANKS}]+.*": (
        "Zwischen Vorzeichen und Zahl darf kein Leerzeichen stehen. Tippen Sie zum Beispiel -5."
    ),
    rf"[{_SIGNS}]?(?:s?nan|inf(?:inity)?|∞)": (
        "NaN und Infinity sind keine Messwerte. Tippen Sie zum Beispiel {number}."
    ),
    rf".*[0-9]e[{_SIGNS}]?[0-9].*": (
        "Die Schreibweise mit e ist nicht möglich. "
        "Schreiben Sie die Zahl aus, zum Beispiel 100.000 statt 1e5."
    ),
    r".*[0-9][_'’´`][0-9].*": (
        "Tausender werden mit Punkt oder Leerzeichen gegliedert. "
        "Tippen Sie zum Beispiel 1.000 oder 1000."
    ),
    r".*(?:[¼-¾⅐-⅟↉]|[0-9]/[0-9]).*": ("Brüche sind nicht möglich. Tippen Sie {part}."),
    rf".*[0-9][{_BLANKS}]*[{_SIGNS}{_DASHES}][{_BLANKS}]*[0-9].*": (
        "Eine Spanne oder Rechnung ist nicht möglich. "
        "Tippen Sie eine einzelne Zahl, zum Beispiel {number}."
    ),
    rf"[{_SIGNS}]?{_WHOLE},[0-9]{{{MAX_DECIMALS + 1},}}": (
        f"Mehr als {MAX_DECIMALS} Nachkommastellen sind nicht möglich. "
        "Runden Sie die Zahl bitte selbst."
    ),
}


class NumberError(ValueError):
    """The text is not a number in the accepted form; str(error) is the German text for people."""


def parse_number(text: str, *, unit: str = "", decimals: int = MAX_DECIMALS) -> Decimal:
    """Return the number that the German text stands for, exactly as typed.

    Accepted, after trimming: a sign (+, - or U+2212), digits 0-9 that may be grouped in threes
    by points or by blanks (also no-break and thin ones), a comma with one to six decimals; at
    most 15 significant digits. "-0" is 0. An empty text is an error, not 0: "no value" is said
    elsewhere.

    A point groups thousands, so "1.234" is 1234; ask `has_thousands_point` and let the person
    confirm. `unit` and `decimals` refuse nothing, they make a message name what fits: the unit
    is known already, and a number with more decimals would be refused by `check_decimals`.

    Raises NumberError with a German text that says what to type instead.
    """
    trimmed = text.strip(_EDGES)
    if len(trimmed) > MAX_LENGTH:
        raise NumberError(
            f"Die Eingabe ist länger als {MAX_LENGTH} Zeichen. "
            f"Tippen Sie nur die Zahl, zum Beispiel {_examples(decimals)['number']}."
        )
    if not _NUMBER.fullmatch(trimmed):
        raise NumberError(_complaint(trimmed, unit, decimals))
    number = Decimal(trimmed.translate(_TO_PYTHON))
    if len(number.as_tuple().digits) > MAX_DIGITS:
        raise NumberError(
            f"Die Zahl hat mehr als {MAX_DIGITS} Ziffern und lässt sich nicht genau speichern. "
            "Prüfen Sie die Zahl oder wählen Sie eine größere Einheit."
        )
    return number or number.copy_abs()


def has_thousands_point(text: str) -> bool:
    """Say whether a text that `parse_number` accepts holds a point, read as thousands separator.

    Somebody used to English numbers may have meant a decimal point, so a form must show the
    parsed number and have it confirmed. False for a text that is refused anyway.
    """
    try:
        parse_number(text)
    except NumberError:
        return False
    return "." in text


def check_decimals(value: Decimal, decimals: int) -> None:
    """Raise NumberError if the value cannot be kept with that many decimals without rounding.

    Zeros at the end do not count: 1,50 is exactly 1,5.
    """
    if value == rounded(value, decimals):
        return
    raise NumberError(f"{_allowed(decimals)}. Runden Sie {format_number(value)} bitte selbst.")


def _allowed(decimals: int) -> str:
    allowed = {
        0: "sind keine Nachkommastellen",
        1: "ist höchstens 1 Nachkommastelle",
    }.get(decimals, f"sind höchstens {decimals} Nachkommastellen")
    return f"Für diese Kennzahl {allowed} vorgesehen"


def format_number(value: Decimal | None, decimals: int | None = None, *, sign: bool = False) -> str:
    """Return the number in German: "1.234,5", minus as U+2212, None as "–".

    `decimals` rounds half up, for display only; without it the value shows all decimals it
    carries, so a value read from a database column shows that column's zeros. `sign` puts a
    plus before positive numbers. What is displayed as zero has no sign.
    """
    if value is None:
        return NO_VALUE
    if decimals is not None:
        value = rounded(value, decimals)
    value = value or value.copy_abs()
    return f"{value:{'+' if sign and value else ''},f}".translate(_TO_GERMAN)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The number as it is displayed with so many decimals: rounded half up."""
    # More digits than any value has, so that quantize never fails.
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=60))


def _examples(decimals: int) -> dict[str, str]:
    """What can be typed where a number may have so many decimals: a large number, and a part."""
    if not decimals:
        return {"number": "1.234", "part": "eine ganze Zahl, zum Beispiel 1"}
    return {"number": "1.234,5", "part": "eine Kommazahl, zum Beispiel 0,5"}


def _complaint(text: str, unit: str, decimals: int) -> str:
    """Return what is wrong with a trimmed text that is no number, and what to type instead."""
    examples = _examples(decimals)
    example = f"Tippen Sie zum Beispiel {examples['number']}."
    if not text:
        return f"Es fehlt eine Zahl. {example} Gibt es keine, wählen Sie „kein Wert, weil …“."
    for pattern, hint in _HINTS.items():
        if re.fullmatch(pattern, text, re.IGNORECASE):
            return hint.format_map(examples)
    if any(unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"} for character in text):
        return "Die Eingabe enthält ein unsichtbares Zeichen. Tippen Sie die Zahl bitte neu ein."
    if any(character.isdecimal() and not character.isascii() for character in text):
        return f"Nur die Ziffern 0 bis 9 sind möglich. {example}"
    if re.search(rf"[^0-9.,{_SIGNS}{_BLANKS}]", text):
        known = f" Die Einheit „{unit}“ steht schon fest." if unit else ""
        return (
            f"Tippen Sie nur die Zahl, zum Beispiel {examples['number']}, "
            f"ohne Einheit, Prozentzeichen oder Zusatz wie „ca.“.{known}"
        )
    if re.search(rf"[{_SIGNS}]", text[1:]):
        return "Ein Vorzeichen steht einmal und direkt vor der Zahl. Tippen Sie zum Beispiel -5."
    return _separator_complaint(text, decimals)


def _separator_complaint(text: str, decimals: int) -> str:
    """Return the rule for point, blank and comma, with the readings that the text may have.

    A reading that would be refused for its decimals is only named if there is no other.
    """
    comma = ", das Komma trennt die Nachkommastellen ab." if decimals else "."
    rule = f"Punkt oder Leerzeichen gliedern Tausender in Dreiergruppen{comma}"
    readings = _readings(text)
    fitting = [one for one in readings if len(one.partition(",")[2].rstrip("0")) <= decimals]
    meant = f"Meinten Sie {' oder '.join(fitting or readings)}?"
    if fitting:
        return f"{rule} {meant} Dann tippen Sie die Zahl bitte so ein."
    if readings:
        return f"{rule} {meant} {_allowed(decimals)}; runden Sie bitte selbst."
    return f"{rule} Tippen Sie zum Beispiel {_examples(decimals)['number']}."


def _readings(text: str) -> list[str]:
    """Return the numbers, correctly spelled, that a text of digits and separators may mean.

    They are offered, never taken: "1234.567" may be 1.234.567 or 1.234,567.
    """
    sign = MINUS if text[0] in f"-{MINUS}" else ""
    text = re.sub(rf"[{_BLANKS}]", " ", re.sub(rf"^[{_SIGNS}]", "", text))
    separators = re.findall(r"[., ]", text)
    *groups, tail = re.split(r"[., ]", text)
    spellings = []
    if _may_be_whole(separators, groups, tail):
        spellings.append("".join(groups) + tail)
    if _may_be_fraction(separators, groups, tail):
        spellings.append("".join(groups) + "," + tail)
    short_enough = [one for one in spellings if len(one.replace(",", "")) <= MAX_DIGITS]
    # There is one zero: "−0" would not be written so.
    return [(sign if one.strip("0,") else "") + _spelled(one) for one in short_enough]


def _may_be_whole(separators: list[str], groups: list[str], tail: str) -> bool:
    """Say whether all separators may have been meant to group thousands."""
    if separators[-1] == " ":
        return "," not in separators
    one_purpose = set(separators) in ({"."}, {","}, {".", " "})
    return len(tail) == 3 and one_purpose and groups[0].lstrip("0") != ""


def _may_be_fraction(separators: list[str], groups: list[str], tail: str) -> bool:
    """Say whether the last separator may have been meant as the decimal comma."""
    if separators[-1] == " " or len(tail) > MAX_DECIMALS or not any([*groups, tail]):
        return False
    if separators.count(separators[-1]) == 1:
        return True
    # "1.234.5": the same separator twice. Dates such as 1.2.25 look alike and mean no number.
    return separators[-1] == "." and len(tail) != 3 and all(len(g) == 3 for g in groups[1:])


def _spelled(number: str) -> str:
    """Return digits with an optional comma part, the whole part grouped by points."""
    whole, _, decimals = number.partition(",")
    grouped = f"{int(whole or '0'):,}".replace(",", ".")
    return f"{grouped},{decimals}" if decimals else grouped
