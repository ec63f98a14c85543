from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from indicators.annual_values import PROTECTED
from indicators.consequences import follow_from_loading
from indicators.disclosure.decisions import decide, decide_on
from indicators.entry.joint_release import release_all
from indicators.entry.services import release
from indicators.models import Disclosure, Indicator, Measurement
from indicators.publishable import published_values, value_history
from strategy.models import District
from tests.factories import RELEASED_AT, DistrictFactory, IndicatorFactory, MeasurementFactory

pytestmark = pytest.mark.django_db

YEAR = date(2024, 1, 1)
LATER = RELEASED_AT + timedelta(days=30)


@pytest.fixture
def city() -> District:
    return DistrictFactory(city=True)


@pytest.fixture
def parts(city: District) -> list[District]:
    return [DistrictFactory(name=name) for name in ("Ampen", "Bergede", "Katrop")]


@pytest.fixture
def cases() -> Indicator:
    """Counts people, so fewer than five are not shown."""
    return guarded(name="Fälle")


def guarded(**attributes: Any) -> Indicator:
    return IndicatorFactory(
        **{"district_relation": "sum", "decimals": 0, "min_cases": 5} | attributes
    )


def say(
    indicator: Indicator, values: Mapping[District, int | str | None], **attributes: Any
) -> list[Measurement]:
    """Release these values for 2024, with no decision on them yet."""
    return [
        MeasurementFactory(
            indicator=indicator,
            district=place,
            value=None if value is None else Decimal(value),
            period=YEAR,
            **{"catalogue": True} | attributes,
        )
        for place, value in values.items()
    ]


def shown(indicator: Indicator, at: datetime | None = None) -> dict[str, Decimal | str | None]:
    """What the public sees, by place: the value, or the reason for none."""
    names = {place.pk: place.name for place in District.objects.all()}
    return {
        names[row.district_id]: row.value if row.value is not None else row.missing_reason
        for row in published_values(indicators=[indicator.pk], at=at)
    }


def test_without_a_decision_nothing_is_shown(cases: Indicator, city: District) -> None:
    say(cases, {city: 60})
    assert shown(cases) == {city.name: PROTECTED}


def test_small_number_is_hidden_with_the_smallest_other(
    cases: Indicator, city: District, parts: list[District]
) -> None:
    say(cases, dict(zip((city, *parts), (60, 3, 20, 37), strict=True)))
    decide([cases.pk])
    assert shown(cases) == {city.name: 60, "Ampen": PROTECTED, "Bergede": PROTECTED, "Katrop": 37}


def test_hidden_row_says_nothing_that_could_tell_its_value(
    cases: Indicator, city: District, parts: list[District]
) -> None:
    words = {"comment": "drei Fälle", "warning_reason": "nur drei", "source": "Amt"}
    (row,) = say(cases, {parts[0]: 3}, **words)
    decide([cases.pk])
    (value,) = value_history(cases.pk)
    assert (value.value, value.comment, value.warning_reason) == (None, "", "")
    assert (value.missing_reason, value.missing_note, value.source) == (PROTECTED, "", "Amt")


def test_indicator_without_rule_is_shown_as_it_is(city: District, parts: list[District]) -> None:
    free = guarded(min_cases=None)
    say(free, {city: 3, parts[0]: 1})
    decide([free.pk])
    assert shown(free) == {city.name: 3, "Ampen": 1}
    assert not Disclosure.objects.exists()


def test_what_an_office_keeps_secret_cannot_be_worked_out(
    city: District, parts: list[District]
) -> None:
    free = guarded(min_cases=None)
    say(free, dict(zip((city, *parts[1:]), (60, 20, 30), strict=True)))
    say(free, {parts[0]: None}, missing_reason="confidential")
    decide([free.pk])
    assert shown(free) == {
        city.name: 60,
        "Ampen": "confidential",
        "Bergede": PROTECTED,
        "Katrop": 30,
    }


def test_rule_set_later_hides_what_was_shown_and_lifted_shows_it_again(
    city: District, parts: list[District]
) -> None:
    indicator = guarded(min_cases=None, district_relation="independent")
    say(indicator, {parts[0]: 3, parts[1]: 20})
    for rule, expected in ((5, PROTECTED), (None, Decimal(3)), (3, Decimal(3))):
        indicator.min_cases = rule
        indicator.save()
        decide([indicator.pk])
        assert shown(indicator) == {"Ampen": expected, "Bergede": 20}


def test_past_state_shows_what_was_shown_then(
    cases: Indicator, city: District, parts: list[District]
) -> None:
    say(cases, dict(zip((city, *parts[:2]), (60, 10, 20), strict=True)))
    say(cases, {parts[2]: 30}, released_at=LATER)
    decide([cases.pk])
    # Until the third part was known, it might have been a small one.
    assert shown(cases, at=LATER - timedelta(days=1)) == {
        city.name: 60,
        "Ampen": PROTECTED,
        "Bergede": 20,
    }
    assert shown(cases) == {city.name: 60, "Ampen": 10, "Bergede": 20, "Katrop": 30}


def test_share_needs_a_base_that_is_large_enough(city: District, parts: list[District]) -> None:
    people = IndicatorFactory(district_relation="sum", decimals=0)
    share = guarded(
        district_relation="independent", base=people, base_factor=100, min_base=100, decimals=1
    )
    say(share, {parts[0]: "50.0", parts[1]: "2.0", parts[2]: "50.0"})
    decide([share.pk])
    assert set(shown(share).values()) == {PROTECTED}  # nobody knows of how many
    say(people, {parts[0]: 200, parts[1]: 200, parts[2]: 99})
    decide([people.pk])  # and so on its share
    assert shown(share) == {"Ampen": 50, "Bergede": PROTECTED, "Katrop": PROTECTED}


def test_same_cases_are_secret_in_both(
    cases: Indicator, city: District, parts: list[District]
) -> None:
    rate = guarded(district_relation="independent", min_cases=None, protected_like=cases)
    say(rate, dict(zip((city, *parts), (10, 2, 4, 40), strict=True)))
    decide([rate.pk])
    assert set(shown(rate).values()) == {PROTECTED}  # nobody knows yet what is secret there
    say(cases, dict(zip((city, *parts), (60, 3, 20, 37), strict=True)))
    decide([cases.pk])
    assert shown(rate) == {city.name: 10, "Ampen": PROTECTED, "Bergede": PROTECTED, "Katrop": 40}


def test_indicators_that_follow_each_other_stay_hidden(city: District) -> None:
    one, other = guarded(), guarded()
    Indicator.objects.filter(pk=one.pk).update(protected_like=other)
    Indicator.objects.filter(pk=other.pk).update(protected_like=one)
    say(one, {city: 60})
    say(other, {city: 70})
    decide([one.pk, other.pk])
    assert PROTECTED in shown(one).values()


def test_release_decides(
    cases: Indicator,
    city: District,
    parts: list[District],
    clerk: User,
    coordinator: User,
) -> None:
    say(cases, {city: 60, parts[1]: 20, parts[2]: 37})
    (row,) = say(cases, {parts[0]: 3}, catalogue=False, submitted=True, entered_by=clerk)
    release(row=row, version=row.version, by=coordinator)
    assert shown(cases)["Ampen"] == PROTECTED
    assert shown(cases)[city.name] == 60


def test_joint_release_decides_on_all_of_it_at_once(
    cases: Indicator,
    city: District,
    parts: list[District],
    clerk: User,
    coordinator: User,
) -> None:
    waiting = {"catalogue": False, "submitted": True, "entered_by": clerk}
    rows = say(cases, dict(zip((city, *parts), (60, 3, 20, 37), strict=True)), **waiting)
    release_all(versions={row.pk: row.version for row in rows}, by=coordinator)
    assert shown(cases) == {city.name: 60, "Ampen": PROTECTED, "Bergede": PROTECTED, "Katrop": 37}


def test_new_decision_about_one_year_leaves_the_others_alone(
    cases: Indicator, city: District
) -> None:
    rows = say(cases, {city: 60})
    other = MeasurementFactory(
        indicator=cases, district=city, value=50, period=date(2023, 1, 1), catalogue=True
    )
    decide_on(rows)
    assert set(Disclosure.objects.values_list("pk", flat=True)) == {rows[0].pk}
    decide_on([other])
    assert Disclosure.objects.count() == 2


# In the administration ---------------------------------------------------------------


def change(client: Client, indicator: Indicator, **fields: object) -> HttpResponse:
    """Send the form of an indicator as it is, but for these fields."""
    page = f"/verwaltung/indicators/indicator/{indicator.pk}/change/"
    context = client.get(page).context
    form = context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    said = {
        name: value for name, value in values.items() if value is not None and value is not False
    }
    inline = {
        f"{one.formset.prefix}-{count}_FORMS": 0
        for one in context["inline_admin_formsets"]
        for count in ("TOTAL", "INITIAL")
    }
    answer = client.post(page, said | inline | fields)
    assert isinstance(answer, HttpResponse)
    return answer


def test_changing_the_rule_decides(coordinator_client: Client, parts: list[District]) -> None:
    indicator = guarded(min_cases=None, district_relation="independent")
    say(indicator, {parts[0]: 3})
    assert change(coordinator_client, indicator, min_cases=5).status_code == 302
    assert shown(indicator) == {"Ampen": PROTECTED}


def test_circle_and_other_frequency_are_refused(
    coordinator_client: Client, cases: Indicator
) -> None:
    follower = guarded(protected_like=cases)
    monthly = IndicatorFactory(frequency="month")
    for leader, message in ((follower, "im Kreis"), (monthly, "denselben Turnus")):
        answer = change(coordinator_client, cases, protected_like=leader.pk)
        assert answer.status_code == 200
        assert message in answer.content.decode()


# In hindsight --------------------------------------------------------------------------


def test_what_is_shown_only_now_was_not_shown_then(
    cases: Indicator, city: District, parts: list[District]
) -> None:
    say(cases, dict(zip((city, *parts), (60, 3, 20, 37), strict=True)))
    decide([cases.pk])
    Indicator.objects.filter(pk=cases.pk).update(min_cases=3)
    decide([cases.pk], fresh=())
    assert shown(cases) == {city.name: 60, "Ampen": 3, "Bergede": 20, "Katrop": 37}
    assert shown(cases, at=LATER)["Ampen"] == PROTECTED


def test_raised_rule_counts_with_what_is_remembered(city: District) -> None:
    places = [DistrictFactory(name=name) for name in "ABCD"]
    indicator = guarded()
    say(indicator, dict(zip((city, *places), (65, 2, 6, 7, 50), strict=True)))
    decide([indicator.pk])
    assert shown(indicator) == {city.name: 65, "A": PROTECTED, "B": PROTECTED, "C": 7, "D": 50}
    Indicator.objects.filter(pk=indicator.pk).update(min_cases=8)
    decide([indicator.pk], fresh=())
    assert shown(indicator) == {
        city.name: 65,
        "A": PROTECTED,
        "B": PROTECTED,
        "C": PROTECTED,
        "D": 50,
    }


def test_note_of_a_result_without_value_tells_no_secret(
    cases: Indicator, city: District, parts: list[District]
) -> None:
    computed = guarded(min_cases=None, expression=f"{cases.code} / ({cases.code} - 3)")
    say(cases, dict(zip((city, *parts), (60, 3, 20, 37), strict=True)))
    follow_from_loading([cases.pk])
    assert shown(computed)["Ampen"] == PROTECTED
    assert [row.missing_note for row in value_history(computed.pk)] == ["", "", "", ""]
