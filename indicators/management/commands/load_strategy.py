"""Load the frame of the strategy, its indicators, and what is published about them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from indicators.catalogue import parse_indicators
from indicators.catalogue_loading import load_indicators
from strategy.catalogue import parse_strategy
from strategy.catalogue_loading import Changes, load_strategy
from strategy.models import StrategyFrame
from strategy.toml_tables import CatalogueError, Document, Problem, raise_problems, read_document

STRATEGY_FILE = settings.BASE_DIR / "strategy" / "data" / "strategy.toml"
INDICATOR_FILES = (
    settings.BASE_DIR / "indicators" / "data" / "sdg_indicators.toml",
    settings.BASE_DIR / "indicators" / "data" / "soest_indicators.toml",
)


class Command(BaseCommand):
    help = (
        "Lädt den Rahmen der Strategie, die Kennzahlen und die veröffentlichten Werte und Ziele. "
        "Beliebig oft: Was schon stimmt, bleibt; bei einem Fehler ändert sich nichts. Was in der "
        "Verwaltung anders steht, folgt wieder den Dateien, außer es ist dort bestätigt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=STRATEGY_FILE,
            metavar="DATEI",
            help="Rahmen der Strategie (TOML); sonst der mitgelieferte",
        )
        parser.add_argument(
            "--indicators",
            nargs="+",
            type=Path,
            default=INDICATOR_FILES,
            metavar="DATEI",
            help="Kennzahlen, Werte und Ziele (TOML); sonst die mitgelieferten",
        )

        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="nur beim ersten Mal laden: Was in der Verwaltung geändert wurde, bleibt",
        )

    def handle(
        self, *, file: Path, indicators: Sequence[Path], if_empty: bool, **options: Any
    ) -> None:
        if if_empty and StrategyFrame.objects.exists():
            self.stdout.write("Der Rahmen der Strategie ist schon geladen, nichts geändert.")
            return
        try:
            changes = load(file, indicators)
        except CatalogueError as error:
            raise CommandError(
                f"Nichts geändert. {told_count(len(error.problems))}\n{error}"
            ) from error
        except IntegrityError as error:
            raise CommandError(f"Nichts geändert. Die Datenbank lehnt ab: {error}") from error
        for kind in changes:
            self.stdout.write(kind.summary())
            for line in details(kind, with_added=options["verbosity"] > 1):
                self.stdout.write(f"  {line}")


def load(strategy_file: Path, indicator_files: Iterable[Path]) -> list[Changes]:
    """Read all files, and only if all of them are right, write them in one transaction."""
    strategy_document, *indicator_documents = read_all([strategy_file, *indicator_files])
    strategy = parse_strategy(strategy_document)
    indicators = parse_indicators(indicator_documents, strategy)
    raise_problems([strategy_document, *indicator_documents])
    with transaction.atomic():
        return [*load_strategy(strategy), *load_indicators(indicators)]


def read_all(paths: Iterable[Path]) -> list[Document]:
    """The files, or one error with the problems of all those that cannot be read."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            documents.append(read_document(path))
        except CatalogueError as error:
            problems += error.problems
    if problems:
        raise CatalogueError(problems)
    return documents


def details(kind: Changes, *, with_added: bool) -> list[str]:
    added = [f"neu: {name}" for name in kind.added] if with_added else []
    changed = [f"geändert: {name}" for name in kind.changed]
    return [*added, *changed, *(f"bleibt: {name}" for name in kind.kept)]


def told_count(problems: int) -> str:
    return "Ein Fehler:" if problems == 1 else f"{problems} Fehler:"
