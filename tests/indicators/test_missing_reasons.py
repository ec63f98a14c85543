"""German words for why there is no value."""

from __future__ import annotations

import pytest

from indicators.annual_values import DERIVED_REASONS
from indicators.enums import MissingReason
from indicators.missing_reasons import SECRET, missing_words


def test_words_of_entered_and_derived_reasons() -> None:
    assert missing_words("") == ""
    assert missing_words("not_collected") == "nicht erhoben"
    assert missing_words("incomplete") == "nicht alle Zeiträume des Jahres liegen vor"


def test_unknown_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="gibt-es-nicht"):
        missing_words("gibt-es-nicht")


def test_secret_reasons_are_known_ones() -> None:
    assert {"protected", "confidential"} == SECRET
    assert {*MissingReason.values, *DERIVED_REASONS} >= SECRET
