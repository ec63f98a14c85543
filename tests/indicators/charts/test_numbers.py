"""Numbers where there is little room."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.charts.numbers import short_number, tick_texts


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("2", 2, "2,00"),
        ("-1234.5", 1, "−1.234,5"),
        ("1234567.5", 1, "1.234.567,5"),
        ("12345678.25", 2, "12,35 Mio."),
        ("12345678901", 0, "12,35 Mrd."),
        ("-1500000000000", 0, "−1,50 Bio."),
        ("0.123456789012", 12, "0,123456789012"),  # long, but not large
    ],
)
def test_short_number(value, decimals, text):
    assert short_number(Decimal(value), decimals) == text


@pytest.mark.parametrize(
    ("ticks", "texts"),
    [
        ((), []),
        (("0", "0.5", "1.0"), ["0,0", "0,5", "1,0"]),
        (("-100", "0", "100"), ["−100", "0", "100"]),
        (("2500000", "5000000"), ["2.500.000", "5.000.000"]),
        (("0", "25000000"), ["0 Mio.", "25 Mio."]),
        (("800000000000", "1000000000000"), ["0,8 Bio.", "1,0 Bio."]),
        (("0.00025", "0.0005"), ["0,00025", "0,00050"]),
    ],
)
def test_tick_texts(ticks, texts):
    assert tick_texts([Decimal(tick) for tick in ticks]) == texts
