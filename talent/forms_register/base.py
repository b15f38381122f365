"""One page of the registration: a form that reads and writes its part of the sheet, and keeps what it cannot take yet as it was typed."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django import forms

LONGEST_TYPED = 20_000  # signs of one entry kept as typed; ten times what the longest field takes
MOST_TYPED = 80  # entries of one list
FIRST_YEAR = 1940


class StepForm(forms.Form):
    """`keys`: what of the sheet stands on this page. A field has the name of its key unless the form says otherwise."""

    keys: tuple[str, ...] = ()
    use_required_attribute = False

    @classmethod
    def data_of(cls, sheet: Mapping[str, Any]) -> dict[str, Any]:
        """What the controls show for that sheet."""
        return {key: sheet[key] for key in cls.keys if sheet.get(key) not in (None, "", [])}

    def to_sheet(self) -> dict[str, Any]:
        """What is clean, as the sheet holds it; a field with a mistake is left out."""
        self.is_valid()
        return {key: plain(self.cleaned_data[key]) for key in self.keys if key in self.cleaned_data}

    def as_typed(self) -> dict[str, Any]:
        """What stands in the controls, to be shown again exactly so."""
        raw = {name: self[name].data for name in self.fields}
        return {name: _short(value) for name, value in raw.items() if value not in (None, "", [])}


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value[:LONGEST_TYPED]
    if isinstance(value, list | tuple):
        return [_short(one) for one in value[:MOST_TYPED]]
    return value if isinstance(value, bool | int) else json.loads(json.dumps(value, default=str))


def choices(options, blank: str = "選んでください") -> list[tuple[str, str]]:
    return [("", blank), *options]
