"""A write that met another one at the wrong moment is tried once more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from time import sleep
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

logger = logging.getLogger(__name__)

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

PAUSE = 0.1  # seconds
# PostgreSQL ended one of two transactions that would have waited for each other for ever, or
# that cannot both have come first.
PASSING_STATES = frozenset({"40P01", "40001"})
# SQLITE_BUSY and SQLITE_LOCKED: another writer was not finished in time.
PASSING_CODES = frozenset({5, 6})


def in_one_transaction(write: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """All of `write` or nothing; begun anew once if the database had to break it off.

    It must read every row it changes by itself. Inside another transaction there is no second
    try: the whole of that one is undone. What fails twice is raised, and answered by 503.
    """

    @wraps(write)
    def tried(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            with transaction.atomic():
                return write(*args, **kwargs)
        except OperationalError as error:
            if connection.in_atomic_block or not is_passing(error):
                raise
            logger.warning("%s is tried once more: %s", write.__name__, error)
        sleep(PAUSE)  # at once, it could take the same lock away from the other writer again
        with transaction.atomic():
            return write(*args, **kwargs)

    return tried


def is_passing(error: OperationalError) -> bool:
    """Whether the same may well succeed a moment later."""
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    return getattr(cause, "sqlstate", None) in PASSING_STATES or (
        code is not None and code & 0xFF in PASSING_CODES  # the rest of it names the occasion
    )
