"""Made-up texts for the sample reports: one published, one that people are still writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import Role, User
from indicators.annual_values import YearValue
from indicators.models import Indicator
from indicators.publishable import PublishedValue, published_values, years_of
from reports.models import Report, ReportText, Section, TextState, TextStep, TextVersion
from reports.tokens import CITY, VALUE, Token, write_token
from strategy.models import ActionArea, District, StrategicGoal

FOREWORD = """\
Liebe Soesterinnen und Soester,

dies ist ein Beispieltext. An dieser Stelle steht später das Vorwort des Bürgermeisters. Es wird \
in der Anwendung geschrieben, geprüft, freigegeben und mit dem Bericht eingefroren.

Der Bericht hält einmal im Jahr fest, wo die Stadt auf dem Weg zu ihren Zielen für 2030 steht: \
mit Zahlen, ihren Quellen und einer Bewertung nach festen Regeln. Er nennt, *was gelingt*, und \
ebenso, *was zu langsam geht* oder sich vom Ziel entfernt.

> Was einmal veröffentlicht ist, wird nicht mehr geändert. Berichtigungen erscheinen als neue \
Ausgabe, und die frühere bleibt abrufbar.

So lässt sich noch in zehn Jahren nachlesen, was die Stadt wusste, als sie entschied."""

SUMMARY = """\
Dies ist ein Beispieltext. Hier fasst die Koordination das Berichtsjahr in eigenen Worten \
zusammen: die wichtigsten Fortschritte, die größten Abstände zum Ziel und was daraus folgt.

## Das Wichtigste in Zahlen

{table}

## Was daraus folgt

1. Eine gute Zusammenfassung **beginnt mit dem Ergebnis** und nennt die Kennzahlen beim Namen.
2. Sie ordnet Ausschläge ein, die auf eine neue Erhebungsweise zurückgehen.
3. Sie sagt, worüber der Rat im kommenden Jahr zu entscheiden hat.

Die folgenden Seiten zeigen die Verteilung der Bewertungen, die Veränderungen gegenüber dem \
Vorjahr und die Kennzahlen, deren Tempo am weitesten hinter dem nötigen liegt."""

AREA = """\
Dies ist ein Beispieltext zum Handlungsfeld {name}. Die zuständigen Abteilungen ordnen hier ein, \
was die Kennzahlen dieses Kapitels zeigen: welche Entwicklung erwartet war, welche überrascht \
hat, und woran es liegt.

{findings}

Daran schließt an, was im Berichtsjahr getan wurde und was als Nächstes ansteht. Einzelheiten \
stehen bei den Maßnahmen am Ende des Kapitels."""

GOAL = """\
Dies ist ein Beispieltext zum Ziel {code}. Er sagt in wenigen Sätzen, **was im Berichtsjahr getan \
wurde**, was sich dadurch verändert hat und was noch fehlt."""

COMMENT = """\
Beispieltext: Nach {former} im Jahr {before} sind es nun {latest}. Die Abteilung erklärt hier, \
woran das liegt und was sie für das kommende Jahr erwartet."""

ANNEX = """\
Dies ist ein Beispieltext. Im Anhang stehen Hinweise, die für das Verständnis nützlich sind:

- Quellen, die für mehrere Kennzahlen gelten, etwa das [Statistische Landesamt](https://www.it.nrw)
- Abkürzungen und Einheiten
- Beschlüsse des Rates, auf die sich der Bericht bezieht"""

IN_A_TABLE, IN_A_LIST, WITH_COMMENT = 5, 2, 3  # indicators


@dataclass(frozen=True, slots=True)
class Told:
    """An indicator that has values for the report's year and the one before."""

    indicator: Indicator
    years: dict[int, YearValue]

    def token(self, year: int) -> str:
        return write_token(Token(VALUE, self.indicator.code, year, CITY))


# The published report ----------------------------------------------------------------


def published_texts(report: Report, *, at: datetime) -> list[ReportText]:
    """Approved texts for most places, with the numbers that were known at a moment."""
    areas, told = list(ActionArea.objects.all()), told_indicators(report.year, at)

    def text(section: Section, body: str, **place: object) -> ReportText:
        return ReportText(
            report=report,
            section=section,
            body=body,
            state=TextState.APPROVED,
            is_sample=True,
            **place,
        )

    return [
        text(Section.FOREWORD, FOREWORD),
        text(Section.SUMMARY, summary(report.year, told)),
        text(Section.ANNEX, ANNEX),
        *(text(Section.AREA, area_text(area, report.year, told), area=area) for area in areas),
        *(text(Section.GOAL, GOAL.format(code=goal.code), goal=goal) for goal in first_goals()),
        *(
            text(Section.INDICATOR, comment(one, report.year), indicator=one.indicator)
            for area in areas
            for one in of_area(told, area)[:WITH_COMMENT]
        ),
    ]


def told_indicators(year: int, at: datetime) -> list[Told]:
    """Those with a value of the whole city for a year and the one before, by code."""
    rows: defaultdict[int, list[PublishedValue]] = defaultdict(list)
    for row in published_values(districts=[District.objects.city().pk], at=at):
        rows[row.indicator_id].append(row)
    found = []
    for indicator in Indicator.objects.filter(pk__in=rows).order_by("code"):
        years = {one.year: one for one in years_of(indicator, rows[indicator.pk])}
        if all((one := years.get(wanted)) and one.value for wanted in (year - 1, year)):
            found.append(Told(indicator, years))
    return found


def of_area(told: Sequence[Told], area: ActionArea) -> list[Told]:
    return [one for one in told if one.indicator.area_id == area.pk]


def first_goals() -> Iterator[StrategicGoal]:
    """The first strategic goal of each Handlungsfeld that has operational goals."""
    seen: set[int] = set()
    for goal in StrategicGoal.objects.filter(operational_goals__isnull=False).distinct():
        if goal.area_id not in seen:
            seen.add(goal.area_id)
            yield goal


def summary(year: int, told: Sequence[Told]) -> str:
    """With a table of one indicator for each Handlungsfeld."""
    firsts: dict[int | None, Told] = {}
    for one in told:
        firsts.setdefault(one.indicator.area_id, one)
    head = f"| Kennzahl | {year - 1} | {year} |\n|---|--:|--:|"
    rows = [
        f"| {one.indicator.name} | {one.token(year - 1)} | {one.token(year)} |"
        for one in list(firsts.values())[:IN_A_TABLE]
    ]
    return SUMMARY.format(table="\n".join([head, *rows]) if rows else "")


def area_text(area: ActionArea, year: int, told: Sequence[Told]) -> str:
    lines = [
        f"- **{one.indicator.name}**: {one.token(year)} nach {one.token(year - 1)} im Jahr davor"
        for one in of_area(told, area)[:IN_A_LIST]
    ]
    return AREA.format(name=area.name, findings="\n".join(lines))


def comment(one: Told, year: int) -> str:
    return COMMENT.format(former=one.token(year - 1), before=year - 1, latest=one.token(year))


# The report that is being written ----------------------------------------------------


def write_drafts(report: Report, today: date) -> None:
    """Texts in every state, with writers and dates, one of them late and one given back."""
    people = sample_people()
    if people is None:
        return
    writer, coordinator, other = people
    moment = timezone.now()
    told = told_indicators(report.year, moment)
    areas = list(ActionArea.objects.all())
    states = (TextState.APPROVED, TextState.REVIEW, TextState.DRAFT, None)
    rows = [
        drafted(report, Section.FOREWORD, FOREWORD, TextState.DRAFT, coordinator, other),
        drafted(report, Section.SUMMARY, "", None, coordinator, other),
    ]
    for number, area in enumerate(areas):
        body = area_text(area, report.year, told)
        state = states[number % len(states)]
        rows.append(drafted(report, Section.AREA, body, state, writer, other, area=area))
        rows += [
            drafted(
                report,
                Section.INDICATOR,
                comment(one, report.year),
                states[(number + place) % 4],
                writer,
                other,
                indicator=one.indicator,
            )
            for place, one in enumerate(of_area(told, area)[:WITH_COMMENT])
        ]
    for number, row in enumerate(rows):
        row.due_on = today + timedelta(days=14 + 7 * (number % 3))
    late = next((row for row in rows if row.state == TextState.DRAFT and row.area), None)
    if late is not None:
        late.due_on = today - timedelta(days=4)
        late.note = "Bitte noch sagen, woran der Rückgang liegt."
    ReportText.objects.bulk_create(rows)
    keep_versions(row for row in rows if row.body)


def sample_people() -> tuple[User, User, User] | None:
    """Somebody who writes and two who coordinate; None if they are not all there."""
    people = User.objects.filter(is_sample=True, is_active=True).order_by("username")
    writer = people.filter(role=Role.ENTRY).first()
    coordinators = people.filter(role=Role.COORDINATION)[:2]
    if writer is None or len(coordinators) < 2:
        return None
    return writer, coordinators[0], coordinators[1]


def drafted(
    report: Report,
    section: Section,
    body: str,
    state: TextState | None,
    writer: User,
    approver: User,
    **place: object,
) -> ReportText:
    """A text in a state; None: somebody was asked, and has written nothing yet."""
    now, approved = timezone.now(), state == TextState.APPROVED
    return ReportText(
        report=report,
        section=section,
        body=body if state else "",
        state=state or TextState.DRAFT,
        version=1 if state else 0,
        writer=writer,
        saved_by=writer if state else None,
        saved_at=now if state else None,
        approved_by=approver if approved else None,
        approved_at=now if approved else None,
        is_sample=True,
        **place,
    )


def keep_versions(rows: Iterator[ReportText]) -> None:
    """Their first version, and the approval of those that are approved."""
    for row in rows:
        steps = [(TextStep.SAVED, row.saved_by)]
        if row.state == TextState.APPROVED:
            steps.append((TextStep.APPROVED, row.approved_by))
        TextVersion.objects.bulk_create(
            TextVersion(
                text=row,
                number=row.version,
                step=step,
                body=row.body,
                stance=row.stance,
                by=person,
                at=timezone.now(),
                is_sample=True,
            )
            for step, person in steps
        )
