"""The rules, without a database: a snapshot and what lies around it in, findings out."""

from __future__ import annotations
