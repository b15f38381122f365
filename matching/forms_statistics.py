"""The period and host that the statistics page is about: every parameter of its address passes this form."""

import datetime as dt

from django import forms

from events.models import EventHost
from institutions.models import Institution
from matching.statistics import Period, Year


class PeriodForm(forms.Form):
    year = forms.TypedChoiceField(label="期間", required=False, coerce=int, empty_value=None)
    host = forms.ModelChoiceField(
        label="主催", required=False, queryset=Institution.objects.none(), empty_label="すべての主催者"
    )

    def __init__(self, *args, years: list[Year], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        told = [(year.year, f"{year.label}({year.own + year.history}回)") for year in years]
        self.fields["year"].choices = [("", "すべての年度"), *told]
        self.fields["host"].queryset = Institution.objects.filter(pk__in=EventHost.objects.values("institution"))

    def period(self, until: dt.date) -> Period:
        """All events where the address says nothing sensible."""
        if not self.is_valid():
            return Period(until)
        return Period(until, self.cleaned_data["year"], self.cleaned_data["host"])
