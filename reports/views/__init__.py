"""Views by audience: public pages, and pages for making reports."""

from __future__ import annotations
