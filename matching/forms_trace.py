"""What the pages of the trace are asked: every parameter of their addresses passes these forms."""

import datetime as dt

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from events.forms import ListFilter
from office.fields import JapaneseDateField

NO_RECORDS = "この日の記録はありません。"


class TraceSearch(ListFilter):
    q = forms.CharField(label="氏名・登録番号・企業名・利用者のメールアドレス", max_length=100, required=False)


FIRST, LAST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)


def day_field(label: str) -> JapaneseDateField:
    return JapaneseDateField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"size": 16, "autocomplete": "off"}),
        validators=[MinValueValidator(FIRST, NO_RECORDS), MaxValueValidator(LAST, NO_RECORDS)],
    )


class PeriodFilter(forms.Form):
    """From one day to another, both included; without words, or with words nobody can read, the last `days` days."""

    since = day_field("いつから(例: 2026-09-01)")
    until = day_field("いつまで")

    def __init__(self, data, *, days: int, most: int, today: dt.date) -> None:
        self.days, self.most, self.today = days, most, today
        shown = data.copy()
        if not shown.get("since") and not shown.get("until"):
            shown["since"] = (today - dt.timedelta(days=days - 1)).isoformat()
            shown["until"] = today.isoformat()
        super().__init__(shown)

    def clean(self) -> dict:
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", "「いつまで」は「いつから」より後の日にしてください。")
        elif since and until and (until - since).days >= self.most:
            self.add_error("since", f"一度に調べられるのは{self.most}日分までです。期間を短くしてください。")
        return values

    def period(self) -> tuple[dt.datetime, dt.datetime]:
        """Midnight of the first day, midnight after the last."""
        values = self.cleaned_data if self.is_valid() else {}
        until = values.get("until") or self.today
        since = values.get("since") or until - dt.timedelta(days=self.days - 1)
        if not dt.timedelta(0) <= until - since < dt.timedelta(days=self.most):
            since = until - dt.timedelta(days=self.days - 1)
        return _midnight(since), _midnight(until + dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
