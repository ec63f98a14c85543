"""Writing, handing in, approving, giving back: and that no wording is ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from reports.models import ReportText, TextStep, TextVersion
from reports.services import ReportError
from reports.writing.places import TextPlace
from reports.writing.services import Conflict, Wording, approve, save, send_back, submit
from tests.factories import UserFactory

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
SAVED = TextStep.SAVED


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


def versions(place: TextPlace) -> list[tuple[str, str]]:
    """Step and wording of all versions, the oldest first."""
    rows = TextVersion.objects.filter(text=place.texts.get()).order_by("pk")
    return [(row.step, row.body) for row in rows]


def in_review(place: TextPlace, by: User, body: str = "Gut.") -> ReportText:
    text = save(place=place, wording=Wording(body), seen=place_version(place), by=by, step=SAVED)
    return submit(place=place, seen=text.version, by=by)


def place_version(place: TextPlace) -> int:
    text = place.texts.first()
    return text.version if text else 0


# Saving ------------------------------------------------------------------------------


def test_first_save_makes_the_text(place: TextPlace, clerk: User) -> None:
    text = save(place=place, wording=Wording("Gut."), seen=0, by=clerk)
    assert (text.body, text.version, text.state) == ("Gut.", 1, "draft")
    assert (text.saved_by, text.saved_at) == (clerk, NOW)
    assert versions(place) == []


def test_saving_the_same_changes_nothing(place: TextPlace, clerk: User) -> None:
    save(place=place, wording=Wording("Gut."), seen=0, by=clerk, step=SAVED)
    again = save(place=place, wording=Wording("Gut."), seen=0, by=clerk, step=SAVED)
    assert again.version == 1
    assert versions(place) == [("saved", "Gut.")]


def test_what_somebody_else_saved_is_not_written_over(
    place: TextPlace, clerk: User, coordinator: User
) -> None:
    save(place=place, wording=Wording("Gut."), seen=0, by=clerk)
    for seen in (0, 2, 99):
        with pytest.raises(Conflict):
            save(place=place, wording=Wording("Schlecht."), seen=seen, by=coordinator)
    assert place.texts.get().body == "Gut."


def test_typing_for_a_while_is_one_version(
    place: TextPlace, clerk: User, clock: time_machine.Traveller
) -> None:
    for number, body in enumerate(("G", "Gu", "Gut")):
        clock.shift(timedelta(minutes=3))
        save(place=place, wording=Wording(body), seen=number, by=clerk)
    assert versions(place) == [("saved", "G")]  # from which the time counts
    clock.shift(timedelta(minutes=11))
    save(place=place, wording=Wording("Gut so"), seen=3, by=clerk)
    assert versions(place) == [("saved", "G"), ("saved", "Gut")]


def test_text_that_goes_at_once_is_kept_though_it_was_only_just_typed(
    place: TextPlace, clerk: User
) -> None:
    for seen, body in enumerate(("G", "Gut ist es.", "x")):
        save(place=place, wording=Wording(body), seen=seen, by=clerk)
    assert versions(place) == [("saved", "G"), ("saved", "Gut ist es.")]


def test_own_wording_that_is_written_over_by_hand_is_kept(place: TextPlace, clerk: User) -> None:
    """As after a conflict with a second window of the same person."""
    for seen, body in enumerate(("Eins", "Fenster zwei")):
        save(place=place, wording=Wording(body), seen=seen, by=clerk)
    save(place=place, wording=Wording("Fenster eins"), seen=2, by=clerk, step=SAVED)
    assert ("saved", "Fenster zwei") in versions(place)


def test_wording_of_another_person_is_kept(
    place: TextPlace, clerk: User, coordinator: User
) -> None:
    save(place=place, wording=Wording("Gut."), seen=0, by=clerk)
    save(place=place, wording=Wording("Besser."), seen=1, by=coordinator)
    assert versions(place) == [("saved", "Gut.")]
    assert place.texts.get().versions.get().by == clerk


def test_emptied_text_is_kept(place: TextPlace, clerk: User) -> None:
    save(place=place, wording=Wording("Gut."), seen=0, by=clerk, step=SAVED)
    save(place=place, wording=Wording(""), seen=1, by=clerk)
    assert place.texts.get().state == "draft"
    assert versions(place) == [("saved", "Gut.")]


def test_sample_account_writes_no_real_text(place: TextPlace) -> None:
    sample = UserFactory(coordination=True, is_sample=True)
    with pytest.raises(ReportError, match="Ein Beispielkonto"):
        save(place=place, wording=Wording("Gut."), seen=0, by=sample)
    assert not ReportText.objects.exists()


# Handing in and deciding -------------------------------------------------------------


def test_text_is_handed_in_and_approved(place: TextPlace, clerk: User, coordinator: User) -> None:
    text = in_review(place, clerk)
    assert text.state == "review"
    text = approve(place=place, seen=text.version, by=coordinator)
    assert (text.state, text.approved_by, text.approved_at) == ("approved", coordinator, NOW)
    assert [step for step, _ in versions(place)] == ["saved", "submitted", "approved"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("  ", "Ein leerer Text"),
        ("> " * 12 + "x", "zu tief verschachtelt"),
        ("|" + "a|" * 12 + "\n|" + "-|" * 12, "mehr als 8 Spalten"),
    ],
)
def test_what_cannot_be_printed_is_not_handed_in(
    place: TextPlace, clerk: User, body: str, reason: str
) -> None:
    text = save(place=place, wording=Wording(body), seen=0, by=clerk)
    with pytest.raises(ReportError, match=reason):
        submit(place=place, seen=text.version, by=clerk)


def test_nobody_approves_what_they_wrote_last(
    place: TextPlace, clerk: User, coordinator: User, second_coordinator: User
) -> None:
    in_review(place, clerk)
    text = in_review(place, coordinator, "Anders.")
    with pytest.raises(ReportError, match="nicht selbst frei"):
        approve(place=place, seen=text.version, by=coordinator)
    assert approve(place=place, seen=text.version, by=second_coordinator).state == "approved"


def test_draft_is_not_approved(place: TextPlace, clerk: User, coordinator: User) -> None:
    text = save(place=place, wording=Wording("Gut."), seen=0, by=clerk)
    with pytest.raises(ReportError, match="zur Prüfung gegeben"):
        approve(place=place, seen=text.version, by=coordinator)


def test_approval_is_of_the_version_that_was_seen(
    place: TextPlace, clerk: User, coordinator: User
) -> None:
    text = in_review(place, clerk)
    in_review(place, clerk, "Noch ein Satz.")
    for step in (approve, submit):
        with pytest.raises(Conflict):
            step(place=place, seen=text.version, by=coordinator)
    with pytest.raises(Conflict):
        send_back(place=place, seen=text.version, by=coordinator, note="Nein.")


@pytest.mark.parametrize("approved", [True, False])
def test_changing_it_makes_it_a_draft_again(
    place: TextPlace, clerk: User, coordinator: User, approved: bool
) -> None:
    text = in_review(place, clerk)
    if approved:
        approve(place=place, seen=text.version, by=coordinator)
    text = save(place=place, wording=Wording("Anders."), seen=text.version, by=clerk, step=SAVED)
    assert (text.state, text.approved_by, text.approved_at) == ("draft", None, None)
    assert versions(place)[-1] == ("saved", "Anders.")
    assert ("submitted", "Gut.") in versions(place)


@pytest.mark.parametrize("approved", [True, False])
def test_text_is_given_back_with_a_reason(
    place: TextPlace, clerk: User, coordinator: User, approved: bool
) -> None:
    text = in_review(place, clerk)
    if approved:
        approve(place=place, seen=text.version, by=coordinator)
    text = send_back(place=place, seen=text.version, by=coordinator, note="Woran liegt es?")
    assert (text.state, text.note, text.approved_by) == ("draft", "Woran liegt es?", None)
    assert place.texts.get().versions.first().note == "Woran liegt es?"  # type: ignore[union-attr]
    with pytest.raises(ReportError, match="schon ein Entwurf"):
        send_back(place=place, seen=text.version, by=coordinator, note="Noch einmal.")
    text = submit(place=place, seen=text.version, by=clerk)
    assert (text.state, text.note) == ("review", "")
