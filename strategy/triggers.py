"""Rules of the strategy that span tables, and the data version of its public rows."""

from __future__ import annotations

from soest.triggers import Refusal, Trigger, bumps
from strategy.enums import CHECKED_PHASES

CHECKED = ", ".join(f"'{phase}'" for phase in CHECKED_PHASES)
UNCHECKED_GOALS = (
    "EXISTS (SELECT 1 FROM strategy_crosscuttinggoal goal WHERE NOT EXISTS ("
    "SELECT 1 FROM strategy_crosscuttingcheck done "
    "WHERE done.action_id = NEW.id AND done.goal_id = goal.id))"
)
NOT_CHECKED = (
    "Eine Maßnahme ist erst beschlussreif, wenn sie gegen alle übergeordneten Ziele geprüft ist."
)
CHECK_NEEDED = "Die Prüfung einer beschlossenen Maßnahme kann nicht entfallen."
ACTION_IS_DECIDED = (
    "EXISTS (SELECT 1 FROM strategy_action action "
    f"WHERE action.id = OLD.action_id AND action.phase IN ({CHECKED}))"
)

CODE_MESSAGE = "Die Nummer eines Ziels folgt aus seinem Handlungsfeld und seiner Reihenfolge."


def code_rules(table: str, parent: str) -> list[Trigger]:
    """A goal's code is its parent's code and its position: "1.2" in area 1, "1.2.3" below it."""
    wrong = f"NEW.code <> ({parent} || '.' || CAST(NEW.position AS text))"
    return [
        Refusal(f"{table}_code_{event.lower()}", table, event, wrong, CODE_MESSAGE)
        for event in ("INSERT", "UPDATE")
    ]


def kept_number(table: str, column: str, children: str, message: str) -> Refusal:
    """A number that the codes of children begin with stays, as long as there are children."""
    renumbered = f"OLD.{column} <> NEW.{column} AND EXISTS (SELECT 1 FROM {children} = OLD.id)"
    return Refusal(f"{table}_{column}_kept", table, "UPDATE", renumbered, message)


TRIGGERS: list[Trigger] = [
    *code_rules(
        "strategy_strategicgoal",
        "(SELECT CAST(a.number AS text) FROM strategy_actionarea a WHERE a.id = NEW.area_id)",
    ),
    *code_rules(
        "strategy_operationalgoal",
        "(SELECT s.code FROM strategy_strategicgoal s WHERE s.id = NEW.strategic_goal_id)",
    ),
    kept_number(
        "strategy_actionarea",
        "number",
        "strategy_strategicgoal child WHERE child.area_id",
        "Ein Handlungsfeld behält seine Nummer, solange es strategische Ziele hat.",
    ),
    kept_number(
        "strategy_strategicgoal",
        "code",
        "strategy_operationalgoal child WHERE child.strategic_goal_id",
        "Ein strategisches Ziel behält seine Nummer, solange es operative Ziele hat.",
    ),
    Refusal(
        "strategy_action_checked_insert",
        "strategy_action",
        "INSERT",
        f"NEW.phase IN ({CHECKED}) AND {UNCHECKED_GOALS}",
        NOT_CHECKED,
    ),
    Refusal(
        "strategy_action_checked_update",
        "strategy_action",
        "UPDATE",
        f"NEW.phase IN ({CHECKED}) AND OLD.phase NOT IN ({CHECKED}) AND {UNCHECKED_GOALS}",
        NOT_CHECKED,
    ),
    Refusal(
        "strategy_check_kept",
        "strategy_crosscuttingcheck",
        "DELETE",
        ACTION_IS_DECIDED,
        CHECK_NEEDED,
    ),
    Refusal(
        "strategy_check_moved",
        "strategy_crosscuttingcheck",
        "UPDATE",
        "(OLD.action_id IS DISTINCT FROM NEW.action_id OR OLD.goal_id IS DISTINCT FROM NEW.goal_id)"
        f" AND {ACTION_IS_DECIDED}",
        CHECK_NEEDED,
    ),
    *bumps(
        [
            "strategy_action",
            "strategy_action_operational_goals",
            "strategy_actionarea",
            "strategy_councilmeeting",
            "strategy_crosscuttingcheck",
            "strategy_crosscuttinggoal",
            "strategy_department",
            "strategy_district",
            "strategy_districtboundary",
            "strategy_milestone",
            "strategy_operationalgoal",
            "strategy_sdg",
            "strategy_strategicgoal",
            "strategy_strategicgoal_sdgs",
            "strategy_strategyevent",
            "strategy_strategyframe",
        ]
    ),
]
