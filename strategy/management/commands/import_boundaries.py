"""Take over real boundaries of all parts of the city, as the page of the boundaries does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from strategy.boundaries import BoundaryError
from strategy.boundaries.reading import LARGEST_FILE
from strategy.boundary_import import NewBoundaries, read_boundaries, store_boundaries
from strategy.models import DistrictBoundary

LONGEST_SOURCE = DistrictBoundary._meta.get_field("source").max_length or 0
LONGEST_LICENCE = DistrictBoundary._meta.get_field("licence").max_length or 0


class Command(BaseCommand):
    help = (
        "Übernimmt die Grenzen der Kernstadt und aller Ortsteile aus einer GeoJSON-Datei (WGS 84): "
        "alle oder keine. Sie ersetzen die Kacheln der Karte und frühere Grenzen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="DATEI", help="die GeoJSON-Datei")
        parser.add_argument(
            "--source", required=True, metavar="TEXT", help="Quelle, die unter der Karte steht"
        )
        parser.add_argument(
            "--licence", default="", metavar="TEXT", help="Lizenz, die unter der Karte steht"
        )
        parser.add_argument("--dry-run", action="store_true", help="nur zeigen, nichts ändern")

    def handle(
        self, *args: Any, file: Path, source: str, licence: str, dry_run: bool, **options: Any
    ) -> None:
        source = checked("--source", source, LONGEST_SOURCE)
        licence = checked("--licence", licence, LONGEST_LICENCE)
        if not source:
            raise CommandError("--source ist leer. Bitte nennen Sie, woher die Grenzen stammen.")
        try:
            new = read_boundaries(content_of(file))
            self.tell(new)
            if dry_run:
                self.stdout.write("Es wurde nichts geändert.")
                return
            store_boundaries(new.shapes, source=source, licence=licence, by=None)
        except BoundaryError as error:
            raise CommandError("\n".join(error.problems)) from error
        self.stdout.write(f"Übernommen: Grenzen von {len(new.shapes)} Teilen der Stadt.")

    def tell(self, new: NewBoundaries) -> None:
        """Which area is which part, and what is left out."""
        for part in new.parts:
            self.stdout.write(
                f"{part.name}: „{part.called}“, {part.area:.2f} km²".replace(".", ",")
            )
        if new.match.left_out:
            self.stdout.write(f"Nicht gebraucht: {', '.join(new.match.left_out)}")


def content_of(file: Path) -> bytes:
    """The file, but of one that is too large only as much as shows it. Raises CommandError."""
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CommandError(f"{file} lässt sich nicht lesen: {error.strerror}.") from error


def checked(option: str, text: str, longest: int) -> str:
    """A text that fits its column. Raises CommandError."""
    text = text.strip()
    if len(text) > longest:
        raise CommandError(f"{option} hat {len(text)} Zeichen, höchstens {longest} passen.")
    return text
