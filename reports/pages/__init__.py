"""The pages of the printed report: from a snapshot to plain structures for its templates.

Nothing here reads the database or the clock, so the same snapshot always gives the same pages.
"""

from __future__ import annotations
