"""Which field of a snapshot is listed as what when it differs; a test holds that none is left out.

Fields that follow from others (`DERIVED`) are not listed by themselves, and those that hold a
structure (`STRUCTURED`) are compared piece by piece.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reports.snapshot import (
    ActionFacts,
    AreaFacts,
    CriterionFacts,
    CrossCuttingFacts,
    DistrictFacts,
    FrameFacts,
    FrameworkFacts,
    IndicatorFacts,
    OperationalGoalFacts,
    ReportFacts,
    SdgFacts,
    Snapshot,
    StrategicGoalFacts,
)
from reports.snapshot_details import EffectFacts

# The order in which changes are listed.
KINDS = {
    "outlooks": "Bewertungen",
    "targets": "Ziele der Kennzahlen",
    "values": "Werte",
    "breaks": "Brüche und Anmerkungen",
    "indicators": "Neue und entfallene Kennzahlen",
    "naming": "Namen, Einheiten, Definitionen",
    "sources": "Quellen und Anmerkungen der Werte",
    "goals": "Handlungsfelder und Ziele",
    "actions": "Maßnahmen",
    "texts": "Texte",
    "frame": "Strategie, Ortsteile, Methode",
}


class Listed(NamedTuple):
    """How a plain field is listed."""

    kind: str  # of KINDS
    label: str  # German


def listed(kind: str, /, **labels: str) -> dict[str, Listed]:
    return {field: Listed(kind, label) for field, label in labels.items()}


PLAIN: Mapping[type, Mapping[str, Listed]] = {
    IndicatorFacts: {
        **listed(
            "naming",
            slug="Adresse",
            name="Name",
            short_name="Kurzname",
            unit="Einheit",
            decimals="Nachkommastellen",
            definition="Definition",
            formula="Formel in Worten",
            method="Methode",
            interpretation="Lesehilfe",
            frequency="Turnus",
            department="zuständig",
            area="Handlungsfeld",
            goals="operative Ziele",
            sdgs="SDG",
            district_relation="Ortsteilwerte",
        ),
        **listed(
            "sources",
            source="Quelle",
            source_url="Link zur Quelle",
            comment="Anmerkung zum neuesten Wert",
            value_source="Quelle des neuesten Werts",
        ),
        **listed("texts", text="Kommentar"),
    },
    AreaFacts: {
        **listed(
            "goals",
            slug="Adresse",
            name="Name",
            guideline="Leitlinie",
            guideline_confirmed="Wortlaut der Leitlinie bestätigt",
        ),
        **listed("texts", text="Text"),
    },
    StrategicGoalFacts: {
        **listed(
            "goals",
            title="Wortlaut",
            description="Beschreibung",
            wording_confirmed="Wortlaut bestätigt",
            sdgs="SDG",
        ),
        **listed("texts", text="Text"),
    },
    OperationalGoalFacts: listed(
        "goals",
        title="Wortlaut",
        description="Beschreibung",
        due_year="Zieljahr",
        department="zuständig",
        wording_confirmed="Wortlaut bestätigt",
        indicators="Kennzahlen",
    ),
    ActionFacts: listed(
        "actions",
        title="Titel",
        kind="Art",
        phase="Stand",
        description="Beschreibung",
        starts_on="Beginn",
        ends_on="Ende",
        department="zuständig",
        source="Quelle",
        goals="operative Ziele",
    ),
    EffectFacts: listed(
        "actions",
        lower="erwartet mindestens",
        upper="erwartet höchstens",
        from_year="erwartet ab",
        until_year="erwartet bis",
        basis="Grundlage der Erwartung",
        link="Beleg der Erwartung",
        is_decided="Erwartung mit beschlossen",
    ),
    ReportFacts: {
        **listed(
            "frame",
            title="Titel des Berichts",
            is_sample="enthält Beispieldaten",
            order="Gliederung",
        ),
        **listed("texts", foreword="Vorwort", summary="Zusammenfassung", annex="Anhang"),
    },
    FrameFacts: listed(
        "frame",
        title="Titel der Strategie",
        vision="Vision",
        attributes="Eigenschaften",
        way="Soester Weg",
        source="Quelle der Strategie",
    ),
    FrameworkFacts: listed("frame", name="Name", version="Fassung", source="Quelle"),
    CriterionFacts: {
        **listed("frame", part="Teil", title="Titel", explanation="Erläuterung", kind="Art"),
        **listed("frame", indicators="Kennzahlen"),
        **listed("texts", stance="Antwort", text="Text"),
    },
    CrossCuttingFacts: listed("frame", name="Name", description="Beschreibung"),
    SdgFacts: listed("frame", name="Name"),
    DistrictFacts: listed(
        "frame", name="Name", kind="Art", population="Einwohner", population_as_of="Einwohner am"
    ),
    Snapshot: listed("frame", method="Bewertungsmethode"),
}

STRUCTURED: Mapping[type, frozenset[str]] = {
    IndicatorFacts: frozenset(
        {"code", "chart", "targets", "status", "districts", "computation"}  # chart: values, notes
    ),
    AreaFacts: frozenset({"number", "goals"}),
    StrategicGoalFacts: frozenset({"code", "goals"}),
    OperationalGoalFacts: frozenset({"code"}),
    ActionFacts: frozenset({"slug", "milestones", "checks", "effects"}),
    EffectFacts: frozenset({"indicator"}),
    FrameFacts: frozenset({"events"}),
    CriterionFacts: frozenset({"code"}),
    CrossCuttingFacts: frozenset({"slug"}),
    SdgFacts: frozenset({"number"}),
    DistrictFacts: frozenset({"slug"}),
    Snapshot: frozenset(
        {
            *("report", "frame", "sdgs", "cross_cutting_goals", "areas", "indicators", "actions"),
            *("districts", "framework", "criteria"),
        }
    ),
}

DERIVED: Mapping[type, frozenset[str]] = {
    # From values, targets and notes; freshness moreover from the day of freezing.
    IndicatorFacts: frozenset(
        {
            *("target_point", "target_text", "assessment", "freshness", "distance", "pace"),
            *("sentence", "reason", "distance_text", "past"),
        }
    ),
    EffectFacts: frozenset({"name", "outcome", "sentence"}),
    # Of the edition itself, not of what it tells.
    ReportFacts: frozenset(
        {"year", "edition", "frozen_at", "changes", "corrects", "corrections", "site"}
    ),
    Snapshot: frozenset({"format", "comparison"}),
}
