"""Attempts to break a rule of the database past the forms, in every way a writer has.

Each app's `test_constraints.py` has a `BREACHES`: name of the constraint or trigger, and a function
that makes the rows and says what would break it. `attempt` then tries it through the model, the
queryset and raw SQL. tests/test_constraints.py holds that no rule is left out.
"""

# ruff: noqa: S608 (the SQL is put together from names of our own models)
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

import indicators.triggers
import reports.triggers
import strategy.triggers
from soest.triggers import Refusal, Trigger, TruncateRefusal

APPS = ("accounts", "strategy", "indicators", "reports")
TRIGGERS: list[Trigger] = [
    *strategy.triggers.TRIGGERS,
    *indicators.triggers.triggers(),
    *reports.triggers.triggers(),
]
REFUSALS = {trigger.name: trigger for trigger in TRIGGERS if isinstance(trigger, Refusal)}
TRUNCATE_REFUSALS = [trigger for trigger in TRIGGERS if isinstance(trigger, TruncateRefusal)]
MODELS = [
    model
    for app in APPS
    for model in apps.get_app_config(app).get_models()
    if not model._meta.auto_created
]
CONSTRAINTS = {
    constraint.name: (model, constraint)
    for model in MODELS
    for constraint in model._meta.constraints
}


@dataclass(frozen=True)
class Insert:
    """A new row that must be refused."""

    row: models.Model


@dataclass(frozen=True)
class Update:
    """A stored row, and values that it must not take."""

    row: models.Model
    values: dict[str, Any]


@dataclass(frozen=True)
class Delete:
    """A stored row that must stay."""

    row: models.Model


Breach = Insert | Update | Delete


def update(row: models.Model, **values: Any) -> Update:
    return Update(row, values)


def attempt(name: str, breach: Breach) -> None:
    """Try the breach in every way; each must be refused by this very rule and change nothing."""
    before = stored(breach.row)
    for way in ways(name, breach):
        with refused(name, way.__name__):
            way(breach)
        assert stored(breach.row) == before, f"{name} half-broken by {way.__name__}"


def stored(row: models.Model) -> list[dict[str, Any]]:
    return list(type(row)._base_manager.filter(pk=row.pk).values())


@contextmanager
def refused(name: str, way: str = "") -> Iterator[None]:
    """The block must fail by the rule of this name."""
    with refused_with(mark(name), name, way):
        yield


@contextmanager
def refused_with(words: str, name: str = "", way: str = "") -> Iterator[None]:
    """The block must fail with these words of the database."""
    refusal = None
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = str(error)
    assert refusal is not None, f"{name} let {way} pass"
    assert words in refusal, f"{way} was refused, but not by {name}: {refusal}"


def mark(name: str) -> str:
    """What the database says when it refuses by this rule."""
    if name in REFUSALS:
        return REFUSALS[name].message
    model, constraint = CONSTRAINTS[name]
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        table = model._meta.db_table  # SQLite names the columns of an index in place of its name
        column = {field.name: field.column for field in model._meta.fields}
        columns = [column[name] for name in constraint.fields]
        return "UNIQUE constraint failed: " + ", ".join(f"{table}.{c}" for c in columns)
    return name


def ways(name: str, breach: Breach) -> list[Callable[[Any], None]]:
    if isinstance(breach, Insert):
        return [save_new, bulk_create, insert_by_sql]
    if isinstance(breach, Delete):
        return [delete, delete_by_queryset, delete_by_sql]
    if name in REFUSALS:
        return [save, update_by_queryset, bulk_update, update_by_sql]
    # A constraint, unlike a trigger, does not care how the row came to its values.
    return [save, update_by_queryset, bulk_update, update_by_sql, create_anew]


# New rows ----------------------------------------------------------------------


def save_new(breach: Insert) -> None:
    copy(breach.row).save()


def bulk_create(breach: Insert) -> None:
    type(breach.row)._base_manager.bulk_create([copy(breach.row)])


def insert_by_sql(breach: Insert) -> None:
    row = breach.row
    given = row.pk is not None
    fields = [field for field in row._meta.concrete_fields if given or not field.primary_key]
    names = ", ".join(str(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    values = [prepared(field, getattr(row, field.attname)) for field in fields]
    execute(f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({places})", values)


# Stored rows --------------------------------------------------------------------


def changed(breach: Update) -> models.Model:
    """The row as it would be."""
    row = type(breach.row)._base_manager.get(pk=breach.row.pk)
    for name, value in breach.values.items():
        setattr(row, name, value)
    return row


def fields_of(breach: Update) -> list[Any]:
    return [breach.row._meta.get_field(name) for name in breach.values]


def save(breach: Update) -> None:
    changed(breach).save()


def update_by_queryset(breach: Update) -> None:
    type(breach.row)._base_manager.filter(pk=breach.row.pk).update(**breach.values)


def bulk_update(breach: Update) -> None:
    names = [field.name for field in fields_of(breach)]
    type(breach.row)._base_manager.bulk_update([changed(breach)], names)


def update_by_sql(breach: Update) -> None:
    row = changed(breach)
    sets = ", ".join(f"{field.column} = %s" for field in fields_of(breach))
    values = [prepared(field, getattr(row, field.attname)) for field in fields_of(breach)]
    key = row._meta.pk.column
    execute(f"UPDATE {row._meta.db_table} SET {sets} WHERE {key} = %s", [*values, row.pk])


def create_anew(breach: Update) -> None:
    row = changed(breach)
    delete_by_sql(Delete(breach.row))
    type(row)._base_manager.bulk_create([row])


def delete(breach: Delete) -> None:
    copy(breach.row).delete()


def delete_by_queryset(breach: Delete) -> None:
    type(breach.row)._base_manager.filter(pk=breach.row.pk).delete()


def delete_by_sql(breach: Delete) -> None:
    meta = breach.row._meta
    execute(f"DELETE FROM {meta.db_table} WHERE {meta.pk.column} = %s", [breach.row.pk])


def prepared(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def execute(statement: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
