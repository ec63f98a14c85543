"""The ledger's rules, held against forms, admin, querysets and raw SQL alike."""

from __future__ import annotations

from indicators.models import (
    Evidence,
    ImportedFile,
    Indicator,
    Measurement,
    MeasurementComment,
    MeasurementEvent,
    MeasurementInput,
    TargetPath,
)
from soest.triggers import Refusal, Trigger, bumps, changed

# Written on first days only, so month and day tell whether the period fits the frequency.
# A date cast to text is ISO 8601 on both databases.
MONTH_AND_DAY = "SUBSTR(CAST(NEW.period AS text), 6, 5)"
FIRST_DAYS = {
    "year": "'01-01'",
    "half_year": "'01-01', '07-01'",
    "quarter": "'01-01', '04-01', '07-01', '10-01'",
    "month": ", ".join(f"'{month:02}-01'" for month in range(1, 13)),
}
FITS_FREQUENCY = " OR ".join(
    f"(i.frequency = '{frequency}' AND {MONTH_AND_DAY} IN ({days}))"
    for frequency, days in FIRST_DAYS.items()
)
OUT_OF_BOUNDS = (
    "EXISTS (SELECT 1 FROM indicators_indicator i WHERE i.id = NEW.indicator_id "
    "AND (NEW.value < i.lower_bound OR NEW.value > i.upper_bound))"
)
WRONG_PERIOD = (
    "EXISTS (SELECT 1 FROM indicators_indicator i WHERE i.id = NEW.indicator_id "
    f"AND NOT ({FITS_FREQUENCY}))"
)
CITY_ONLY = (
    "EXISTS (SELECT 1 FROM indicators_indicator i, strategy_district d "
    "WHERE i.id = NEW.indicator_id AND d.id = NEW.district_id "
    "AND i.district_relation = 'none' AND d.kind <> 'city')"
)
PLACE_CHANGED = (
    "(OLD.indicator_id IS DISTINCT FROM NEW.indicator_id "
    "OR OLD.district_id IS DISTINCT FROM NEW.district_id "
    "OR OLD.period IS DISTINCT FROM NEW.period)"
)
# A row whose bounds were narrowed meanwhile may still go back to its author, but not forward.
VALUE_CHANGED = (
    "(OLD.value IS DISTINCT FROM NEW.value OR (OLD.state IS DISTINCT FROM NEW.state "
    "AND NEW.state IN ('submitted', 'released')))"
)

# A formula is stored in one spelling, so a code stands between blanks, parentheses or the ends.
IN_A_FORMULA = (
    "EXISTS (SELECT 1 FROM indicators_indicator i WHERE i.id <> OLD.id AND i.expression <> '' "
    "AND REPLACE({padded}, ' ' || OLD.code || ' ', '') <> {padded})"
).format(
    padded="' ' || REPLACE(REPLACE(REPLACE(REPLACE(i.expression, "
    "'(', ' '), ')', ' '), '[', ' '), ']', ' ') || ' '"
)
OF_COMPUTED = (
    "EXISTS (SELECT 1 FROM indicators_indicator i "
    "WHERE i.id = NEW.indicator_id AND i.expression <> '')"
)

BOUNDS_MESSAGE = "Der Wert liegt außerhalb der Grenzen dieser Kennzahl."
PERIOD_MESSAGE = "Der Zeitraum passt nicht zum Turnus dieser Kennzahl."
FREQUENCY_MESSAGE = "Eine Kennzahl behält ihren Turnus, solange Werte für sie erfasst sind."
CITY_MESSAGE = "Diese Kennzahl wird nur für die Gesamtstadt geführt."
USED_MESSAGE = (
    "Die Kennung steht in der Formel einer anderen Kennzahl; bitte zuerst jene Formel ändern."
)
IN_WORK_MESSAGE = (
    "Für diese Kennzahl sind noch Werte in Arbeit. Bitte zuerst freigeben oder verwerfen, dann "
    "die Rechenformel eintragen."
)
COMPUTED_MESSAGE = "Diese Kennzahl wird berechnet; Werte werden für sie nicht erfasst."
NO_FORMULA_MESSAGE = "Diese Kennzahl hat keine Rechenformel; ein berechneter Wert passt nicht."
ORIGIN_MESSAGE = "Aus einem erfassten Wert wird kein berechneter."
INPUT_MESSAGE = "Ein berechneter Wert ruht auf freigegebenen Werten desselben Ortes und Zeitraums."
INPUT_SEALED_MESSAGE = "Woraus ein Wert berechnet wurde, wird nicht geändert."
RELEASED_MESSAGE = (
    "Ein freigegebener Wert wird nicht geändert; bitte eine Korrektur erfassen, die ihn ablöst."
)
EVENT_MESSAGE = "Die Geschichte eines Wertes wird nicht geändert."
COMMENT_MESSAGE = "Ein Kommentar wird nicht geändert oder gelöscht; schreiben Sie einen weiteren."
EVIDENCE_MESSAGE = "Ein Beleg bleibt, wie er ist, sobald sein Wert freigegeben ist."
IMPORT_MESSAGE = "Eine übernommene Datei bleibt, wie sie ist."
ADOPTED_MESSAGE = "Ein beschlossener Zielpfad wird nicht geändert, sondern abgelöst."


def sealed(model: type[Measurement] | type[TargetPath], is_sealed: str) -> str:
    """SQL: a sealed row changes in anything but being superseded, once."""
    other = changed(model, except_for=["superseded_at"])
    again = (
        "(OLD.superseded_at IS NOT NULL AND OLD.superseded_at IS DISTINCT FROM NEW.superseded_at)"
    )
    return f"{is_sealed} AND ({other} OR {again})"


def indicator_rules() -> list[Trigger]:
    """What the stored periods of an indicator rest on."""
    has_values = "EXISTS (SELECT 1 FROM indicators_measurement m WHERE m.indicator_id = OLD.id)"
    return [
        Refusal(
            "indicators_indicator_frequency_kept",
            Indicator._meta.db_table,
            "UPDATE",
            f"OLD.frequency <> NEW.frequency AND {has_values}",
            FREQUENCY_MESSAGE,
        ),
        *formula_rules(),
    ]


def formula_rules() -> list[Trigger]:
    """What formulas need of indicators, and computed indicators of their values."""
    table = Indicator._meta.db_table
    in_work = (
        "EXISTS (SELECT 1 FROM indicators_measurement m WHERE m.indicator_id = OLD.id "
        "AND m.state <> 'released' "
        "AND (m.value IS NOT NULL OR m.missing_reason <> '' OR m.comment <> ''))"
    )
    return [
        Refusal(
            "indicators_indicator_formula_waits",
            table,
            "UPDATE",
            f"OLD.expression = '' AND NEW.expression <> '' AND {in_work}",
            IN_WORK_MESSAGE,
        ),
        Refusal(
            "indicators_indicator_code_kept",
            table,
            "UPDATE",
            f"OLD.code <> NEW.code AND {IN_A_FORMULA}",
            USED_MESSAGE,
        ),
        Refusal("indicators_indicator_input_kept", table, "DELETE", IN_A_FORMULA, USED_MESSAGE),
    ]


def ledger_rules() -> list[Trigger]:
    table = Measurement._meta.db_table
    return [
        Refusal(
            "indicators_measurement_bounds_insert", table, "INSERT", OUT_OF_BOUNDS, BOUNDS_MESSAGE
        ),
        Refusal(
            "indicators_measurement_bounds_update",
            table,
            "UPDATE",
            f"({PLACE_CHANGED} OR {VALUE_CHANGED}) AND {OUT_OF_BOUNDS}",
            BOUNDS_MESSAGE,
        ),
        Refusal(
            "indicators_measurement_period_insert", table, "INSERT", WRONG_PERIOD, PERIOD_MESSAGE
        ),
        Refusal(
            "indicators_measurement_period_update",
            table,
            "UPDATE",
            f"{PLACE_CHANGED} AND {WRONG_PERIOD}",
            PERIOD_MESSAGE,
        ),
        Refusal("indicators_measurement_city_insert", table, "INSERT", CITY_ONLY, CITY_MESSAGE),
        Refusal(
            "indicators_measurement_city_update",
            table,
            "UPDATE",
            f"{PLACE_CHANGED} AND {CITY_ONLY}",
            CITY_MESSAGE,
        ),
        Refusal(
            "indicators_measurement_sealed_update",
            table,
            "UPDATE",
            sealed(Measurement, "OLD.state = 'released'"),
            RELEASED_MESSAGE,
        ),
        Refusal(
            "indicators_measurement_sealed_delete",
            table,
            "DELETE",
            "OLD.state = 'released' AND NOT OLD.is_sample",
            RELEASED_MESSAGE,
        ),
    ]


def computing_rules() -> list[Trigger]:
    """Nobody enters what is computed, and nothing is called computed that was entered."""
    table, inputs = Measurement._meta.db_table, MeasurementInput._meta.db_table
    other = changed(Measurement, except_for=["superseded_at"])
    fitting = (
        "EXISTS (SELECT 1 FROM indicators_measurement c, indicators_measurement i "
        "WHERE c.id = NEW.computed_id AND i.id = NEW.input_id AND c.origin = 'computed' "
        "AND i.state = 'released' AND c.district_id = i.district_id AND c.period = i.period "
        "AND c.indicator_id <> i.indicator_id)"
    )
    of_sample = (
        "EXISTS (SELECT 1 FROM indicators_measurement m "
        "WHERE m.id = OLD.computed_id AND m.is_sample)"
    )
    return [
        Refusal(
            "indicators_measurement_entered_insert",
            table,
            "INSERT",
            f"NEW.origin <> 'computed' AND {OF_COMPUTED}",
            COMPUTED_MESSAGE,
        ),
        Refusal(
            "indicators_measurement_entered_update",
            table,
            "UPDATE",
            f"NEW.origin <> 'computed' AND {other} AND {OF_COMPUTED}",
            COMPUTED_MESSAGE,
        ),
        Refusal(
            "indicators_measurement_computed_insert",
            table,
            "INSERT",
            f"NEW.origin = 'computed' AND NOT {OF_COMPUTED}",
            NO_FORMULA_MESSAGE,
        ),
        Refusal(
            "indicators_measurement_computed_update",
            table,
            "UPDATE",
            "NEW.origin = 'computed' AND OLD.origin <> 'computed'",
            ORIGIN_MESSAGE,
        ),
        Refusal(
            "indicators_input_fits",
            inputs,
            "INSERT",
            f"NOT {fitting}",
            INPUT_MESSAGE,
        ),
        Refusal(
            "indicators_input_sealed_update",
            inputs,
            "UPDATE",
            changed(MeasurementInput),
            INPUT_SEALED_MESSAGE,
        ),
        Refusal(
            "indicators_input_sealed_delete",
            inputs,
            "DELETE",
            f"NOT {of_sample}",
            INPUT_SEALED_MESSAGE,
        ),
    ]


OF_SAMPLE = (
    "EXISTS (SELECT 1 FROM indicators_measurement m "
    "WHERE m.id = OLD.measurement_id AND m.is_sample)"
)


def event_rules() -> list[Trigger]:
    table = MeasurementEvent._meta.db_table
    return [
        Refusal(
            "indicators_event_sealed_update",
            table,
            "UPDATE",
            changed(MeasurementEvent),
            EVENT_MESSAGE,
        ),
        Refusal(
            "indicators_event_sealed_delete", table, "DELETE", f"NOT {OF_SAMPLE}", EVENT_MESSAGE
        ),
    ]


def remark_rules() -> list[Trigger]:
    """What was said about a value, and what proves it."""
    comments, evidence = MeasurementComment._meta.db_table, Evidence._meta.db_table
    of_released = (
        "EXISTS (SELECT 1 FROM indicators_measurement m "
        "WHERE m.id = OLD.measurement_id AND m.state = 'released')"
    )
    return [
        Refusal(
            "indicators_comment_sealed_update",
            comments,
            "UPDATE",
            changed(MeasurementComment),
            COMMENT_MESSAGE,
        ),
        Refusal(
            "indicators_comment_sealed_delete",
            comments,
            "DELETE",
            f"NOT {OF_SAMPLE}",
            COMMENT_MESSAGE,
        ),
        Refusal(
            "indicators_evidence_sealed_update",
            evidence,
            "UPDATE",
            changed(Evidence),
            EVIDENCE_MESSAGE,
        ),
        Refusal(
            "indicators_evidence_sealed_delete",
            evidence,
            "DELETE",
            f"{of_released} AND NOT {OF_SAMPLE}",
            EVIDENCE_MESSAGE,
        ),
    ]


def import_rules() -> list[Trigger]:
    table = ImportedFile._meta.db_table
    applied = "OLD.applied_at IS NOT NULL"
    return [
        Refusal(
            "indicators_import_sealed_update",
            table,
            "UPDATE",
            f"{applied} AND {changed(ImportedFile)}",
            IMPORT_MESSAGE,
        ),
        Refusal(
            "indicators_import_sealed_delete",
            table,
            "DELETE",
            f"{applied} AND NOT OLD.is_sample",
            IMPORT_MESSAGE,
        ),
    ]


def target_rules() -> list[Trigger]:
    table = TargetPath._meta.db_table
    points = "indicators_targetpoint"

    def adopted(row: str) -> str:
        return (
            "EXISTS (SELECT 1 FROM indicators_targetpath p "
            f"WHERE p.id = {row}.path_id AND p.adopted_at IS NOT NULL)"
        )

    return [
        Refusal(
            "indicators_targetpath_sealed_update",
            table,
            "UPDATE",
            sealed(TargetPath, "OLD.adopted_at IS NOT NULL"),
            ADOPTED_MESSAGE,
        ),
        Refusal(
            "indicators_targetpath_sealed_delete",
            table,
            "DELETE",
            "OLD.adopted_at IS NOT NULL AND NOT OLD.is_sample",
            ADOPTED_MESSAGE,
        ),
        Refusal(
            "indicators_point_sealed_insert", points, "INSERT", adopted("NEW"), ADOPTED_MESSAGE
        ),
        Refusal(
            "indicators_point_sealed_update",
            points,
            "UPDATE",
            f"{adopted('OLD')} OR {adopted('NEW')}",
            ADOPTED_MESSAGE,
        ),
        Refusal(
            "indicators_point_sealed_delete",
            points,
            "DELETE",
            f"{adopted('OLD')} AND NOT OLD.is_sample",
            ADOPTED_MESSAGE,
        ),
    ]


def triggers() -> list[Trigger]:
    """All triggers of this app."""
    return [
        *indicator_rules(),
        *ledger_rules(),
        *computing_rules(),
        *event_rules(),
        *remark_rules(),
        *import_rules(),
        *target_rules(),
        # A draft is nobody's business: only released rows change what the public sees.
        *bumps(["indicators_measurement"], where="{row}.state = 'released'"),
        *bumps(
            [
                "indicators_chartnote",
                "indicators_disclosure",
                "indicators_expectedeffect",
                "indicators_indicator",
                "indicators_indicator_sdgs",
                "indicators_indicatorgoal",
                "indicators_targetpath",
                "indicators_targetpoint",
            ]
        ),
    ]
