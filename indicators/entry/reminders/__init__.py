"""Reminders of what departments owe to a round: when, to whom, in which words."""

from __future__ import annotations
