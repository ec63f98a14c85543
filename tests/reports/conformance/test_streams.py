from __future__ import annotations

import io
import zlib

import pikepdf
import pydyf

from reports.conformance.streams import compress_once, joined, packed, write_soundly
from tests.reports.conformance.setting import file_of

# Packed, this ends in a carriage return: the last byte of the sum of its content.
CONTENT = b"Wert;49999\r\n"
MISTAKABLE = b"\r\nendstream"


def test_content_whose_sum_ends_a_line_is_packed_twice() -> None:
    assert zlib.compress(CONTENT).endswith(b"\r")
    content, times = packed(CONTENT)
    assert times == 2
    assert not content.endswith(b"\r")
    assert zlib.decompress(zlib.decompress(content)) == CONTENT


def test_attached_content_stays_as_it_is() -> None:
    file = file_of("<p>Text</p>", attachment=CONTENT)
    assert MISTAKABLE not in file
    pdf = pikepdf.open(io.BytesIO(file))
    assert pdf.Root.AF[0].EF.F.read_bytes() == CONTENT


def test_streams_are_packed_once() -> None:
    pdf = pydyf.PDF()
    pdf.add_object(pydyf.Stream([b"a" * 1000, 12, pydyf.String("b")], compress=True))
    compress_once(pdf)
    stream = pdf.objects[-1]
    assert not stream.compress
    assert zlib.decompress(stream.stream[0]) == b"a" * 1000 + b"\n12\n(b)"


def test_joined_stream_is_the_same_with_its_marks_apart() -> None:
    mark = pydyf.Dictionary({"MCID": 7})
    items = [b"q", "1 w", 2.5, "/P", mark, b"BDC", b"BT", b"ET", b"EMC", "/Artifact", b"BMC"]
    pieces = joined(items)
    assert pieces == [b"q\n1 w\n2.5", "/P", mark, b"BDC\nBT\nET\nEMC\n/Artifact\nBMC"]
    assert (
        pydyf.Stream(pieces).data.split(b"stream")[1]
        == pydyf.Stream(items).data.split(b"stream")[1]
    )


def test_streams_of_the_writer_itself_cannot_be_mistaken() -> None:
    """One in 128 files would hold one that can: among these there are some."""
    mistakable = [length for length in range(300) if MISTAKABLE in written(length, sound=False)]
    assert mistakable
    for length in mistakable:
        file = written(length, sound=True)
        assert MISTAKABLE not in file
        assert str(pikepdf.open(io.BytesIO(file)).docinfo.Title) == "A" * length


def written(length: int, *, sound: bool) -> bytes:
    """A PDF whose title has this many letters."""
    pdf = pydyf.PDF()
    pdf.info["Title"] = pydyf.String("A" * length)
    file = io.BytesIO()
    if sound:
        write_soundly(pdf)
    pdf.write(file, b"1.7", b"0" * 32, True)
    return file.getvalue()
