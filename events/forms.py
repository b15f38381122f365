"""Filters of the lists: every parameter of an address passes a form."""

from django import forms


class ListFilter(forms.Form):
    """One box that searches. Too long or strange words find nothing rather than break the page."""

    q = forms.CharField(label="さがす", max_length=100, required=False)

    def words(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class EventFilter(ListFilter):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100, required=False)

    def fiscal_year(self) -> int | None:
        return self.cleaned_data.get("year") if self.is_valid() else None
