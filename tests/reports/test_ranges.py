from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ranges import ByteRange, NotSatisfiable, byte_range

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-499", ByteRange(0, 499)),
        ("bytes=500-999", ByteRange(500, 999)),
        ("bytes=0-0", ByteRange(0, 0)),
        ("bytes=990-", ByteRange(990, 999)),
        ("bytes=-5", ByteRange(995, 999)),
        ("bytes=-5000", ByteRange(0, 999)),
        ("bytes=900-5000", ByteRange(900, 999)),
        (" Bytes = 1 - 2 ", ByteRange(1, 2)),
    ],
)
def test_one_range(header: str, wanted: ByteRange) -> None:
    assert byte_range(header, SIZE) == wanted


@pytest.mark.parametrize(
    "header",
    ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "items=0-5", "bytes=0-1,5-9", "bytes=٣-٤"]
    + ["bytes=1-2-3", "bytes=--5", "bytes=0-" + "9" * 40],
)
def test_header_that_is_no_single_range_means_the_whole_file(header: str) -> None:
    assert byte_range(header, SIZE) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=-0"])
def test_range_beyond_the_end(header: str) -> None:
    with pytest.raises(NotSatisfiable):
        byte_range(header, SIZE)


@given(header=st.text(max_size=40) | st.from_regex(r"\Abytes=\d{0,5}-\d{0,5}\Z"))
def test_range_lies_within_the_file(header: str) -> None:
    try:
        part = byte_range(header, SIZE)
    except NotSatisfiable:
        return
    if part is not None:
        assert 0 <= part.first <= part.last < SIZE
        assert part.length == part.last - part.first + 1
