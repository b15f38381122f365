"""A stored value as a person reads it: choices by their words, dates by their era, keys by the names of what they lead to."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from kouryukai.lib.era import format_date

NOTHING = "記入なし"
OTHER_RECORD = "別の記録"


def words_of(column: models.Field, value: Any, names: Mapping[UUID, str]) -> str:
    if value is None or value == "" or value == []:
        return NOTHING
    if column.is_relation:
        return names.get(value, OTHER_RECORD)
    if isinstance(value, list):
        inner = getattr(column, "base_field", column)
        return "、".join(words_of(inner, one, names) for one in value)
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, dt.datetime):
        moment = timezone.localtime(value)
        return f"{format_date(moment.date())} {moment:%H:%M}"
    if isinstance(value, dt.date):
        return format_date(value)
    if hasattr(value, "lower") and hasattr(value, "upper") and isinstance(value.lower, dt.datetime):
        return f"{words_of(column, value.lower, names)}〜{timezone.localtime(value.upper):%H:%M}"
    return str(value)
