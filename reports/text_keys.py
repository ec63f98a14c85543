"""What the places of texts are called in addresses: whole keys, and beginnings of keys."""

from __future__ import annotations

FOREWORD, SUMMARY, ANNEX = "vorwort", "zusammenfassung", "anhang"
# Before number, code, slug and code of the row that the text is about.
AREA, GOAL, INDICATOR, CRITERION = "handlungsfeld-", "ziel-", "kennzahl-", "kriterium-"
