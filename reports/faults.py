"""What cannot be set is named, and ends the setting.

WeasyPrint goes on without a font, a style sheet, a symbol or a drawing that it cannot use, and says
so in its log alone: the page would come out wrong in silence. Where it gives up altogether, it does
not say at which place of the report. Both become a sentence that names the file or the section.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any
from xml.etree.ElementTree import Element  # noqa: S405 -- a type; nothing is parsed here

LOGGER = "weasyprint"
OWN = "report:"  # begins the address of every asset of the report
LOADING = ("Failed to load font", "Failed to load stylesheet", "Failed to load image")
DRAWING = ("Failed to load inline SVG", "Failed to render SVG")
REFUSAL = "REFUSAL: "  # begins the last line of a child's errors if that is for people
HEADINGS = ("h1", "h2", "h3", "h4")


class SettingError(Exception):
    """The pages cannot be set; the message is for people, in German, and in one line."""


@contextmanager
def nothing_left_out(root: Element) -> Iterator[None]:
    """Set a document within this. Raises SettingError, and MemoryError as it comes."""
    log = FaultLog(root)
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.DEBUG)
    logger.addHandler(log)
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        place = section(root, element_of_traceback(error.__traceback__))
        reason = f"{type(error).__name__} {error}".strip()
        raise SettingError(f"{place} lässt sich nicht setzen ({one_line(reason)}).") from error
    finally:
        logger.removeHandler(log)
    if log.found:
        raise SettingError(" ".join(dict.fromkeys(log.found)))


class FaultLog(logging.Handler):
    """Listens for assets of the report and drawings that WeasyPrint would leave out."""

    def __init__(self, root: Element) -> None:
        super().__init__(logging.DEBUG)
        self.root = root
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        about = str(record.args[0]) if isinstance(record.args, tuple) and record.args else ""
        if record.msg.startswith(LOADING) and about.startswith(OWN):
            name = about.removeprefix(OWN)
            self.found.append(f"Die Datei „{name}“ des Berichts fehlt oder ist beschädigt.")
        elif record.msg.startswith(DRAWING):
            place = section(self.root, drawn_element())
            self.found.append(f"Eine Zeichnung lässt sich nicht setzen: {place}.")


# Where it happened -----------------------------------------------------------------------


def section(root: Element, wanted: Element | None) -> str:
    """The section an element is in, by the heading before it."""
    heading = ""
    for element in root.iter():
        if element.tag in HEADINGS:
            heading = one_line("".join(element.itertext()))
        if element is wanted:
            return f"Der Abschnitt „{heading}“"
    return "Ein Teil des Berichts"


def one_line(text: str) -> str:
    return " ".join(text.split())[:200]


def element_of_traceback(traceback: TracebackType | None) -> Element | None:
    """The innermost element that was worked on when an error came up; None if none was."""
    found = None
    while traceback is not None:
        inner = element_of(traceback.tb_frame)
        found = found if inner is None else inner  # an element without children counts as false
        traceback = traceback.tb_next
    return found


def element_of(frame: FrameType) -> Element | None:
    """WeasyPrint's functions call what they work on `box` or `element`; None if neither is."""
    for name in ("box", "element", "child"):
        one = frame.f_locals.get(name)
        for candidate in (one, getattr(one, "element", None)):
            if isinstance(candidate, Element):
                return candidate
    return None


def drawn_element() -> Element | None:
    """The drawing that is being loaded or drawn by those who called the log."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        image = frame.f_locals.get("self")
        drawing: Any = getattr(getattr(image, "_svg", None), "tree", None)
        if drawing is not None:
            element: Element = drawing._wrapper.etree_element
            return element
        if frame.f_code.co_name == "handle_svg":
            return element_of(frame)
        frame = frame.f_back
    return None
