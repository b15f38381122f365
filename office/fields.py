"""Form fields that take what people write, full-width or half-width, and hand on one strict form."""

import datetime as dt
import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError

from kouryukai.lib.era import era_year, format_date, parse_date

DASHES = re.compile(r"[‐‑‒–—―−ー─-]+")


def narrow(text: str) -> str:
    """Full-width letters, digits and signs become half-width ones; blanks at the ends go."""
    return unicodedata.normalize("NFKC", text or "").strip()


# --- Dates: three inputs --------------------------------------------------------------------------------------------------
class JapaneseDateWidget(forms.MultiWidget):
    """年, 月, 日; the year in the era or the western count. Below them the day as it was understood."""

    template_name = "office/widgets/japanese_date.html"
    use_fieldset = True
    parts = ("年", "月", "日")

    def __init__(self, attrs=None):
        inputs = [
            forms.TextInput({"size": 4 if unit != "年" else 8, "autocomplete": "off"} | self._keys(unit))
            for unit in self.parts
        ]
        super().__init__(inputs, attrs)

    @staticmethod
    def _keys(unit: str) -> dict:
        return {} if unit == "年" else {"inputmode": "numeric"}

    def decompress(self, value) -> list[str]:
        if not value:
            return ["", "", ""]
        day = _day(value)
        return [era_year(day).removesuffix("年"), str(day.month), str(day.day)]

    def value_from_datadict(self, data, files, name):
        if name in data:
            return data[name]
        return super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data, files, name) -> bool:
        return name not in data and super().value_omitted_from_data(data, files, name)

    def get_context(self, name, value, attrs) -> dict:
        if isinstance(value, str):
            try:
                value = parse_date(value) if value.strip() else None
            except ValueError:
                value = [value, "", ""]
        context = super().get_context(name, value, attrs)
        for part, unit in zip(context["widget"]["subwidgets"], self.parts, strict=True):
            part["unit"] = unit
        context["widget"]["shown"] = self._shown(value)
        return context

    def _shown(self, value) -> str:
        try:
            day = joined_date(value) if isinstance(value, list) else value and _day(value)
        except ValueError:
            return ""
        return f"{format_date(day)} / {day.isoformat()}" if day else ""


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def joined_date(parts: list[str | None]) -> dt.date | None:
    """One day from what stands in the three inputs; None when all are empty. ValueError in Japanese."""
    plain = [narrow(part or "") for part in parts]
    if not any(plain):
        return None
    year, month, day = (
        text.removesuffix(unit).strip() for text, unit in zip(plain, JapaneseDateWidget.parts, strict=True)
    )
    missing = [unit for text, unit in zip((year, month, day), JapaneseDateWidget.parts, strict=True) if not text]
    if missing:
        raise ValueError(f"{'と'.join(missing)}を入力してください")
    return parse_date(f"{year}年{month}月{day}日")


class JapaneseDateField(forms.DateField):
    """A day as a `datetime.date`. Takes three parts, or one text such as 令和8年9月18日 or 2026-09-18."""

    widget = JapaneseDateWidget

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return _day(value)
        try:
            if isinstance(value, str):
                return parse_date(value) if value.strip() else None
            return joined_date(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None


# --- One line of text -------------------------------------------------------------------------------------------------------
class ClockField(forms.TimeField):
    """A time of day: 13:30, １３：３０, 13時30分, 午後1時半, 1330."""

    widget = forms.TextInput(attrs={"size": 7, "autocomplete": "off"})
    pattern = re.compile(r"^(午前|午後)?\s*(\d{1,2})\s*(?:[:.]|時)?\s*(\d{2}|\d{1,2}(?=分)|半)?分?$")

    def prepare_value(self, value):
        return f"{value.hour}:{value.minute:02d}" if isinstance(value, dt.time) else value

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, dt.time):
            return value or None
        found = self.pattern.match(narrow(str(value)))
        try:
            if not found:
                raise ValueError
            half, hour, minute = found.groups()
            hour = int(hour) if half is None else int(hour) % 12 + (12 if half == "午後" else 0)
            return dt.time(hour, 30 if minute == "半" else int(minute or 0))
        except ValueError:
            raise ValidationError(
                f"「{value}」は時刻として読めません。例: 13:30 または 13時30分", code="invalid"
            ) from None


class NumberField(forms.IntegerField):
    """A whole number; commas and a unit after it are taken: １，２００円, 20社."""

    widget = forms.TextInput
    unit = re.compile(r"(円|社|人|名|件|席|分|年|回|枚|組|%)$")

    def __init__(self, *, unit_shown: str = "", **options):
        super().__init__(**options)
        self.unit_shown = unit_shown

    def widget_attrs(self, widget) -> dict:
        return {"inputmode": "numeric", "size": 8, "autocomplete": "off"}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        plain = self.unit.sub("", narrow(str(value)).replace(",", "").replace("、", "")).strip()
        if not re.fullmatch(r"-?\d{1,15}", plain):
            raise ValidationError(f"「{value}」は整数として読めません。数字で入力してください", code="invalid")
        return int(plain)


class TelephoneField(forms.CharField):
    """A Japanese telephone number: ０３（１２３４）５６７８ becomes 03-1234-5678; digits alone stay digits alone."""

    def __init__(self, **options):
        options.setdefault("max_length", 20)
        super().__init__(**options)

    def widget_attrs(self, widget) -> dict:
        return {"inputmode": "tel", "autocomplete": "tel", "size": 18}

    def to_python(self, value):
        plain = DASHES.sub("-", re.sub(r"[()\s.]+", "-", narrow(value))).strip("-")
        plain = re.sub(r"^\+81-?0?", "0", plain)
        if plain and not re.fullmatch(r"0(?:-?\d){9,10}", plain):
            raise ValidationError("電話番号は0から始まる10桁か11桁の数字です。例: 03-1234-5678", code="invalid")
        return plain


class PostalCodeField(forms.CharField):
    """A postal code as 101-0041 from 1010041, 〒１０１－００４１, 101 0041."""

    def widget_attrs(self, widget) -> dict:
        return {"inputmode": "numeric", "autocomplete": "postal-code", "size": 10}

    def to_python(self, value):
        plain = DASHES.sub("", narrow(value).replace("〒", "").replace(" ", ""))
        if plain and not re.fullmatch(r"\d{7}", plain):
            raise ValidationError("郵便番号は数字7つです。例: 101-0041", code="invalid")
        return f"{plain[:3]}-{plain[3:]}" if plain else ""
