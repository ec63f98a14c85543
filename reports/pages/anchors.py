"""Names of the places in the report that links, bookmarks and page numbers point to."""

from __future__ import annotations

from reports.snapshot import ActionFacts, IndicatorFacts

DISTRICTS = "ortsteile"  # the chapter
CRITERIA = "berichtsrahmen"  # the chapter


def area_anchor(number: int) -> str:
    return f"feld-{number}"


def goal_anchor(code: str) -> str:
    """Place of a strategic goal; an operational goal stands in the table of its strategic goal."""
    area, position, *_ = code.split(".")
    return f"ziel-{area}-{position}"


def criterion_anchor(code: str) -> str:
    """Its chapter, or what is said about it in the chapter of all criteria."""
    return f"kriterium-{code.replace('.', '-')}"


def sdg_anchor(number: int) -> str:
    return f"sdg-{number}"


def indicator_anchor(indicator: IndicatorFacts) -> str:
    """Its card, or its row among the definitions if it has none."""
    return card_anchor(indicator) if has_card(indicator) else profile_anchor(indicator)


def has_card(indicator: IndicatorFacts) -> bool:
    """Cards are printed for indicators with a value, and for those a goal is measured by."""
    return indicator.latest is not None or bool(indicator.goals)


def card_anchor(indicator: IndicatorFacts) -> str:
    return f"kennzahl-{indicator.slug}"


def profile_anchor(indicator: IndicatorFacts) -> str:
    return f"definition-{indicator.slug}"


def district_anchor(indicator: IndicatorFacts) -> str:
    """Its small multiples, or the chapter with the tables if it has none."""
    return f"ortsteile-{indicator.slug}" if has_multiples(indicator) else DISTRICTS


def has_multiples(indicator: IndicatorFacts) -> bool:
    """Lines are drawn for indicators with values of two years in a part of the city."""
    return any(
        sum(year.value is not None for year in place.years) > 1 for place in indicator.districts
    )


def action_anchor(action: ActionFacts) -> str:
    return f"massnahme-{action.slug}"
