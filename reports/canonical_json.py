"""Frozen dataclasses as canonical JSON and back: equal content gives equal bytes.

Keys are sorted, nothing is padded, decimals are strings without trailing zeros ("6.9", never a
float), days and moments are ISO 8601 with moments in UTC. Reading is driven by the type hints of
the dataclass, so what comes back equals what went in.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar

Content = TypeVar("Content")
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class UnreadableError(ValueError):
    """The text is no JSON, or not the JSON of the wanted dataclass. Says where."""


def to_json(content: object) -> str:
    """Write a dataclass. Raises TypeError for a float, a set or anything else without one form."""
    return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(kind: type[Content], text: str) -> Content:
    """Read a dataclass written by `to_json`.

    A key that is missing takes the field's default, so that a dataclass may gain fields; a key
    that is unknown is refused. Raises UnreadableError.
    """
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise UnreadableError(f"no JSON: {error}") from error
    content: Content = _typed(kind, raw, "$")
    return content


def _plain(content: object) -> Json:
    if isinstance(content, Enum):
        return _plain(content.value)
    if content is None or isinstance(content, (bool, int, str)):
        return content
    if isinstance(content, Decimal):
        return decimal_text(content)
    if isinstance(content, datetime):
        return content.astimezone(UTC).isoformat()
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, (tuple, list)):
        return [_plain(item) for item in content]
    if is_dataclass(content):
        return {field.name: _plain(getattr(content, field.name)) for field in fields(content)}
    raise TypeError(f"no canonical form for {type(content).__name__}")


def decimal_text(number: Decimal) -> str:
    """The one way to write a number: no exponent, no trailing zeros, no minus zero.

    Raises ValueError for NaN and the infinities.
    """
    if not number.is_finite():
        raise ValueError(f"{number} is no number")
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _typed(kind: Any, raw: Any, place: str) -> Any:
    origin = typing.get_origin(kind)
    if origin is types.UnionType or origin is typing.Union:
        return _optional(kind, raw, place)
    if origin is tuple:
        return _items(typing.get_args(kind)[0], raw, place)
    if is_dataclass(kind):
        return _fields(kind, raw, place)
    return _scalar(kind, raw, place)


def _optional(kind: Any, raw: Any, place: str) -> Any:
    if raw is None:
        return None
    wanted = [one for one in typing.get_args(kind) if one is not types.NoneType]
    return _typed(wanted[0], raw, place)


def _items(kind: Any, raw: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise UnreadableError(f"{place}: a list is wanted")
    return tuple(_typed(kind, item, f"{place}[{index}]") for index, item in enumerate(raw))


def _fields(kind: Any, raw: Any, place: str) -> Any:
    if not isinstance(raw, dict):
        raise UnreadableError(f"{place}: an object is wanted")
    hints, optional = _shape(kind)
    if unknown := sorted(set(raw) - set(hints)):
        raise UnreadableError(f"{place}: unknown {', '.join(unknown)}")
    if missing := sorted(set(hints) - set(raw) - optional):
        raise UnreadableError(f"{place}: missing {', '.join(missing)}")
    return kind(**{name: _typed(hints[name], raw[name], f"{place}.{name}") for name in raw})


@cache
def _shape(kind: type) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Types of the fields, and the names of those that have a default."""
    optional = {
        field.name
        for field in fields(kind)
        if field.default is not MISSING or field.default_factory is not MISSING
    }
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}, frozenset(optional)


def _scalar(kind: Any, raw: Any, place: str) -> Any:
    if kind in (bool, int, str):
        if type(raw) is not kind:
            raise UnreadableError(f"{place}: {kind.__name__} is wanted")
        return raw
    try:
        if not isinstance(raw, str):
            raise ValueError("a string is wanted")
        if kind in (date, datetime):
            return kind.fromisoformat(raw)
        return kind(raw)  # Decimal, or an enumeration
    except (ValueError, InvalidOperation) as error:
        raise UnreadableError(f"{place}: {error}") from error
