"""The filter of the list of firms."""

from django import forms

from companies.models import Company
from institutions.models import Institution


class CompanyFilter(forms.Form):
    """A bank looks at its own firms only and is not asked whose."""

    q = forms.CharField(label="企業名", max_length=100, required=False)
    bank = forms.ModelChoiceField(
        label="金融機関", queryset=Institution.objects.none(), required=False, empty_label="すべて"
    )

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if user.is_coordinator:
            self.fields["bank"].queryset = Institution.objects.filter(pk__in=Company.objects.values("institution"))
        else:
            del self.fields["bank"]

    def words(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("q", "")

    def institution(self) -> Institution | None:
        self.is_valid()
        return self.cleaned_data.get("bank")
