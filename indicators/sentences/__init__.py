"""What an assessment, its rule and a distance say, in German with their numbers.

Numbers have the indicator's unit and decimals, and more decimals only where different numbers
would look alike. The functions raise ValueError for an assessment that lacks a number its rule
needs; those made by `assess` have them all.
"""

from __future__ import annotations

from indicators.sentences.decisions import moved_sentence, path_name, rated_by, superseded_by
from indicators.sentences.distances import distance_sentence
from indicators.sentences.findings import assessment_sentence
from indicators.sentences.paces import pace_sentence
from indicators.sentences.reasons import outlook_reason
from indicators.sentences.worked import worked_example

__all__ = [
    "assessment_sentence",
    "distance_sentence",
    "moved_sentence",
    "outlook_reason",
    "pace_sentence",
    "path_name",
    "rated_by",
    "superseded_by",
    "worked_example",
]
