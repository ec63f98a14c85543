"""What is amiss with a report before it is frozen: what stops it, and what is only noted.

The rules look at the very snapshot that would be frozen, and at what stays outside of it.
"""

from __future__ import annotations
