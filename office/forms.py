"""Filters of the back office's lists."""

from django import forms

from office.models import WorkState
from office.registry import document_labels


def kinds() -> list[tuple[str, str]]:
    return [("", "すべて"), *sorted(document_labels().items(), key=lambda item: item[1])]


class DocumentFilter(forms.Form):
    kind = forms.ChoiceField(label="種類", choices=kinds, required=False)
    state = forms.ChoiceField(label="状態", choices=[("", "すべて"), *WorkState.choices], required=False)
    group = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def narrow(self, documents, *, ignore: tuple[str, ...] = ()):
        """The rows that the filter leaves; what cannot be read leaves all."""
        wanted = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        fields = {"kind": "kind", "state": "state", "group": "group_id"}
        return documents.filter(**{fields[k]: v for k, v in wanted.items() if v and k not in ignore})
