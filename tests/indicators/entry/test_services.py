"""Rows 31 to 34 of the faults: nobody's value is lost, none is released by its author."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from accounts.models import Role, User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot, slot_rows
from indicators.entry.workflow import StepRefused
from indicators.enums import EventKind, MeasurementState
from indicators.models import Indicator, Measurement
from strategy.models import DataVersion
from tests.factories import MeasurementFactory, UserFactory

VALUE = Content(value=Decimal("1960.5"), source="Energiebericht 2025")
OTHER = replace(VALUE, value=Decimal("1955.0"))


def events(row: Measurement) -> list[tuple[str, int, str]]:
    return [
        (one.kind, one.version, one.by.username)
        for one in row.events.select_related("by")
        if one.by
    ]


def submitted(slot: Slot, by: User, content: Content = VALUE) -> Measurement:
    return services.save(slot=slot, content=content, seen=slot_rows(slot).seen, by=by, submit=True)


# Saving --------------------------------------------------------------------------


def test_draft_is_kept_with_author_and_event(slot: Slot, clerk: User) -> None:
    row = services.save(slot=slot, content=VALUE, seen=Seen(revision=0), by=clerk)
    row.refresh_from_db()
    assert (row.state, row.value, row.version) == ("draft", Decimal("1960.5"), 1)
    assert (row.entered_by, row.is_sample, row.revision) == (clerk, False, 1)
    assert events(row) == [("created", 1, clerk.username)]


def test_submission_is_one_version_with_two_events(slot: Slot, clerk: User) -> None:
    row = services.save(
        slot=slot,
        content=replace(VALUE, warning_reason="Zwei Gebäude verkauft."),
        seen=Seen(),
        by=clerk,
        submit=True,
        oddities=["37,9 % weniger als 2024: 1.234,5 t statt 1.987,2 t (2024)."],
    )
    assert (row.state, row.version, row.submitted_at is not None) == ("submitted", 1, True)
    assert [kind for kind, _, _ in events(row)] == ["created", "submitted"]
    note = row.events.get(kind=EventKind.SUBMITTED).note
    assert note.splitlines() == [
        "37,9 % weniger als 2024: 1.234,5 t statt 1.987,2 t (2024).",
        "Begründung: Zwei Gebäude verkauft.",
    ]


def test_every_change_raises_the_version(slot: Slot, clerk: User) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    row = services.save(slot=slot, content=OTHER, seen=Seen(1), by=clerk, submit=True)
    assert (row.version, row.value) == (2, Decimal("1955.0"))
    assert events(row) == [
        ("created", 1, clerk.username),
        ("edited", 2, clerk.username),
        ("submitted", 2, clerk.username),
    ]


def test_submitting_an_unchanged_draft_is_no_edit(slot: Slot, clerk: User) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    row = services.save(slot=slot, content=VALUE, seen=Seen(1), by=clerk, submit=True)
    assert [kind for kind, _, _ in events(row)] == ["created", "submitted"]


@pytest.mark.parametrize("submit", [False, True])
def test_same_input_twice_is_one_row(slot: Slot, clerk: User, submit: bool) -> None:
    for _ in range(2):
        row = services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=submit)
    assert Measurement.objects.filter(period=slot.period.first_day).count() == 1
    assert (row.version, row.events.count()) == (1, 2 if submit else 1)


def test_same_input_after_release_changes_nothing(
    slot: Slot, clerk: User, coordinator: User
) -> None:
    row = submitted(slot, clerk)
    services.release(row=row, version=1, by=coordinator)
    again = services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)
    assert again == row
    assert slot_rows(slot).open is None


def test_change_by_somebody_else_is_a_conflict(slot: Slot, clerk: User, coordinator: User) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    with pytest.raises(services.Conflict):
        services.save(slot=slot, content=OTHER, seen=Seen(), by=clerk)
    row = Measurement.objects.get(period=slot.period.first_day)
    assert (row.value, row.version, row.entered_by) == (VALUE.value, 1, coordinator)
    assert row.events.count() == 1


@pytest.mark.parametrize("begun", [False, True])
def test_bounds_narrowed_in_this_moment_are_a_conflict(
    slot: Slot, clerk: User, begun: bool
) -> None:
    """After the form has found the value possible."""
    if begun:
        services.save(slot=slot, content=OTHER, seen=Seen(), by=clerk)
    Indicator.objects.filter(pk=slot.indicator.pk).update(upper_bound=100)
    with pytest.raises(services.Conflict):
        services.save(slot=slot, content=VALUE, seen=Seen(int(begun)), by=clerk, submit=True)
    found = slot_rows(slot).open
    assert (found.value if found else None) == (OTHER.value if begun else None)


def test_older_version_is_a_conflict(slot: Slot, clerk: User, coordinator: User) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    services.save(slot=slot, content=OTHER, seen=Seen(1), by=coordinator)
    with pytest.raises(services.Conflict):
        services.save(slot=slot, content=VALUE, seen=Seen(1), by=clerk)


def test_release_since_then_is_a_conflict(
    slot: Slot, clerk: User, coordinator: User, other_clerk: User
) -> None:
    """The open row is gone again, as when the form was opened; the revision tells."""
    services.release(row=submitted(slot, clerk), version=1, by=coordinator)
    with pytest.raises(services.Conflict):
        services.save(slot=slot, content=OTHER, seen=Seen(), by=other_clerk)


def test_submitted_value_is_not_edited(slot: Slot, clerk: User) -> None:
    row = submitted(slot, clerk)
    with pytest.raises(StepRefused):
        services.save(slot=slot, content=OTHER, seen=Seen(row.version), by=clerk)


def test_impossible_value_is_refused_by_the_database(slot: Slot, clerk: User) -> None:
    with pytest.raises(services.Conflict):
        services.save(slot=slot, content=Content(value=Decimal(-1)), seen=Seen(), by=clerk)
    assert slot_rows(slot).open is None


def test_input_that_lost_the_race_is_a_conflict(
    slot: Slot, clerk: User, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody inserts between our look and our write: the unique constraint decides."""
    empty = slot_rows(slot)
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    looks = iter([empty, slot_rows(slot)])
    monkeypatch.setattr(services, "slot_rows", lambda slot, lock: next(looks))
    with pytest.raises(services.Conflict):
        services.save(slot=slot, content=OTHER, seen=Seen(), by=clerk)
    assert Measurement.objects.open().get().value == VALUE.value


def test_same_input_that_lost_the_race_to_itself_is_one_row(
    slot: Slot, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = slot_rows(slot)
    row = services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    looks = iter([empty, slot_rows(slot)])
    monkeypatch.setattr(services, "slot_rows", lambda slot, lock: next(looks))
    assert services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk) == row


def test_draft_is_discarded_but_its_history_stays(slot: Slot, clerk: User) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    row = services.discard(slot=slot, seen=Seen(1), by=clerk)
    assert (row.state, row.value, Content.of(row).is_blank) == ("draft", None, True)
    assert [kind for kind, _, _ in events(row)] == ["created", "edited"]


def test_submitted_value_is_not_discarded(slot: Slot, clerk: User) -> None:
    submitted(slot, clerk)
    with pytest.raises(StepRefused):
        services.discard(slot=slot, seen=Seen(1), by=clerk)


# Withdrawing ---------------------------------------------------------------------


def test_author_withdraws(slot: Slot, clerk: User) -> None:
    submitted(slot, clerk)
    row = services.withdraw(slot=slot, seen=Seen(1), by=clerk)
    assert (row.state, row.version, row.submitted_at) == ("draft", 2, None)
    assert events(row)[-1] == ("withdrawn", 2, clerk.username)


def test_nobody_else_withdraws(
    slot: Slot, clerk: User, coordinator: User, caplog: pytest.LogCaptureFixture
) -> None:
    row = submitted(slot, clerk)
    with pytest.raises(PermissionDenied):
        services.withdraw(slot=slot, seen=Seen(1), by=coordinator)
    row.refresh_from_db()
    assert row.state == MeasurementState.SUBMITTED
    assert f"user {coordinator.pk} refused" in caplog.text


def test_draft_is_not_withdrawn(slot: Slot, clerk: User) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    with pytest.raises(StepRefused):
        services.withdraw(slot=slot, seen=Seen(1), by=clerk)


# Returning -----------------------------------------------------------------------


def test_value_is_returned_with_a_comment(slot: Slot, clerk: User, coordinator: User) -> None:
    row = submitted(slot, clerk)
    row = services.send_back(row=row, version=1, comment="Welche Quelle?", by=coordinator)
    assert (row.state, row.version, row.return_comment) == ("returned", 2, "Welche Quelle?")
    assert row.events.get(kind=EventKind.RETURNED).note == "Welche Quelle?"


def test_returning_twice_is_one_return(slot: Slot, clerk: User, coordinator: User) -> None:
    row = submitted(slot, clerk)
    for _ in range(2):
        services.send_back(row=row, version=1, comment="Welche Quelle?", by=coordinator)
    assert row.events.filter(kind=EventKind.RETURNED).count() == 1


def test_returned_value_stays_returned_until_it_is_submitted(
    slot: Slot, clerk: User, coordinator: User
) -> None:
    services.send_back(row=submitted(slot, clerk), version=1, comment="Quelle?", by=coordinator)
    row = services.save(slot=slot, content=OTHER, seen=Seen(2), by=clerk)
    assert (row.state, row.return_comment) == ("returned", "Quelle?")
    row = services.save(slot=slot, content=OTHER, seen=Seen(3), by=clerk, submit=True)
    assert row.state == "submitted"


# Releasing -----------------------------------------------------------------------


def test_release_puts_a_value_in_force(slot: Slot, clerk: User, coordinator: User) -> None:
    row = services.release(row=submitted(slot, clerk), version=1, by=coordinator)
    assert slot_rows(slot).current == row
    assert (row.state, row.released_by, row.revision) == ("released", coordinator, 1)
    assert events(row)[-1] == ("released", 1, coordinator.username)


def test_release_changes_the_data_version(slot: Slot, clerk: User, coordinator: User) -> None:
    row = submitted(slot, clerk)
    before = DataVersion.objects.get().number
    services.release(row=row, version=1, by=coordinator)
    assert DataVersion.objects.get().number > before


def test_correction_supersedes_in_the_same_moment(
    released_slot: Slot, clerk: User, coordinator: User
) -> None:
    former = slot_rows(released_slot).current
    assert former is not None
    content = replace(VALUE, warning_reason="Nachmeldung")
    row = services.release(row=submitted(released_slot, clerk, content), version=1, by=coordinator)
    former.refresh_from_db()
    assert (row.revision, former.revision) == (2, 1)
    assert former.superseded_at == row.released_at
    assert former.value == Decimal("1987.2")
    assert [(one.kind, one.note) for one in former.events.all()] == [("superseded", "Nachmeldung")]
    assert row.released_at is not None
    then = Measurement.objects.as_of(row.released_at)
    assert then.get(period=released_slot.period.first_day) == row


def test_release_binds_to_the_version_seen(slot: Slot, clerk: User, coordinator: User) -> None:
    """Row 32: the value was changed while coordination looked at it; it stays submitted."""
    row = submitted(slot, clerk)
    services.withdraw(slot=slot, seen=Seen(1), by=clerk)
    services.save(slot=slot, content=OTHER, seen=Seen(2), by=clerk, submit=True)
    with pytest.raises(services.Conflict):
        services.release(row=row, version=1, by=coordinator)
    row.refresh_from_db()
    assert row.state == "submitted"


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_only_a_submitted_value_is_released(
    slot: Slot, clerk: User, coordinator: User, state: str
) -> None:
    row = MeasurementFactory(
        indicator=slot.indicator,
        district=slot.district,
        period=slot.period.first_day,
        entered_by=clerk,
        **{state: True},
    )
    with pytest.raises(StepRefused):
        services.release(row=row, version=1, by=coordinator)


def test_releasing_twice_is_one_release(slot: Slot, clerk: User, coordinator: User) -> None:
    row = submitted(slot, clerk)
    first = services.release(row=row, version=1, by=coordinator)
    assert services.release(row=row, version=1, by=coordinator) == first
    assert row.events.filter(kind=EventKind.RELEASED).count() == 1


def test_released_by_somebody_else_meanwhile_is_a_conflict(
    slot: Slot, clerk: User, coordinator: User, second_coordinator: User
) -> None:
    row = submitted(slot, clerk)
    services.release(row=row, version=1, by=coordinator)
    with pytest.raises(services.Conflict):
        services.release(row=row, version=1, by=second_coordinator)


def test_author_does_not_release(
    slot: Slot, coordinator: User, caplog: pytest.LogCaptureFixture
) -> None:
    row = submitted(slot, coordinator)
    with pytest.raises(services.FourEyes):
        services.release(row=row, version=1, by=coordinator)
    assert f"release of measurement {row.pk} by user {coordinator.pk} refused" in caplog.text
    row.refresh_from_db()
    assert row.state == "submitted"


def test_writer_of_an_earlier_version_does_not_release(
    slot: Slot, clerk: User, coordinator: User
) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    row = services.save(slot=slot, content=OTHER, seen=Seen(1), by=clerk, submit=True)
    assert row.entered_by == clerk
    with pytest.raises(services.FourEyes):
        services.release(row=row, version=2, by=coordinator)


def test_author_with_a_new_role_does_not_release(slot: Slot, clerk: User) -> None:
    """Row 33: being promoted to coordination does not make another person of the author."""
    row = submitted(slot, clerk)
    clerk.role = Role.COORDINATION
    clerk.save()
    with pytest.raises(services.FourEyes):
        services.release(row=row, version=1, by=clerk)


@pytest.mark.parametrize("role", [Role.ENTRY, Role.COUNCIL, Role.ADMINISTRATION])
def test_only_coordination_decides(slot: Slot, clerk: User, role: Role) -> None:
    row = submitted(slot, clerk)
    person = UserFactory(role=role)
    with pytest.raises(PermissionDenied):
        services.release(row=row, version=1, by=person)
    with pytest.raises(PermissionDenied):
        services.send_back(row=row, version=1, comment="Nein", by=person)


def test_disabled_coordination_decides_nothing(slot: Slot, clerk: User, coordinator: User) -> None:
    row = submitted(slot, clerk)
    coordinator.is_active = False
    with pytest.raises(PermissionDenied):
        services.release(row=row, version=1, by=coordinator)


def test_four_eyes_hold_in_the_database(slot: Slot, coordinator: User) -> None:
    row = submitted(slot, coordinator)
    with pytest.raises(IntegrityError):
        Measurement.objects.filter(pk=row.pk).update(
            state="released", released_by=coordinator, released_at=row.entered_at
        )


def test_bounds_changed_meanwhile_let_a_value_go_back_but_not_out(
    slot: Slot, clerk: User, coordinator: User
) -> None:
    row = submitted(slot, clerk)
    Indicator.objects.filter(pk=slot.indicator.pk).update(upper_bound=100)
    with pytest.raises(services.OutsideBounds):
        services.release(row=row, version=1, by=coordinator)
    row.refresh_from_db()
    assert (row.state, row.version, row.events.count()) == ("submitted", 1, 2)
    services.withdraw(slot=slot, seen=Seen(1), by=clerk)
    row.refresh_from_db()
    assert (row.state, row.version) == ("draft", 2)


def test_clock_set_back_keeps_the_order_of_releases(
    released_slot: Slot, clerk: User, coordinator: User
) -> None:
    """Row 42."""
    former = slot_rows(released_slot).current
    assert former is not None
    assert former.released_at is not None
    row = submitted(released_slot, clerk, replace(VALUE, warning_reason="Nachmeldung"))
    with time_machine.travel(former.released_at - timedelta(days=1)):
        services.release(row=row, version=1, by=coordinator)
    row.refresh_from_db()
    assert row.released_at == former.released_at


# Sample data ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sample_indicator", "sample_person", "marked"),
    [(False, False, False), (True, False, True), (False, True, True), (True, True, True)],
)
def test_sample_mark(
    slot: Slot, clerk: User, sample_indicator: bool, sample_person: bool, marked: bool
) -> None:
    Indicator.objects.filter(pk=slot.indicator.pk).update(is_sample=sample_indicator)
    slot.indicator.refresh_from_db()
    clerk.is_sample = sample_person
    assert services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk).is_sample == marked


def test_sample_account_does_not_supersede_a_real_value(released_slot: Slot, clerk: User) -> None:
    clerk.is_sample = True
    with pytest.raises(services.SampleMixed):
        services.save(slot=released_slot, content=VALUE, seen=Seen(0, 1), by=clerk)


def test_sample_account_does_not_release_a_real_value(
    slot: Slot, clerk: User, coordinator: User
) -> None:
    row = submitted(slot, clerk)
    coordinator.is_sample = True
    with pytest.raises(services.SampleMixed):
        services.release(row=row, version=1, by=coordinator)


def test_real_person_leaves_a_sample_value_alone(
    slot: Slot, clerk: User, coordinator: User
) -> None:
    clerk.is_sample = True
    row = submitted(slot, clerk)
    with pytest.raises(services.SampleMixed):
        services.release(row=row, version=1, by=coordinator)


def test_real_person_corrects_a_released_sample_value(
    slot: Slot, clerk: User, coordinator: User, second_coordinator: User
) -> None:
    """Taking the sample data away afterwards leaves the real value in force."""
    clerk.is_sample = coordinator.is_sample = True
    services.release(row=submitted(slot, clerk), version=1, by=coordinator)
    clerk.is_sample = False
    row = submitted(slot, clerk, OTHER)
    services.release(row=row, version=1, by=second_coordinator)
    Measurement.objects.filter(is_sample=True).delete()
    current = slot_rows(slot).current
    assert current == row
    assert current is not None
    assert current.is_sample is False
