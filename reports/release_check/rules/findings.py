"""What the release check finds, and what follows from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from reports.canonical_json import from_json, to_json


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding."""

    title: str
    advice: str  # what to do, in German
    blocks: bool  # nothing is frozen while there is one


# Those that block come first.
KINDS = {
    "tokens": Kind(
        "Zahlen in Texten, die es nicht gibt",
        "Ein Platzhalter im Text meint einen Wert, der nicht freigegeben ist. Bitte den Text "
        "berichtigen oder den Wert freigeben.",
        blocks=True,
    ),
    "review": Kind(
        "Texte in Prüfung",
        "Diese Texte sind zur Prüfung eingereicht und würden fehlen. Bitte freigeben oder mit "
        "„Zurückgeben“ wieder zum Entwurf machen.",
        blocks=True,
    ),
    "sums": Kind(
        "Summen, die nicht aufgehen",
        "Die Ortsteile ergeben im Berichtsjahr nicht die Gesamtstadt. Bitte einen der Werte "
        "berichtigen. Wird verschieden gezählt, gehört bei der Kennzahl zu Ortsteilwerte "
        "„unabhängig“.",
        blocks=True,
    ),
    "alternatives": Kind(
        "Diagramme ohne Text",
        "Ohne einen Satz in Worten ist das Diagramm für blinde Menschen leer. Bitte Richtung und "
        "Einheit der Kennzahl prüfen.",
        blocks=True,
    ),
    "submitted": Kind(
        "Eingereicht, aber nicht freigegeben",
        "Diese Werte sind eingegeben und kämen nicht in den Bericht. Bitte freigeben oder "
        "zurückgeben.",
        blocks=False,
    ),
    "undecided": Kind(
        "Geheimhaltung noch nicht entschieden",
        "Über diese Werte ist nach der Regel für kleine Zahlen noch nicht entschieden; bis dahin "
        "bleiben sie geheim. Die nächste Freigabe der Kennzahl entscheidet über sie.",
        blocks=False,
    ),
    "values": Kind(
        "Fehlende Werte",
        "Für das Berichtsjahr gibt es weder einen Wert noch einen Grund. Bitte eingeben, oder "
        "angeben, warum es keinen gibt.",
        blocks=False,
    ),
    "stale": Kind(
        "Veraltete Werte",
        "Diese Kennzahlen werden wegen ihres Alters nicht bewertet. Bitte neuere Werte eingeben.",
        blocks=False,
    ),
    "former_sums": Kind(
        "Abweichungen früherer Jahre und gewichteter Mittel",
        "Die Ortsteile ergeben nicht genau die Gesamtstadt. Frühere Jahre und Mittel, deren "
        "Gewichte geschätzt sind, hindern nicht; bitte ansehen.",
        blocks=False,
    ),
    "sources": Kind(
        "Werte ohne Quelle",
        "Weder beim neuesten Wert noch bei der Kennzahl steht eine Quelle. Bitte bei der Kennzahl "
        "eintragen.",
        blocks=False,
    ),
    "decisions": Kind(
        "Ziele ohne Beschluss",
        "Der geltende Zielpfad nennt kein Gremium oder keinen Tag. Bitte eine Fassung mit "
        "Beschluss anlegen.",
        blocks=False,
    ),
    "texts": Kind(
        "Fehlende Texte",
        "Hier steht noch kein freigegebener Text. Bitte schreiben und freigeben, sonst bleibt die "
        "Stelle leer.",
        blocks=False,
    ),
    "criteria": Kind(
        "Kriterien ohne Antwort",
        "Zu diesen Kriterien druckt der Bericht „Noch offen“. Bitte antworten, oder begründen, "
        "warum der Bericht nichts dazu sagt, und die Antwort freigeben.",
        blocks=False,
    ),
    "wording": Kind(
        "Wortlaut nicht bestätigt",
        "Im Bericht steht dazu „Arbeitstitel“. Bitte den amtlichen Wortlaut eintragen und "
        "bestätigen.",
        blocks=False,
    ),
    "checks": Kind(
        "Maßnahmen ohne Prüfung der übergeordneten Ziele",
        "Bitte bei der Maßnahme eintragen, wie sie auf jedes übergeordnete Ziel wirkt.",
        blocks=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is mended."""

    kind: str  # indicator, entry, districts, target, area, goal, operational_goal, action, ...
    key: str = ""  # its code, slug or number
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is amiss."""

    kind: str  # of KINDS
    subject: str  # "K-1 Treibhausgase"
    words: str  # what is amiss with it, a German sentence
    place: Place

    @property
    def blocks(self) -> bool:
        return KINDS[self.kind].blocks


@dataclass(frozen=True, slots=True)
class Note:
    """A finding as it is kept with the edition that was frozen in spite of it."""

    kind: str
    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class Notes:
    """As they are stored."""

    notes: tuple[Note, ...]


def write_notes(notes: tuple[Note, ...]) -> str:
    """The canonical JSON of the notes of an edition."""
    return to_json(Notes(notes))


def read_notes(text: str) -> tuple[Note, ...]:
    """Read stored notes. Raises UnreadableError."""
    return from_json(Notes, text).notes


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind."""

    key: str
    kind: Kind
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """All findings."""

    findings: tuple[Finding, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """By kind, those that block first; kinds without any are left out."""
        groups = (
            Group(key, kind, tuple(one for one in self.findings if one.kind == key))
            for key, kind in KINDS.items()
        )
        return tuple(group for group in groups if group.findings)

    @property
    def blocking(self) -> int:
        return sum(one.blocks for one in self.findings)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is only noted, in the order of the groups."""
        return tuple(
            Note(one.kind, one.subject, one.words)
            for group in self.groups
            for one in group.findings
            if not one.blocks
        )

    @property
    def digest(self) -> str:
        """Tells these notes from any others; "" if there are none."""
        return hashlib.sha256(write_notes(self.notes).encode()).hexdigest() if self.notes else ""
