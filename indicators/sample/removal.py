"""Take the sample data away again, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import PROTECT, Model, Q, QuerySet

from accounts.models import Membership, User
from indicators.consequences import follow_from_rules
from indicators.models import (
    ChartNote,
    CollectionRound,
    DataRequest,
    Evidence,
    ExpectedEffect,
    ImportedFile,
    Indicator,
    IndicatorGoal,
    Mail,
    Measurement,
    MeasurementComment,
    MeasurementEvent,
    MeasurementInput,
    RoundIndicator,
    TargetPath,
    TargetPoint,
)
from strategy.enums import ActionPhase
from strategy.models import Action, CouncilMeeting, DataVersion, Department, OperationalGoal


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What had to stay because real rows refer to it, by the names that people know."""

    indicators: tuple[str, ...]  # now the city's own
    departments: tuple[str, ...]  # now the city's own
    logins: tuple[str, ...]  # deactivated


@transaction.atomic
def remove_sample_data() -> Leftovers:
    """Delete every sample row, each after the rows that hang on it.

    What people added to a sample row, such as a milestone to a sample action, goes with it. Real
    rows are not touched; what was computed from both is computed anew from those that stay.
    """
    MeasurementInput.objects.filter(computed__is_sample=True).delete()
    Mail.objects.filter(is_sample=True).delete()
    MeasurementEvent.objects.filter(measurement__is_sample=True).delete()
    MeasurementComment.objects.filter(measurement__is_sample=True).delete()
    remove_evidence()
    Measurement.objects.filter(is_sample=True).delete()
    remove_files()
    TargetPoint.objects.filter(path__is_sample=True).delete()
    TargetPath.objects.filter(is_sample=True).delete()
    IndicatorGoal.objects.filter(is_sample=True).delete()
    ExpectedEffect.objects.filter(is_sample=True).delete()
    ChartNote.objects.filter(is_sample=True).delete()
    remove_actions()
    remove_rounds()
    indicators = remove_indicators()
    OperationalGoal.objects.filter(is_sample=True).delete()
    CouncilMeeting.objects.filter(is_sample=True).delete()
    Membership.objects.filter(is_sample=True).delete()
    leftovers = Leftovers(
        indicators=indicators, departments=remove_departments(), logins=remove_people()
    )
    guarded = Indicator.objects.filter(min_cases__isnull=False)  # their bases may have gone
    follow_from_rules(guarded.values_list("pk", flat=True), by=None)
    DataVersion.objects.update(has_sample_data=False)
    return leftovers


def remove_evidence() -> None:
    """The files go once it is certain that their rows are gone."""
    samples = Evidence.objects.filter(measurement__is_sample=True)
    for evidence in samples:
        transaction.on_commit(partial(evidence.file.delete, save=False))
    samples.delete()


def remove_files() -> None:
    """What sample accounts brought in; the files go once it is certain that their rows are gone."""
    samples = ImportedFile.objects.filter(is_sample=True, events__isnull=True)
    for imported in samples:
        transaction.on_commit(partial(imported.file.delete, save=False))
    samples.delete()


def remove_actions() -> None:
    """The checks of a decided action cannot go, so all become ideas again first."""
    actions = Action.objects.filter(is_sample=True)
    actions.update(phase=ActionPhase.IDEA)
    actions.delete()


def remove_rounds() -> None:
    """What a sample round asks for goes with it; what a real one asks for stays."""
    DataRequest.objects.filter(Q(is_sample=True) | Q(round__is_sample=True)).delete()
    RoundIndicator.objects.filter(Q(is_sample=True) | Q(round__is_sample=True)).delete()
    CollectionRound.objects.filter(is_sample=True).delete()


def remove_indicators() -> tuple[str, ...]:
    """One with real values or an adopted target becomes the city's own: nothing of that can go.

    Its formula goes, because what it counted with were examples.
    """
    samples = Indicator.objects.filter(is_sample=True)
    samples.update(expression="")
    kept = Indicator.objects.filter(pk__in=with_their_rules(keys_referred_to(samples)))
    names = tuple(map(str, kept))
    kept.filter(department__is_sample=True).update(department=None)
    kept.update(is_sample=False)
    samples.update(min_cases=None, base=None, base_factor=None, min_base=None, protected_like=None)
    samples.delete()
    return names


def with_their_rules(kept: set[int]) -> set[int]:
    """These sample indicators, and those that their or real indicators' secrecy rests on."""
    samples = Indicator.objects.filter(is_sample=True)
    found = set(kept)
    while True:
        relying = Indicator.objects.filter(Q(is_sample=False) | Q(pk__in=found))
        rules = samples.filter(Q(shares__in=relying) | Q(protected_alike__in=relying))
        if found.issuperset(more := rules.values_list("pk", flat=True)):
            return found
        found.update(more)


def remove_departments() -> tuple[str, ...]:
    """One that real rows belong to becomes the city's own."""
    samples = Department.objects.filter(is_sample=True)
    needed = samples.filter(pk__in=keys_referred_to(samples))
    names = tuple(map(str, needed))
    needed.update(is_sample=False)
    samples.delete()
    return names


def remove_people() -> tuple[str, ...]:
    """One who did anything real stays as its author, and can no longer sign in."""
    samples = User.objects.filter(is_sample=True)
    needed = samples.filter(pk__in=keys_referred_to(samples, but_for=Membership))
    logins = tuple(person.username for person in needed)
    needed.update(is_active=False)
    samples.exclude(username__in=logins).delete()
    return logins


def keys_referred_to(rows: QuerySet[Model], but_for: type[Model] | None = None) -> set[int]:
    """Keys of the rows that other rows refer to and protect.

    References among the rows themselves do not count. With `but_for`, every other one does,
    protected or not, but those of that model.
    """
    keys: set[int] = set()
    for relation in rows.model._meta.related_objects:
        if relation.related_model in (but_for, rows.model) or (
            but_for is None and relation.on_delete is not PROTECT
        ):
            continue
        references = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": rows}
        )
        keys.update(references.values_list(relation.field.attname, flat=True))
    return keys
