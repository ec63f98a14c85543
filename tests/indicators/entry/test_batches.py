"""Many values at once: what each line would do, all or nothing, and the same thing only once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from indicators.entry import batches
from indicators.entry.batches import (
    Batch,
    BatchConflict,
    BatchRefused,
    Kind,
    Line,
    read_batch,
    write_batch,
)
from indicators.entry.checks import Problem
from indicators.entry.plausibility import Oddity
from indicators.entry.services import Conflict
from indicators.entry.slots import Seen, Sender, Slot
from indicators.enums import DistrictRelation, Frequency, ImportKind, MissingReason
from indicators.models import ImportedFile, Indicator, Measurement, MeasurementEvent
from indicators.named_periods import Period
from strategy.models import District
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    UserFactory,
    released_series,
)

SENDER = Sender("Erna Extern", "Stadtwerke Soest")
GOOD = {"value": Decimal("1960.5"), "source": "Energiebericht"}


def line(slot: Slot, said: Mapping[str, object] | None = None) -> Line:
    return Line(slot, GOOD if said is None else said)


def kinds(batch: Batch) -> list[str]:
    return [one.kind.value for one in batch.changes]


def texts(batch: Batch) -> list[str]:
    return [problem.text for one in batch.changes for problem in one.problems]


def at(slot: Slot, period: str) -> Slot:
    return Slot(slot.indicator, slot.district, Period.parse(period))


def write(lines: list[Line], by: User | Sender, *, submit: bool) -> Batch:
    """Read and write at once, as somebody does whom nobody disturbs."""
    seen = read_batch(lines, by=by, submit=submit).seen
    return write_batch(lines, seen=seen, by=by, submit=submit)


# What a line would do ------------------------------------------------------------------


def test_value_of_an_empty_slot_is_new(slot: Slot, clerk: User) -> None:
    batch = read_batch([line(slot)], by=clerk, submit=True)
    (change,) = batch.changes
    assert (change.kind, change.kind.label) == (Kind.NEW, "neu")
    assert (change.before, change.after) == ("", "1.960,5\N{NO-BREAK SPACE}t")
    assert (change.is_written, change.corrects, change.oddities) == (True, False, ())
    assert batch.is_writable
    assert batch.seen == {(slot.indicator.pk, slot.district.pk, date(2025, 1, 1)): Seen(0, 0)}


def test_other_value_of_a_draft_is_changed(slot: Slot, clerk: User) -> None:
    write([line(slot)], clerk, submit=False)
    batch = read_batch([line(slot, {"value": Decimal(1950)})], by=clerk, submit=False)
    (change,) = batch.changes
    assert change.kind == Kind.CHANGED
    assert (change.before, change.after) == (
        "1.960,5\N{NO-BREAK SPACE}t",
        "1.950,0\N{NO-BREAK SPACE}t",
    )
    assert change.content.source == "Energiebericht"  # what the line does not speak about stays
    assert batch.seen[change.line.key] == Seen(1, 0)


def test_other_value_of_a_released_slot_is_a_correction(released_slot: Slot, clerk: User) -> None:
    said = {"value": Decimal("1990.1"), "warning_reason": "Zählerstand nachgereicht"}
    (change,) = read_batch([line(released_slot, said)], by=clerk, submit=True).changes
    assert (change.kind, change.corrects) == (Kind.CHANGED, True)
    assert change.before == "1.987,2\N{NO-BREAK SPACE}t"
    assert change.rows.seen == Seen(0, 1)


@pytest.mark.parametrize("submit", [True, False])
def test_what_is_released_already_is_unchanged(
    released_slot: Slot, clerk: User, submit: bool
) -> None:
    lines = [line(released_slot, {"value": Decimal("1987.20")})]
    batch = read_batch(lines, by=clerk, submit=submit)
    assert kinds(batch) == ["unchanged"]
    assert not batch.is_writable
    assert batch.changes[0].oddities == ()


def test_draft_that_stays_is_unchanged_until_it_is_handed_in(slot: Slot, clerk: User) -> None:
    write([line(slot)], clerk, submit=False)
    assert kinds(read_batch([line(slot)], by=clerk, submit=False)) == ["unchanged"]
    assert kinds(read_batch([line(slot)], by=clerk, submit=True)) == ["changed"]


@pytest.mark.parametrize("said", [{}, {"value": None}, {"source": "Energiebericht"}])
def test_line_that_says_nothing_about_an_empty_slot_is_unchanged(
    slot: Slot, clerk: User, said: dict[str, object]
) -> None:
    assert kinds(read_batch([line(slot, said)], by=clerk, submit=True)) == ["unchanged"]


def test_emptied_draft_counts_as_no_value(slot: Slot, clerk: User) -> None:
    write([line(slot)], clerk, submit=False)
    write([line(slot, {"value": None})], clerk, submit=False)
    assert Measurement.objects.get(state="draft").value is None
    assert kinds(read_batch([line(slot)], by=clerk, submit=False)) == ["new"]


def test_value_takes_the_place_of_a_reason_and_back(slot: Slot, clerk: User) -> None:
    missing = {"missing_reason": MissingReason.OTHER, "missing_note": "Zähler defekt"}
    (change,) = write([line(slot, missing)], clerk, submit=False).changes
    assert (change.content.value, change.after) == (None, "kein Wert: anderer Grund")
    (change,) = write([line(slot)], clerk, submit=False).changes
    assert (change.content.missing_reason, change.content.missing_note) == ("", "")
    (change,) = write([line(slot, missing)], clerk, submit=True).changes
    row = Measurement.objects.get(state="submitted")
    assert (row.value, row.missing_reason, row.missing_note) == (None, "other", "Zähler defekt")


def test_empty_batch_writes_nothing(clerk: User, city: District) -> None:
    batch = read_batch([], by=clerk, submit=True)
    assert (batch.changes, batch.is_writable, batch.seen) == ((), False, {})


# What is refused -----------------------------------------------------------------------


def refused(batch: Batch) -> tuple[str, str]:
    """Field and sentence of the one problem of the one line."""
    (change,) = batch.changes
    (problem,) = change.problems
    assert change.kind == Kind.REFUSED
    assert not batch.is_writable
    return problem.field, problem.text


def test_what_reading_the_line_found_refuses_it(slot: Slot, clerk: User) -> None:
    bad = Line(slot, {}, problems=(Problem("value", "Es fehlt eine Zahl."),))
    assert refused(read_batch([bad], by=clerk, submit=False)) == ("value", "Es fehlt eine Zahl.")


def test_unreadable_value_is_no_point_of_comparison(slot: Slot, clerk: User) -> None:
    before = Line(at(slot, "2024"), {"value": Decimal(1)}, problems=(Problem("value", "unlesbar"),))
    _, change = read_batch([before, line(slot)], by=clerk, submit=True).changes
    assert change.oddities == ()


def test_impossible_value_is_no_point_of_comparison(slot: Slot, clerk: User) -> None:
    """A slip in one cell raises no question at its neighbour."""
    before = line(at(slot, "2024"), {"value": Decimal(-19)})
    wrong, right = read_batch([before, line(slot)], by=clerk, submit=True).changes
    assert (wrong.kind, right.kind, right.oddities) == (Kind.REFUSED, Kind.NEW, ())


@pytest.mark.parametrize("submit", [True, False])
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("-5", "nicht möglich"),
        ("1960.55", "Runden Sie 1.960,55 bitte selbst."),
        ("1000000000000", "Die Zahl ist zu groß"),
    ],
)
def test_impossible_value_is_refused(
    slot: Slot, clerk: User, value: str, said: str, submit: bool
) -> None:
    """Row 9."""
    batch = read_batch([line(slot, GOOD | {"value": Decimal(value)})], by=clerk, submit=submit)
    field, text = refused(batch)
    assert field == "value"
    assert said in text


def test_period_of_another_frequency_is_refused(slot: Slot, clerk: User) -> None:
    """Row 9."""
    _, text = refused(read_batch([line(at(slot, "2025-q1"))], by=clerk, submit=False))
    assert text == "Der Zeitraum passt nicht: Diese Kennzahl wird jährlich erhoben."


def test_period_that_has_not_begun_is_refused(slot: Slot, clerk: User) -> None:
    """Row 9."""
    _, text = refused(read_batch([line(at(slot, "2027"))], by=clerk, submit=False))
    assert text == "Der Zeitraum 2027 hat noch nicht begonnen."


def test_part_of_the_city_is_refused_where_there_are_none(slot: Slot, clerk: User) -> None:
    part = Slot(slot.indicator, DistrictFactory(), slot.period)
    _, text = refused(read_batch([line(part)], by=clerk, submit=False))
    assert text == "Diese Kennzahl wird nur für die Gesamtstadt geführt."


def test_slot_named_twice_is_refused_twice(slot: Slot, clerk: User) -> None:
    batch = read_batch([line(slot), line(slot)], by=clerk, submit=False)
    assert kinds(batch) == ["refused", "refused"]
    assert texts(batch) == ["Dieser Zeitraum steht mehrmals in der Eingabe."] * 2


@pytest.mark.parametrize("value", ["1960.5", "7"])
def test_submitted_value_is_withdrawn_first(slot: Slot, clerk: User, value: str) -> None:
    write([line(slot)], clerk, submit=True)
    batch = read_batch([line(slot, {"value": Decimal(value)})], by=clerk, submit=False)
    if value == "1960.5":
        assert kinds(batch) == ["unchanged"]
    else:
        assert refused(batch)[1].startswith("Hier ist schon ein Wert eingereicht.")


@pytest.mark.parametrize("submit", [True, False])
def test_released_value_is_not_emptied(released_slot: Slot, clerk: User, submit: bool) -> None:
    batch = read_batch([line(released_slot, {"value": None})], by=clerk, submit=submit)
    field, text = refused(batch)
    assert field == "value"
    assert text.startswith("Hier gilt ein freigegebener Wert; er lässt sich nicht leeren.")


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"value": Decimal(1960)}, ["source"]),
        ({"missing_reason": MissingReason.OTHER}, ["missing_note"]),
        ({"comment": "kommt noch"}, ["value", "source"]),
        ({"value": Decimal(19872)}, ["source", "warning_reason"]),
    ],
)
def test_gaps_prevent_handing_in_but_no_draft(
    slot: Slot, clerk: User, said: dict[str, object], fields: list[str]
) -> None:
    batch = read_batch([line(slot, said)], by=clerk, submit=True)
    (change,) = batch.changes
    assert [problem.field for problem in change.problems] == fields
    assert not batch.is_writable
    assert read_batch([line(slot, said)], by=clerk, submit=False).is_writable


def test_odd_value_wants_a_reason_to_be_handed_in(slot: Slot, clerk: User) -> None:
    """Row 10."""
    odd = GOOD | {"value": Decimal(19605)}
    batch = read_batch([line(slot, odd)], by=clerk, submit=True)
    assert refused(batch)[0] == "warning_reason"
    assert batch.changes[0].wants_reason
    assert [one.code for one in batch.changes[0].oddities] == ["jump"]
    assert read_batch([line(slot, odd)], by=clerk, submit=False).is_writable
    reasoned = [line(slot, odd | {"warning_reason": "neue Heizwerke"})]
    write(reasoned, clerk, submit=True)
    event = MeasurementEvent.objects.get(kind="submitted")
    assert "Begründung: neue Heizwerke" in event.note
    assert "19.605,0\N{NO-BREAK SPACE}t statt" in event.note


def test_correction_wants_a_reason_to_be_handed_in(released_slot: Slot, clerk: User) -> None:
    said = {"value": Decimal("1990.1")}
    batch = read_batch([line(released_slot, said)], by=clerk, submit=True)
    assert refused(batch) == ("warning_reason", "Bitte nennen Sie den Grund der Korrektur.")
    reasoned = said | {"warning_reason": "Zählerstand nachgereicht"}
    write([line(released_slot, reasoned)], clerk, submit=True)
    open_row = Measurement.objects.open().get()
    assert (open_row.state, open_row.warning_reason) == ("submitted", "Zählerstand nachgereicht")
    assert Measurement.objects.current().get(period=date(2024, 1, 1)).value == Decimal("1987.2")


def test_reason_without_an_oddity_is_not_kept(slot: Slot, clerk: User) -> None:
    write([line(slot, GOOD | {"warning_reason": "für alle Fälle"})], clerk, submit=True)
    assert Measurement.objects.open().get().warning_reason == ""


# Comparison ----------------------------------------------------------------------------


def test_lines_are_compared_with_each_other(slot: Slot, clerk: User) -> None:
    """A level that is new from 2024 on is odd once, not in every year after it."""
    lines = [
        line(at(slot, "2024"), {"value": Decimal(19900), "warning_reason": "neue Abgrenzung"}),
        line(slot, GOOD | {"value": Decimal(19700)}),
    ]
    first, second = read_batch(lines, by=clerk, submit=True).changes
    assert [len(one.oddities) for one in (first, second)] == [1, 0]
    (alone,) = read_batch(lines[1:], by=clerk, submit=True).changes
    assert alone.oddities


def test_lines_of_another_place_are_not_compared(slot: Slot, clerk: User) -> None:
    slot.indicator.district_relation = DistrictRelation.INDEPENDENT
    slot.indicator.save()
    village = DistrictFactory()
    lines = [
        line(Slot(slot.indicator, village, Period.parse("2024")), GOOD | {"value": Decimal(3)}),
        line(slot),
        line(Slot(slot.indicator, village, slot.period), GOOD | {"value": Decimal(40)}),
    ]
    batch = read_batch(lines, by=clerk, submit=True)
    assert [len(one.oddities) for one in batch.changes] == [0, 0, 1]


def test_what_the_caller_finds_odd_wants_a_reason_too(
    slot: Slot, released_slot: Slot, clerk: User
) -> None:
    odd = Oddity("parts", "anders als die Summe", "Die Teile ergeben 3 t.")
    batch = read_batch([Line(slot, GOOD, oddities=(odd,))], by=clerk, submit=True)
    assert refused(batch)[0] == "warning_reason"
    reasoned = Line(slot, GOOD | {"warning_reason": "neue Abgrenzung"}, oddities=(odd,))
    # A number that has been released is not asked about again.
    same = Line(released_slot, {"value": Decimal("1987.2"), "comment": "neu"}, oddities=(odd,))
    assert read_batch([same], by=clerk, submit=False).changes[0].oddities == ()
    write([reasoned], clerk, submit=True)
    assert "Die Teile ergeben 3 t." in MeasurementEvent.objects.get(kind="submitted").note


# Writing -------------------------------------------------------------------------------


def test_drafts_are_written_with_their_history(slot: Slot, clerk: User) -> None:
    write([line(slot)], clerk, submit=False)
    row = Measurement.objects.open().get()
    assert (row.state, row.version, row.value) == ("draft", 1, Decimal("1960.5"))
    assert (row.entered_by, row.source, row.origin) == (clerk, "Energiebericht", "entry")
    assert (row.entered_at.date(), row.submitted_at) == (date(2026, 3, 12), None)
    (event,) = row.events.all()
    assert (event.kind, event.by, event.version) == ("created", clerk, 1)


def test_handing_in_leaves_two_events(slot: Slot, clerk: User) -> None:
    write([line(slot)], clerk, submit=True)
    row = Measurement.objects.open().get()
    assert (row.state, row.submitted_at) == ("submitted", row.entered_at)
    assert list(row.events.order_by("pk").values_list("kind", flat=True)) == [
        "created",
        "submitted",
    ]


def test_returned_value_is_handed_in_again(slot: Slot, clerk: User) -> None:
    row = MeasurementFactory(
        indicator=slot.indicator,
        district=slot.district,
        period=date(2025, 1, 1),
        returned=True,
        entered_by=clerk,
        version=4,
    )
    write([line(slot)], clerk, submit=True)
    row.refresh_from_db()
    assert (row.state, row.version, row.value) == ("submitted", 5, Decimal("1960.5"))
    assert [event.kind for event in row.events.order_by("pk")] == ["edited", "submitted"]


def test_same_batch_twice_changes_nothing_the_second_time(
    slot: Slot, released_slot: Slot, clerk: User
) -> None:
    """Row 34."""
    lines = [
        line(slot, GOOD | {"value": Decimal(19605), "warning_reason": "neue Heizwerke"}),
        line(released_slot, {"value": Decimal(1990), "warning_reason": "Zähler getauscht"}),
    ]
    seen = read_batch(lines, by=clerk, submit=True).seen
    for expected in (["new", "changed"], ["unchanged", "unchanged"]):
        assert kinds(write_batch(lines, seen=seen, by=clerk, submit=True)) == expected
    assert Measurement.objects.open().count() == 2
    assert MeasurementEvent.objects.count() == 4


def test_one_refused_line_stops_all(slot: Slot, released_slot: Slot, clerk: User) -> None:
    lines = [line(slot), line(released_slot, {"value": Decimal(-1)})]
    with pytest.raises(BatchRefused) as caught:
        write(lines, clerk, submit=False)
    assert kinds(caught.value.batch) == ["new", "refused"]
    assert not Measurement.objects.open().exists()


def test_change_by_somebody_else_is_a_conflict(
    slot: Slot, released_slot: Slot, clerk: User
) -> None:
    """Row 31."""
    mine = [line(slot), line(released_slot, {"value": Decimal(1990)})]
    seen = read_batch(mine, by=clerk, submit=False).seen
    write([line(slot, {"value": Decimal(1)})], UserFactory(entry=True), submit=False)
    with pytest.raises(BatchConflict) as caught:
        write_batch(mine, seen=seen, by=clerk, submit=False)
    assert caught.value.keys == {mine[0].key}
    assert caught.value.batch.changes[0].before == "1,0\N{NO-BREAK SPACE}t"
    row = Measurement.objects.open().get()
    assert (row.value, row.version) == (Decimal(1), 1)


def test_value_handed_in_by_somebody_else_meanwhile_is_a_conflict(slot: Slot, clerk: User) -> None:
    """Row 31: it is locked now, but the person has to see what was handed in."""
    mine = [line(slot)]
    seen = read_batch(mine, by=clerk, submit=True).seen
    write([line(slot, GOOD | {"value": Decimal(1950)})], UserFactory(entry=True), submit=True)
    with pytest.raises(BatchConflict) as caught:
        write_batch(mine, seen=seen, by=clerk, submit=True)
    assert caught.value.batch.changes[0].before == "1.950,0\N{NO-BREAK SPACE}t"


def test_same_change_by_somebody_else_is_no_conflict(slot: Slot, clerk: User) -> None:
    mine = [line(slot)]
    seen = read_batch(mine, by=clerk, submit=False).seen
    write(mine, UserFactory(entry=True), submit=False)
    assert kinds(write_batch(mine, seen=seen, by=clerk, submit=False)) == ["unchanged"]


def test_slot_that_was_not_seen_is_a_conflict_if_something_stands_there(
    slot: Slot, clerk: User
) -> None:
    write([line(slot)], clerk, submit=False)
    with pytest.raises(BatchConflict):
        write_batch([line(slot, {"value": Decimal(1)})], seen={}, by=clerk, submit=False)


def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the rows as if another transaction had committed right after."""
    monkeypatch.setattr(batches, "rows_of", lambda lines, *, lock: {})


def test_slot_begun_in_this_very_moment_is_a_conflict(
    slot: Slot, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 31: nobody can lock a row that is not there yet; the unique constraint holds it."""
    write([line(slot, {"value": Decimal(1)})], clerk, submit=False)
    lines = [line(slot), line(at(slot, "2026"))]
    blind(monkeypatch)
    with pytest.raises(Conflict):
        write_batch(lines, seen={}, by=clerk, submit=False)
    row = Measurement.objects.open().get()
    assert (row.value, row.events.count()) == (Decimal(1), 1)


def test_bounds_narrowed_in_this_very_moment_are_a_conflict(slot: Slot, clerk: User) -> None:
    """The indicator at hand is older than the one in the database, whose trigger refuses."""
    Indicator.objects.filter(pk=slot.indicator.pk).update(upper_bound=1000)
    with pytest.raises(Conflict):
        write_batch([line(slot)], seen={}, by=clerk, submit=False)
    assert not Measurement.objects.open().exists()


def test_fault_of_the_program_is_no_conflict(slot: Slot, clerk: User) -> None:
    """A row the database refuses for another reason is not blamed on somebody else."""
    lines = [line(slot, {"missing_reason": "erfunden"})]
    with pytest.raises(IntegrityError):
        write_batch(lines, seen={}, by=clerk, submit=False)


def test_file_is_kept_as_evidence_of_each_event(slot: Slot, clerk: User) -> None:
    file = ImportedFile.objects.create(
        kind=ImportKind.VALUES,
        file="importe/werte.csv",
        name="werte.csv",
        size=12,
        sha256="0" * 64,
        uploaded_by=clerk,
        uploaded_at=datetime(2026, 3, 12, 8, tzinfo=UTC),
    )
    lines = [line(slot)]
    write_batch(lines, seen={}, by=clerk, submit=True, file=file)
    assert {event.file for event in MeasurementEvent.objects.all()} == {file}


# People without an account -------------------------------------------------------------


def test_sender_leaves_a_draft_with_name_and_office(slot: Slot) -> None:
    write([line(slot)], SENDER, submit=False)
    row = Measurement.objects.open().get()
    assert (row.entered_by, row.sender_name, row.sender_office) == (
        None,
        "Erna Extern",
        "Stadtwerke Soest",
    )
    event = row.events.get()
    assert (event.by, event.author) == (None, "Erna Extern, Stadtwerke Soest (ohne Konto)")


def test_sender_hands_nothing_in(slot: Slot) -> None:
    with pytest.raises(ValueError, match="drafts"):
        write_batch([line(slot)], seen={}, by=SENDER, submit=True)
    assert not Measurement.objects.open().exists()


def test_sender_stays_named_when_the_clerk_hands_in_what_was_sent(slot: Slot, clerk: User) -> None:
    write([line(slot)], SENDER, submit=False)
    write([line(slot, {"comment": "geprüft"})], clerk, submit=True)
    row = Measurement.objects.open().get()
    assert (row.entered_by, row.sender_name, row.state) == (clerk, "Erna Extern", "submitted")


def test_sender_is_not_named_for_a_value_the_clerk_changed(slot: Slot, clerk: User) -> None:
    write([line(slot)], SENDER, submit=False)
    write([line(slot, {"value": Decimal(1950)})], clerk, submit=True)
    assert Measurement.objects.open().get().sender_name == ""


# Sample data ---------------------------------------------------------------------------

MIXED = "Beispieldaten und echte Daten bleiben getrennt: Hier kann dieses Konto nicht eingeben."


def test_sample_account_marks_what_it_writes(slot: Slot) -> None:
    person = UserFactory(entry=True, is_sample=True)
    write([line(slot)], person, submit=False)
    assert Measurement.objects.open().get().is_sample


def test_sample_account_meets_no_real_draft(slot: Slot, clerk: User) -> None:
    write([line(slot)], clerk, submit=False)
    person = UserFactory(entry=True, is_sample=True)
    batch = read_batch([line(slot, {"value": Decimal(1)})], by=person, submit=False)
    assert refused(batch) == ("", MIXED)


@pytest.mark.parametrize("is_sample", [True, False])
def test_only_a_real_person_corrects_a_real_value(released_slot: Slot, is_sample: bool) -> None:
    sender = Sender("Erna Extern", "", is_sample=is_sample)
    batch = read_batch([line(released_slot, {"value": Decimal(1)})], by=sender, submit=False)
    assert batch.is_writable is not is_sample
    assert texts(batch) == ([MIXED] if is_sample else [])


# Queries -------------------------------------------------------------------------------


def many_lines(indicators: int, years: int, city: District) -> list[Line]:
    """A line for each; every third has a draft, every third a released value."""
    lines = []
    for _ in range(indicators):
        indicator = IndicatorFactory(frequency=Frequency.YEAR)
        released_series(indicator, dict.fromkeys(range(2010, 2026, 3), 5))
        for year in range(2026 - years, 2026):
            slot = Slot(indicator, city, Period.parse(str(year)))
            if year % 3 == 1:
                MeasurementFactory(indicator=indicator, district=city, period=date(year, 1, 1))
            lines.append(line(slot, {"value": Decimal(6)}))
    return lines


@pytest.mark.parametrize(("indicators", "years"), [(1, 3), (6, 12)])
def test_reading_takes_two_queries(
    indicators: int,
    years: int,
    city: District,
    clerk: User,
) -> None:
    lines = many_lines(indicators, years, city)
    with CaptureQueriesContext(connection) as asked:
        read_batch(lines, by=clerk, submit=True)
    assert len(asked) == 2


def test_writing_takes_the_same_queries_for_more_lines(city: District, clerk: User) -> None:
    """Rows go in portions: SQLite takes only so many parameters at once."""
    counts = []
    for size in ((1, 3), (2, 9)):
        lines = many_lines(*size, city)
        with CaptureQueriesContext(connection) as asked:
            write_batch(
                lines,
                seen=read_batch(lines, by=clerk, submit=False).seen,
                by=clerk,
                submit=False,
            )
        counts.append(len(asked))
    assert counts[0] == counts[1]
