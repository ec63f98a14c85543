"""Remind people of what they owe, and send every mail that waits."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.entry.mail_delivery import Delivery, deliver, is_configured
from indicators.entry.mail_retention import forget_old_mails
from indicators.entry.mails import preview
from indicators.entry.reminders.debts import Debt
from indicators.entry.reminders.letters import Letter, plan_reminders
from indicators.entry.reminders.sending import TEMPLATE, context_of, send_reminders
from indicators.enums import MailState
from indicators.models import Mail
from indicators.uploads import drop_unused


class Command(BaseCommand):
    help = (
        "Erinnert an fehlende Werte der Erhebungsrunden und verschickt alle wartenden Nachrichten. "
        "Gehört einmal am Tag in cron. Beliebig oft: Niemand wird zweimal am Tag oder zweimal an "
        "dasselbe erinnert; ein ausgefallener Tag wird einmal nachgeholt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--date",
            type=day,
            metavar="JJJJ-MM-TT",
            help="als wäre dieser Tag; ein künftiger nur mit --dry-run",
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--dry-run", action="store_true", help="nur zeigen, wer woran erinnert würde"
        )
        what.add_argument(
            "--only-queue",
            action="store_true",
            help="nur verschicken, was wartet; darf alle paar Minuten laufen",
        )

    def handle(self, *, dry_run: bool, only_queue: bool, **options: Any) -> None:
        today = timezone.localdate()
        wanted: date = options["date"] or today
        if wanted > today and not dry_run:
            raise CommandError("Ein künftiges Datum geht nur mit --dry-run.")
        if dry_run:
            self.show(plan_reminders(wanted).letters)
            return
        if not only_queue:
            self.remind(wanted)
            forget_old_mails()
            drop_unused()
        self.tell(deliver())

    def show(self, letters: Sequence[Letter]) -> None:
        for letter in letters:
            self.stdout.write(f"An: {letter.to}\nBetreff: {letter.subject}\n")
            self.stdout.write(preview(TEMPLATE, context_of(letter)))
            self.stdout.write("-" * 72)
        self.stdout.write(f"{counted(len(letters))} (Probelauf, nichts geschrieben).")

    def remind(self, today: date) -> None:
        plan = plan_reminders(today)
        written = send_reminders(plan.letters, today)
        self.stdout.write(f"{counted(written)}.")
        withheld = Mail.objects.filter(reminder_day=today, state=MailState.WITHHELD).count()
        if withheld:
            self.stdout.write(f"Zurückgehalten, weil es um Beispiele geht: {withheld}.")
        for debt in plan.unreachable:
            self.stderr.write(f"Niemand erreichbar: {told(debt)}")

    def tell(self, delivery: Delivery) -> None:
        self.stdout.write(
            f"Verschickt: {delivery.sent}, wartend: {delivery.waiting}, "
            f"fehlgeschlagen: {delivery.failed}."
        )
        if not is_configured() and delivery.waiting:
            self.stderr.write("Kein Mailserver eingestellt (EMAIL_HOST): Nichts wird verschickt.")
        elif delivery.postponed:
            self.stderr.write("Nicht alles ging durch. Den Grund nennt /erfassung/nachrichten/.")


def day(text: str) -> date:
    """A date on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"„{text}“ ist kein Datum wie 2026-03-31.") from None


def counted(letters: int) -> str:
    return "1 Erinnerung" if letters == 1 else f"{letters} Erinnerungen"


def told(debt: Debt) -> str:
    """A debt that nobody can be written to about."""
    return (
        f"{debt.department} schuldet der {debt.round} {len(debt.lines)} Werte. Bitte in der "
        "Verwaltung eine Person mit E-Mail-Adresse oder ein Sammelpostfach eintragen."
    )
