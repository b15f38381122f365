"""One page of the registration: a form that reads and writes its part of the sheet, and keeps what it cannot take yet as it was typed."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kouryukai.lib.era import LONGEST, parse_year_alone
from kouryukai.lib.japanese import tidy, tidy_lines
from office.fields import narrow

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


# --- Fields -------------------------------------------------------------------------------------------------------------
class LineField(forms.CharField):
    """One line, tidied. A text that is too long is shown again and not cut off by the browser."""

    def __init__(self, *, size: int = 30, **options):
        self.size = size
        super().__init__(**options)

    def widget_attrs(self, widget) -> dict:
        return {"size": self.size, "autocomplete": "off"} if isinstance(widget, forms.TextInput) else {}

    def to_python(self, value):
        return tidy(super().to_python(value))


class LinesField(LineField):
    """Several lines, tidied."""

    def __init__(self, *, rows: int = 4, **options):
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)

    def to_python(self, value):
        return tidy_lines(forms.CharField.to_python(self, value))


class YearField(forms.Field):
    """A year as a number: 昭和60, S60, 1985, １９８５年."""

    widget = forms.TextInput
    unit_shown = "年"

    def __init__(self, *, latest: int = 1, **options):
        self.latest = latest
        super().__init__(**options)

    def widget_attrs(self, widget) -> dict:
        return {"size": 8, "autocomplete": "off"}

    def to_python(self, value):
        text = narrow(str(value)) if value is not None else ""
        if not text:
            return None
        if len(text) > LONGEST:
            raise ValidationError(f"「{text[:LONGEST]}…」は年として読めません。例: 昭和60 または 1985")
        try:
            year = parse_year_alone(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if not FIRST_YEAR <= year <= timezone.localdate().year + self.latest:
            raise ValidationError(f"{FIRST_YEAR}年から今年までの年を書いてください。{text}は{year}年と読みました。")
        return year


def choices(options, blank: str = "選んでください") -> list[tuple[str, str]]:
    return [("", blank), *options]
