"""Fill an installation with sample data: every row marked, and the same rows on every machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from indicators.consequences import follow_from_loading
from indicators.enums import DistrictRelation
from indicators.formulas.reading import read_formula
from indicators.formulas.trees import POPULATION, inputs_of
from indicators.models import Indicator, IndicatorGoal, Measurement, TargetPath
from indicators.sample.actions import Expected, add_actions
from indicators.sample.calendar import collected_year
from indicators.sample.chart_notes import add_chart_notes
from indicators.sample.effects import add_effects
from indicators.sample.figures import (
    CITY,
    Figure,
    Subject,
    annual_values_of,
    at_volume,
    computed_slots,
    figures,
    further_parts,
    released_years,
)
from indicators.sample.goals import add_goals
from indicators.sample.ledger import Writers, add_indicators, add_measurements, subject_of
from indicators.sample.meetings import add_meetings
from indicators.sample.people import DEPARTMENTS, LOGINS, add_departments, add_people
from indicators.sample.remarks import add_comments
from indicators.sample.requests import add_requests
from indicators.sample.rounds import add_round
from indicators.sample.tables import (
    SampleEffect,
    SampleSeries,
    sample_actions,
    sample_effects,
    sample_indicators,
    sample_series,
)
from indicators.sample.targets import Wish, add_targets
from strategy.enums import DistrictKind
from strategy.models import (
    Action,
    CrossCuttingGoal,
    DataVersion,
    Department,
    District,
    OperationalGoal,
    StrategicGoal,
)

YEARS = 12  # up to the last complete one
R1_ROWS = 8_000  # measurements of the reference volume, to tell scales apart
UNKNOWN_INHABITANTS = 100  # of a village whose number no source gives

Weights = Mapping[str, Decimal]


class SampleDataError(Exception):
    """Sample data cannot be loaded or removed; str(error) is a German sentence for people."""


@transaction.atomic
def load_sample_data(*, scale: int = 1, today: date) -> bool:
    """Add the reference volume, with `scale` times as many measurements.

    The rows depend on `collected_year(today)` only, the year of their newest values, but for the
    dates of the collection round, which runs on the day of loading.
    False if sample data of this scale is loaded already; then nothing changes. Raises
    SampleDataError in production, beside sample data of another scale, without the frame of the
    strategy, and where real rows have taken the names of sample rows.
    """
    if settings.PRODUCTION:
        raise SampleDataError(
            "Beispieldaten sind in Produktion nicht erlaubt: Sie stünden neben echten Zahlen, und "
            "ihre Kennwörter sind öffentlich. Zum Ausprobieren SOEST_ENV=local setzen."
        )
    loaded = loaded_scale()
    if loaded not in (None, scale):
        raise SampleDataError(
            f"Es sind schon Beispieldaten im Maßstab {loaded} geladen. Bitte zuerst entfernen: "
            "python manage.py remove_sample_data"
        )
    if loaded:
        return False
    require_frame()
    require_free_names()
    last_year = collected_year(today)
    add_everything(scale, last_year)
    add_meetings(last_year)
    add_round(today)
    add_requests(today, by=User.objects.get(username="koordination", is_sample=True))
    DataVersion.objects.update(has_sample_data=True)
    return True


def loaded_scale() -> int | None:
    """The scale of the sample data that is there; None without any."""
    if not DataVersion.objects.filter(has_sample_data=True).exists():
        return None
    rows = Measurement.objects.filter(is_sample=True).count()
    return max(1, round(rows / R1_ROWS))


def require_frame() -> None:
    """Raise SampleDataError unless everything is there that sample rows refer to."""
    areas = set(StrategicGoal.objects.values_list("area__number", flat=True))
    places = District.objects.parts().exists() and District.objects.filter(kind="city").exists()
    own = {entry.code for entry in sample_indicators()}
    needed = {one.code for one in sample_series()} - own
    known = set(Indicator.objects.filter(code__in=needed).values_list("code", flat=True))
    complete = set(DEPARTMENTS) <= areas and places and needed == known
    if not complete or not CrossCuttingGoal.objects.exists():
        raise SampleDataError(
            "Der Rahmen der Strategie fehlt oder ist unvollständig. Bitte zuerst laden: "
            "python manage.py load_strategy"
        )


def require_free_names() -> None:
    """Raise SampleDataError if real rows are called like rows that would be added."""
    entries = sample_indicators()
    slugs = [slug for slug, _, _ in DEPARTMENTS.values()]
    names = [name for _, name, _ in DEPARTMENTS.values()]
    logins = [login.username for login in LOGINS]
    taken = [
        *Department.objects.filter(Q(slug__in=slugs) | Q(name__in=names)),
        *Indicator.objects.filter(
            Q(code__in=[entry.code for entry in entries])
            | Q(slug__in=[entry.slug for entry in entries])
        ),
        *Action.objects.filter(slug__in=[action.slug for action in sample_actions()]),
        *User.objects.filter(username__in=logins, is_sample=False),
    ]
    if taken:
        raise SampleDataError(
            "Beispieldaten brauchen Namen, die schon vergeben sind: "
            + ", ".join(f"{row._meta.verbose_name} „{row}“" for row in taken)
        )


def add_everything(scale: int, last_year: int) -> None:
    series = sample_series()
    departments = add_departments()
    people = add_people(departments)
    goals = add_goals(series, departments)
    of_area: defaultdict[int, list[OperationalGoal]] = defaultdict(list)
    for one in series:
        of_area[one.area].append(goals[one.code])
    effects = sample_effects()
    add_actions(
        sample_actions(), of_area, departments, expected_of(effects, goals, last_year), last_year
    )
    add_indicators(sample_indicators(), departments)
    indicators = Indicator.objects.in_bulk([one.code for one in series], field_name="code")
    IndicatorGoal.objects.bulk_create(
        IndicatorGoal(indicator=indicators[code], goal=goal, is_lead=True, is_sample=True)
        for code, goal in goals.items()
    )
    add_effects(effects, indicators, last_year)
    writers = Writers(enters=people["erfassung"], releases=people["koordination"])
    add_numbers(series, indicators, writers, scale, last_year)
    add_comments(writers)


def expected_of(
    effects: Sequence[SampleEffect], goals: Mapping[str, OperationalGoal], last_year: int
) -> dict[str, Expected]:
    """What is expected of each action: from the first effect on, for the goals of all."""
    by_action: defaultdict[str, list[SampleEffect]] = defaultdict(list)
    for effect in effects:
        by_action[effect.action].append(effect)
    return {
        action: Expected(
            from_year=last_year + min(one.begins for one in those),
            goals=tuple({goals[one.code].code: goals[one.code] for one in those}.values()),
        )
        for action, those in by_action.items()
    }


def add_numbers(
    series: Iterable[SampleSeries],
    indicators: Mapping[str, Indicator],
    writers: Writers,
    scale: int,
    last_year: int,
) -> None:
    """Measurements and targets of these indicators; computed ones follow from the others."""
    years = range(last_year - YEARS + 1, last_year + 1)
    weights = inhabitants()
    subjects = {subject_of(indicators[one.code], one): one for one in series}
    entered = [one for one in subjects if not indicators[one.code].is_computed]
    figures_of = {subject: figures(subject, years, weights) for subject in entered}
    own = [subject for subject in entered if indicators[subject.code].is_sample]
    further = (
        (subject, figure)
        for subject in own
        if subject.relation == DistrictRelation.NONE
        for figure in further_parts(subject, years, weights)
    )
    found = at_volume(figures_of, further, scale, computed_rows(figures_of, indicators.values()))
    open_to_parts(found)
    add_measurements(found, writers, last_year)
    follow_from_loading((row.pk for row in indicators.values()), like_inputs=True)
    with_target = set(TargetPath.objects.values_list("indicator__code", flat=True))
    wishes = [
        Wish(
            indicator=indicators[subject.code],
            series=one,
            sketch=subject.sketch,
            annual=computed_values(indicators[subject.code])
            if indicators[subject.code].is_computed
            else released_values(subject, years, weights),
            has_interim_point=number % 3 == 0,
        )
        for number, (subject, one) in enumerate(subjects.items())
        if subject.code not in with_target
    ]
    add_targets(wishes, last_year)
    add_chart_notes(indicators, last_year)


def computed_rows(
    figures_of: Mapping[Subject, Sequence[Figure]], indicators: Iterable[Indicator]
) -> int:
    """How many rows follow from these figures; sample formulas count with entered numbers only."""
    by_code = {subject.code: those for subject, those in figures_of.items()}
    people = next((one.code for one in indicators if one.measures_population), "")
    named = by_code | {POPULATION: by_code.get(people, [])}
    return sum(
        computed_slots([named[name] for name in inputs_of(read_formula(one.expression))])
        for one in indicators
        if one.is_computed
    )


def computed_values(indicator: Indicator) -> dict[int, Decimal]:
    """The values of a computed indicator for the whole city, by year."""
    rows = Measurement.objects.current().filter(
        indicator=indicator, district__kind=DistrictKind.CITY, value__isnull=False
    )
    return {period.year: value for period, value in rows.values_list("period", "value")}


def inhabitants() -> dict[str, Decimal]:
    """The inhabitants of each part; what no source gives is estimated so that they add up."""
    known = {part.slug: part.population for part in District.objects.parts()}
    core = District.objects.get(kind="core").slug
    villages = {
        slug: Decimal(number or UNKNOWN_INHABITANTS)
        for slug, number in known.items()
        if slug != core
    }
    city = District.objects.city().population or 0
    rest = Decimal(max(city - sum(villages.values()), UNKNOWN_INHABITANTS))
    return {core: Decimal(known[core] or rest), **villages}


def open_to_parts(found: Iterable[tuple[Subject, Figure]]) -> None:
    """Allow values of parts where only a larger scale has them."""
    codes = {
        subject.code
        for subject, figure in found
        if figure.place != CITY and subject.relation == DistrictRelation.NONE
    }
    Indicator.objects.filter(code__in=codes).update(district_relation=DistrictRelation.INDEPENDENT)


def released_values(subject: Subject, years: Sequence[int], weights: Weights) -> dict[int, Decimal]:
    """The annual values of the city that are public."""
    city, _ = annual_values_of(subject, years, weights)
    return {year: city[year] for year in released_years(subject.record, years)}
