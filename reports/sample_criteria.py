"""Sample content about the criteria of the shipped framework."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from indicators.models import Indicator
from reports.criteria import SHIPPED
from reports.criteria_tables import codes_of
from reports.models import Criterion, Report, ReportText, Section, Stance, TextState

INDICATORS: Path = settings.BASE_DIR / "reports" / "data" / "sample_criteria.csv"
# Of the criteria that are not among these, the first ones stay open, as in real life.
ANSWERS = {
    "01": "Die Strategie „Soest 2030“ verbindet acht Handlungsfelder mit drei übergeordneten "
    "Zielen. Jedes operative Ziel hat eine Kennzahl und ein Jahr.",
    "03": "Jede Kennzahl wird jährlich nach derselben Regel bewertet. **Ziele ändern sich nur "
    "durch Beschluss**; der frühere Zielpfad bleibt im Diagramm sichtbar.",
    "04": "Bürgerinnen und Bürger beteiligen sich in Bürgerräten, Werkstätten und online:"
    "\n\n- vor einem Beschluss,\n- bei der Umsetzung in den Ortsteilen,\n- bei der Auswertung.",
    "06": "Die Verwaltung misst ihren eigenen Verbrauch und berichtet darüber wie über alles "
    "andere.",
    "08": "Der Haushalt nennt bei großen Vorhaben, auf welches Ziel sie einzahlen.",
    "09": "Neue Lösungen beginnen als Pilotprojekt, werden ausgewertet und erst dann ausgeweitet.",
}
REASONS = {
    "07": "Nachhaltige Vergabe wird noch nicht einheitlich erfasst. Eine Auswertung ist für den "
    "nächsten Bericht vorgesehen.",
    "18": "Dazu gibt es bisher keine Kennzahl mit Werten; die Stadt baut die Erfassung auf.",
}
OF_A_FIELD = (
    "Was die Stadt zum Thema „{title}“ vorhat, steht bei den Zielen und Maßnahmen der "
    "Handlungsfelder. Ob es wirkt, zeigen die Kennzahlen."
)
FIELDS = 10  # number of the first criterion that is a Handlungsfeld of the framework


def assign_sample_indicators() -> None:
    """Put the sample indicators to the criteria they belong to, as often as wanted."""
    criteria = {one.code: one for one in Criterion.objects.filter(framework__code=SHIPPED.code)}
    indicators = {one.code: one for one in Indicator.objects.filter(is_sample=True)}
    with INDICATORS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            criterion = criteria.get(row["Nummer"])
            codes = codes_of(row["Kennzahlen"])
            if criterion is not None:
                criterion.indicators.add(*(indicators[one] for one in codes if one in indicators))


def sample_answers(report: Report, state: TextState) -> Iterator[ReportText]:
    """What a sample report says about the criteria of its framework; two stay open."""
    if report.framework is None:
        return
    for criterion in report.framework.criteria.all():
        answer = answer_to(criterion)
        if answer is not None:
            stance, body = answer
            yield ReportText(
                report=report,
                section=Section.CRITERION,
                criterion=criterion,
                stance=stance,
                body=body,
                state=state,
                is_sample=True,
            )


def answer_to(criterion: Criterion) -> tuple[Stance, str] | None:
    if criterion.code in REASONS:
        return Stance.EXPLAINS, REASONS[criterion.code]
    if criterion.code in ANSWERS:
        return Stance.REPORTS, ANSWERS[criterion.code]
    if criterion.code.isdecimal() and int(criterion.code) >= FIELDS:
        return Stance.REPORTS, OF_A_FIELD.format(title=criterion.title)
    return None
