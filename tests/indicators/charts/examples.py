"""Trend charts of every shape that occurs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from indicators.annual_values import YearValue
from indicators.charts.trend import TrendChart
from indicators.forecast_fan import forecast_fan
from indicators.target_paths import PathPoint, TargetPathLine
from indicators.year_notes import YearNote

EMPTY = TrendChart(
    title="Photovoltaikleistung",
    unit="kWp je Einwohner",
    decimals=2,
    direction="increase",
    values=(),
    path=None,
    former_paths=(),
    first_year=2012,
    last_year=2030,
    current_year=2025,
    continuation=(),
    sentence="",
)


def years(
    first: int, texts: str, *, provisional: int = 0, revised: int = 0
) -> tuple[YearValue, ...]:
    """One value a year from `first` on; "-" is a year without value."""
    return tuple(
        YearValue(year, None, "not_collected")
        if text == "-"
        else YearValue(
            year, Decimal(text), provisional=year == provisional, revised=year == revised
        )
        for year, text in enumerate(texts.split(), first)
    )


def points(*pairs: tuple[int, str]) -> tuple[PathPoint, ...]:
    return tuple(PathPoint(year, Decimal(value)) for year, value in pairs)


def path(
    *pairs: tuple[int, str],
    start: tuple[int, str] | None = None,
    direction: str = "increase",
    kind: str = "target_value",
    interpolation: str = "linear",
) -> TargetPathLine:
    baseline = points(start)[0] if start else None
    return TargetPathLine(kind, direction, points(*pairs), baseline, interpolation)


PHOTOVOLTAICS = replace(
    EMPTY,
    values=years(
        2012,
        "0.21 0.24 0.26 0.28 0.30 0.33 0.37 0.43 0.51 0.60 0.70 0.86 0.98 1.05",
        provisional=2025,
        revised=2022,
    ),
    path=path((2025, "1.2"), (2030, "2"), start=(2021, "0.6")),
    former_paths=(path((2030, "1.2"), start=(2018, "0.37")),),
    continuation=points((2025, "1.05"), (2030, "1.59")),
    sentence="Bei gleichem Tempo wären es 2030 noch 1,59 statt 2,00.",
)
SMALL = replace(
    EMPTY,
    values=years(2020, "1 2 - 4 4.6", provisional=2024),
    path=path((2030, "10"), start=(2020, "0")),
    former_paths=(path((2030, "7"), start=(2020, "2")),),
    first_year=2020,
    current_year=2024,
    continuation=points((2024, "4.6"), (2030, "8")),
    decimals=1,
)
GAPS = replace(EMPTY, values=years(2014, "3 - 4 - - 5 5.5 - 6 6.4 - 7"), decimals=1)
NEGATIVE = replace(
    EMPTY,
    values=years(2014, "-120 -60 15 88 -20 -75 12 40 66 -10 25 30"),
    path=path((2030, "100"), start=(2019, "0")),
    continuation=points((2025, "30"), (2030, "180")),
    decimals=0,
)
NEAR_ZERO = replace(
    EMPTY,
    values=years(2018, "0.0004 0.0005 0.0007 0 -0.0001 0.0006 0.0007 0.0009"),
    path=path((2030, "0.0012")),
    decimals=4,
)
HUGE = replace(
    EMPTY,
    values=years(2020, "812345678901 822345678901 842345678901 902345678901 912345678901"),
    path=path((2030, "1500000000000")),
    continuation=points((2024, "912345678901"), (2030, "1300000000000")),
    decimals=0,
)
CONSTANT = replace(EMPTY, values=years(2014, "5 5 5 5 5 5"), decimals=0)
SINGLE = replace(EMPTY, values=years(2024, "12.5"), path=path((2030, "20")), decimals=1)
NO_VALUE = replace(EMPTY, path=path((2030, "20"), start=(2020, "10")))
LIMIT = replace(
    EMPTY,
    values=years(2014, "44 42 41 43 38 39 42 41 40 43 41 42"),
    path=path((2030, "40"), kind="limit_every_year", direction="decrease"),
    decimals=0,
)
BAND = replace(
    EMPTY,
    values=years(2014, "22 24 26 27 25 23 21 19 18 18.5 19 19.4"),
    path=TargetPathLine("band", "toward", (), lower=Decimal(20), upper=Decimal(25)),
    decimals=1,
)
STEPS = replace(
    EMPTY,
    values=years(2018, "10 11 12 13 14 15 16 17"),
    path=path((2022, "15"), (2030, "30"), start=(2018, "10"), interpolation="step"),
    decimals=0,
)
TOWARD_EARLIER_YEAR = replace(
    EMPTY,
    values=years(2016, "3 3 4 4 5 6 6.4 6 6 7"),
    path=path((2027, "8"), start=(2016, "4")),
    continuation=points((2025, "7"), (2027, "7.8")),
    decimals=1,
)
TWO_FORMER = replace(
    EMPTY,
    values=years(2014, "10 12 13 15 18 20 22 23 25 27 28 29"),
    path=path((2030, "45"), start=(2022, "25")),
    former_paths=(
        path((2030, "44"), start=(2016, "13")),
        path((2030, "46"), start=(2018, "18")),
    ),
    continuation=points((2025, "29"), (2030, "38")),
    decimals=0,
)
OLD = replace(
    EMPTY,
    values=years(2012, "30 31 29 28 27"),
    path=path((2030, "20"), start=(2015, "28"), direction="decrease"),
    decimals=0,
)
BROKEN = replace(
    PHOTOVOLTAICS,
    notes=(
        YearNote(2021, "break", "neue Zählweise"),
        YearNote(2016, "note", "Netzausbau", "Stadtwerke", "https://www.example.org/"),
        YearNote(2023, "note", "Förderprogramm der Stadt."),
    ),
    fan=forecast_fan(
        {one.year: one.value for one in PHOTOVOLTAICS.values if one.value is not None}, 2030
    ),
)
WIDE_FAN = replace(
    EMPTY,
    values=years(2018, "10 11 - 13 9 14 12 13", provisional=2025),
    path=path((2030, "20"), start=(2020, "11")),
    former_paths=(path((2030, "15"), start=(2018, "10")),),
    continuation=points((2025, "13"), (2030, "15")),
    fan=forecast_fan(
        {2018: Decimal(10), 2021: Decimal(13), 2022: Decimal(-9), 2025: Decimal(13)}, 2030
    ),
    notes=(YearNote(2020, "note", "Pandemie"),),
    first_year=2018,
    decimals=0,
)
FAN_ALONE = replace(
    EMPTY,
    values=years(2022, "10 11 13 14"),
    path=path((2030, "20")),
    fan=forecast_fan({2022 + n: Decimal(v) for n, v in enumerate((10, 11, 13, 14))}, 2030),
    notes=(YearNote(2022, "break", "von da an neu"), YearNote(2040, "note", "noch nicht")),
    first_year=2022,
    decimals=0,
)
TWO_BREAKS = replace(
    EMPTY,
    values=years(2014, "20 21 22 12 13 14 24 25 26 27 28 29"),
    notes=(
        YearNote(2017, "break", "Umstellung der Statistik"),
        YearNote(2020, "break", "zweite Umstellung der Statistik, die viel länger beschrieben ist"),
        YearNote(2018, "break", "dritte Umstellung der Statistik"),
    ),
    decimals=0,
)
ONE_YEAR = replace(EMPTY, values=years(2025, "7"), first_year=2025, last_year=2025, decimals=0)

SHAPES = {
    "photovoltaics": PHOTOVOLTAICS,
    "small": SMALL,
    "gaps": GAPS,
    "negative": NEGATIVE,
    "near zero": NEAR_ZERO,
    "huge": HUGE,
    "constant": CONSTANT,
    "single": SINGLE,
    "no value": NO_VALUE,
    "nothing": EMPTY,
    "limit": LIMIT,
    "band": BAND,
    "steps": STEPS,
    "toward an earlier year": TOWARD_EARLIER_YEAR,
    "two former targets": TWO_FORMER,
    "old": OLD,
    "one year": ONE_YEAR,
    "broken": BROKEN,
    "wide fan": WIDE_FAN,
    "fan alone": FAN_ALONE,
    "two breaks": TWO_BREAKS,
}
