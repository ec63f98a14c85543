"""Rules that must hold against every writer, as database triggers on SQLite and PostgreSQL.

An app lists its triggers in `<app>/triggers.py` and installs them after every `migrate`. They are
not part of the migrations: SQLite rebuilds a table to alter it and silently drops its triggers,
and refuses to rename a table that another trigger mentions. So they are dropped before a
migration and made anew after it, always with the present columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

CHECK_VIOLATION = "23514"  # PostgreSQL's code; Django makes an IntegrityError of it


@dataclass(frozen=True, slots=True)
class Refusal:
    """Refuses a row operation (as IntegrityError) while `condition` is true.

    `condition` is SQL over OLD and NEW that both databases understand; subqueries are allowed.
    """

    name: str
    table: str
    event: str  # "INSERT", "UPDATE" or "DELETE"
    condition: str
    message: str  # German; must not contain a quote or a percent sign

    def statements(self, vendor: str) -> tuple[str, ...]:
        if vendor == "sqlite":
            return (
                (
                    f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
                    f"FOR EACH ROW WHEN {self.condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
                ),
            )
        row = "OLD" if self.event == "DELETE" else "NEW"
        return (
            (
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF {self.condition} THEN "
                f"RAISE EXCEPTION '{self.message}' USING ERRCODE = '{CHECK_VIOLATION}'; "
                f"END IF; RETURN {row}; END $$"
            ),
            (
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
            ),
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """Runs one statement after rows of a table changed (once a statement on PostgreSQL).

    With `where`, SQL over one `{row}`, only if that is true of a row before or after the change.
    """

    name: str
    table: str
    event: str
    sqlite: str
    postgresql: str
    where: str = ""

    def statements(self, vendor: str) -> tuple[str, ...]:
        if vendor == "sqlite":
            return (
                (
                    f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} "
                    f"FOR EACH ROW{self.when} BEGIN {self.sqlite}; END"
                ),
            )
        return (
            (
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN {self.guarded}; RETURN NULL; END $$"
            ),
            (
                f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table}{self.referencing} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()"
            ),
        )

    @property
    def when(self) -> str:
        """SQLite: the condition on the row."""
        rows = (self.where.format(row=row) for row in ROWS[self.event])
        return f" WHEN {' OR '.join(rows)}" if self.where else ""

    @property
    def guarded(self) -> str:
        """PostgreSQL: the statement, run if one of the changed rows meets the condition."""
        if not self.where:
            return self.postgresql
        found = (
            f"EXISTS (SELECT 1 FROM {row}_rows WHERE {self.where.format(row=f'{row}_rows')})"
            for row in ROWS[self.event]
        )
        return f"IF {' OR '.join(found)} THEN {self.postgresql}; END IF"

    @property
    def referencing(self) -> str:
        """PostgreSQL: the tables of changed rows that the condition looks at."""
        tables = (f"{row} TABLE AS {row}_rows" for row in ROWS[self.event])
        return f" REFERENCING {' '.join(tables)}" if self.where else ""


# What a change of rows has to show: the row after it, before it, or both.
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


@dataclass(frozen=True, slots=True)
class TruncateRefusal:
    """Refuses to empty a table at one stroke while `condition`, SQL over stored rows, is true.

    PostgreSQL's TRUNCATE passes by the triggers of rows; SQLite has nothing but DELETE.
    """

    name: str
    table: str
    condition: str
    message: str  # German; must not contain a quote or a percent sign

    def statements(self, vendor: str) -> tuple[str, ...]:
        if vendor == "sqlite":
            return ()
        return (
            (
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF {self.condition} THEN "
                f"RAISE EXCEPTION '{self.message}' USING ERRCODE = '{CHECK_VIOLATION}'; "
                f"END IF; RETURN NULL; END $$"
            ),
            (
                f"CREATE TRIGGER {self.name} BEFORE TRUNCATE ON {self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()"
            ),
        )


Trigger = Refusal | Effect | TruncateRefusal


def refusal_of(error: IntegrityError) -> str:
    """The sentence of the trigger that refused; "" if it was a constraint."""
    cause = error.__cause__
    if getattr(cause, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_TRIGGER":
        return str(cause)
    diagnosis = getattr(cause, "diag", None)
    if diagnosis and diagnosis.sqlstate == CHECK_VIOLATION and not diagnosis.constraint_name:
        return str(diagnosis.message_primary)
    return ""


def changed(model: type[models.Model], *, except_for: Sequence[str] = ()) -> str:
    """SQL: any column of `model` but the named ones differs between OLD and NEW."""
    columns = [field.column for field in model._meta.concrete_fields]
    compared = [column for column in columns if column not in except_for]
    return "(" + " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in compared) + ")"


def bumps(tables: Iterable[str], *, where: str = "") -> list[Effect]:
    """Raise the data version of the public pages whenever one of these tables changes.

    `where` leaves out rows the public does not see, see `Effect`.
    """
    raise_version = "UPDATE strategy_dataversion SET number = number + 1, changed_at = "
    return [
        Effect(
            name=f"{table}_version_{event.lower()}",
            table=table,
            event=event,
            sqlite=raise_version + "strftime('%Y-%m-%d %H:%M:%f', 'now')",
            postgresql=raise_version + "clock_timestamp()",
            where=where,
        )
        for table in tables
        for event in ("INSERT", "UPDATE", "DELETE")
    ]


def install(app_label: str, triggers: Iterable[Trigger], using: str) -> None:
    """Give the tables of an app exactly these triggers, in one step.

    Those whose table does not exist (yet) are passed over; those of a former release go.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=using), connection.cursor() as cursor:
        uninstall(app_label, using)
        for trigger in triggers:
            if trigger.table in tables:
                for statement in trigger.statements(connection.vendor):
                    cursor.execute(statement)


def uninstall(app_label: str, using: str) -> None:
    """Take all triggers of an app's tables away, listed or not."""
    connection = connections[using]
    for name, table in installed(app_label, using):
        drop(name, table, connection)


def installed(app_label: str, using: str) -> list[tuple[str, str]]:
    """Name and table of every trigger that is on a table of this app."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor])
        rows = cursor.fetchall()
    return [(name, table) for name, table in rows if table.startswith(f"{app_label}_")]


INSTALLED = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT t.tgname, c.relname FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid) ORDER BY t.tgname",
}


def drop(name: str, table: str, connection: BaseDatabaseWrapper) -> None:
    """Take one trigger away, and on PostgreSQL its function of the same name."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
            cursor.execute(f"DROP FUNCTION {name}()")
        else:
            cursor.execute(f"DROP TRIGGER {name}")


def keep_installed(app_label: str, triggers: Iterable[Trigger]) -> None:
    """Drop the app's triggers before a migration of its database, and make them after it."""
    kept = tuple(triggers)

    def before(*, using: str, **kwargs: Any) -> None:
        # PostgreSQL alters tables under their triggers; there they never have to be absent.
        if connections[using].vendor == "sqlite":
            uninstall(app_label, using)

    def after(*, using: str, **kwargs: Any) -> None:
        install(app_label, kept, using)

    sender = apps.get_app_config(app_label)
    uid = f"{app_label}.triggers"
    models.signals.pre_migrate.connect(before, sender, weak=False, dispatch_uid=uid)
    models.signals.post_migrate.connect(after, sender, weak=False, dispatch_uid=uid)
