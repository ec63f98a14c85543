"""What differs between two snapshots, as a list that can be printed: complete, and in German."""

from __future__ import annotations
