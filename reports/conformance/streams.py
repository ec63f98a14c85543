"""Streams that are packed once and whose length no reader can mistake.

A stream is followed by a line feed. If its last byte is a carriage return, the two look like one
end of a line, and strict readers count a byte less than the stream says it has.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable
from copy import copy
from functools import partial
from typing import Any, BinaryIO

import pydyf

from reports.conformance.tree import Null

CARRIAGE_RETURN = b"\r"
LEVEL = 6  # a third of the time of 9 for one hundredth more


def join_when_painted(pages: Iterable[Any]) -> None:
    """Keep what is drawn on each page in a few long pieces instead of thousands of short ones.

    Those of all pages at once take a tenth of the memory of the process. The marks of content stay
    apart: they may still become others (`reports.conformance.artifacts`).
    """
    for page in pages:
        page.paint = partial(paint_and_join, page.paint)


def paint_and_join(paint: Callable[..., None], stream: pydyf.Stream, *options: Any) -> None:
    paint(stream, *options)
    stream.stream = joined(stream.stream)


def joined(items: list[Any]) -> list[Any]:
    """The same stream in pieces, with the tag and the number of marked content on their own."""
    pieces: list[Any] = []
    run: list[bytes] = []
    for item in items:
        if isinstance(item, pydyf.Dictionary) and "MCID" in item:
            tag = run.pop().decode()
            pieces += [b"\n".join(run), tag, item]
            run = []
        else:
            run.append(as_bytes(item))
    return [*pieces, b"\n".join(run)]


def compress_once(pdf: pydyf.PDF) -> None:
    """Pack all streams now: pydyf would do it again for each use of their bytes."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.compress:
            content, times = packed(b"\n".join(as_bytes(item) for item in one.stream))
            one.stream, one.compress = [content], False
            one.extra["Filter"] = pydyf.Array(["/FlateDecode"] * times)


def packed(raw: bytes) -> tuple[bytes, int]:
    """The content packed, and how often.

    The last bytes are a sum of the content, so packing it otherwise does not change them; packing
    it once more does.
    """
    times = 1
    content = zlib.compress(raw, LEVEL)
    while content.endswith(CARRIAGE_RETURN):
        content = zlib.compress(content, LEVEL)
        times += 1
    return content, times


def as_bytes(item: Any) -> bytes:
    """An item of a stream as pydyf writes it."""
    return bytes(pydyf._to_bytes(item))


def write_soundly(pdf: pydyf.PDF) -> None:
    """Watch over the two streams that pydyf makes itself while it writes."""

    def write(output: BinaryIO, *options: Any, **named: Any) -> None:
        output.write(sound_bytes(pdf, *options, **named))

    pdf.write = write


def sound_bytes(pdf: pydyf.PDF, *options: Any, **named: Any) -> bytes:
    """The whole file; one more object that says nothing changes the bytes at the end of these."""
    while True:
        trial = copy(pdf)
        trial.objects = list(pdf.objects)
        file = io.BytesIO()
        type(pdf).write(trial, file, *options, **named)
        made = [one for one in trial.objects[len(pdf.objects) :] if isinstance(one, pydyf.Stream)]
        start = min((one.offset for one in made), default=0)
        if CARRIAGE_RETURN + b"\nendstream" not in file.getvalue()[start:]:
            return file.getvalue()
        pdf.add_object(Null())
