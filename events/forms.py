"""Filters of the lists: every parameter of an address passes a form."""

from collections.abc import Iterable

from django import forms

from institutions.categories import Category


class ListFilter(forms.Form):
    """One box that searches. Too long or strange words find nothing rather than break the page."""

    q = forms.CharField(label="さがす", max_length=100, required=False)

    def words(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class EventFilter(ListFilter):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100, required=False)

    def fiscal_year(self) -> int | None:
        return self.cleaned_data.get("year") if self.is_valid() else None


class BriefFilter(forms.Form):
    """What a senior looks for among the open issues; `regions` are those that occur."""

    q = forms.CharField(label="ことば", max_length=100, required=False)
    category = forms.ChoiceField(label="分野", choices=[("", "すべて"), *Category.choices], required=False)
    region = forms.ChoiceField(label="地域", required=False)
    order = forms.ChoiceField(choices=[("", "合いそうな順"), ("closing", "締め切りの早い順")], required=False)

    def __init__(self, *args, regions: Iterable[str], **options) -> None:
        super().__init__(*args, **options)
        self.fields["region"].choices = [("", "すべて"), *((region, region) for region in regions)]

    def value(self, name: str) -> str:
        """The cleaned value, "" where it is missing or wrong."""
        self.is_valid()
        return self.cleaned_data.get(name, "")


class DeskForm(forms.Form):
    date = forms.DateField()
