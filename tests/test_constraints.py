"""No rule of the database is without an attempt to break it."""

from __future__ import annotations

from tests.accounts.test_constraints import BREACHES as ACCOUNTS
from tests.breaches import CONSTRAINTS, REFUSALS
from tests.indicators.test_constraints import BREACHES as INDICATORS
from tests.indicators.test_constraints import FINITE
from tests.reports.test_constraints import BREACHES as REPORTS
from tests.strategy.test_constraints import BREACHES as STRATEGY


def test_every_rule_is_tried() -> None:
    tried = [*ACCOUNTS, *STRATEGY, *INDICATORS, *FINITE, *REPORTS]
    assert sorted(tried) == sorted([*CONSTRAINTS, *REFUSALS])
