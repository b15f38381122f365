"""Lines, texts, readings, years and money as people write them: tidied, and handed on in one strict form."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kouryukai.lib.era import LONGEST, parse_year_alone
from kouryukai.lib.japanese import is_kana, kana, parse_man_yen, tidy, tidy_lines
from office.fields import narrow


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


class ReadingField(LineField):
    """A person's reading in katakana; hiragana and half-width kana are taken."""

    def to_python(self, value):
        reading = kana(super().to_python(value))
        if not all("ァ" <= sign <= "ヺ" or sign in "ー・ " for sign in reading):
            raise ValidationError("カタカナかひらがなで書いてください。漢字や数字は使えません。")
        return reading


class FirmReadingField(LineField):
    """A firm's reading: digits and Latin letters too."""

    def to_python(self, value):
        reading = kana(super().to_python(value))
        if not is_kana(reading):
            raise ValidationError("カタカナかひらがなで書いてください。例: ミホンセイサクショ")
        return reading


class YearField(forms.Field):
    """A year as a number: 昭和60, S60, 1985, １９８５年."""

    widget = forms.TextInput
    unit_shown = "年"

    def __init__(self, *, earliest: int = 1940, latest: int = 1, **options):
        """`latest`: how many years after this one are still taken."""
        self.earliest, self.latest = earliest, latest
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
        if not self.earliest <= year <= timezone.localdate().year + self.latest:
            raise ValidationError(f"{self.earliest}年から今年までの年を書いてください。{text}は{year}年と読みました。")
        return year


class ManYenField(forms.Field):
    """Money in 万円: 3000, 3,000万円, 1.5億円 and 30,000,000円 are taken."""

    widget = forms.TextInput
    unit_shown = "万円"
    MOST = 2_000_000_000

    def widget_attrs(self, widget) -> dict:
        return {"inputmode": "decimal", "size": 12, "autocomplete": "off"}

    def to_python(self, value):
        text = narrow(str(value)) if value is not None else ""
        if not text:
            return None
        try:
            amount = parse_man_yen(text) if len(text) <= 30 else None
        except ValueError:
            amount = None
        if amount is None or amount > self.MOST:
            raise ValidationError(f"「{text[:30]}」は金額として読めません。例: 1000 または 3.5億円")
        return amount
