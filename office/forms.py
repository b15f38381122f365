"""Filters of the back office's lists."""

from django import forms

from office.fields import narrow
from office.models import ErasureReason, WorkState
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


class ErasureForm(forms.Form):
    """Why, and the word that shows that it is this person."""

    reason = forms.ChoiceField(label="理由", choices=[("", "選んでください"), *ErasureReason.choices])
    word = forms.CharField(max_length=200)

    def __init__(self, *args, word: str, word_label: str, **options) -> None:
        super().__init__(*args, **options)
        self.expected = word
        self.fields["word"].label = f"{word_label}(確認のため、上と同じものを入れてください)"
        self.fields["word"].widget.attrs["autocomplete"] = "off"

    def clean_word(self) -> str:
        if narrow(self.cleaned_data["word"]) != narrow(self.expected):
            raise forms.ValidationError("この人のものと違います。人を間違えていないか、確かめてください。")
        return self.cleaned_data["word"]


class PeopleForm(forms.Form):
    """How many people the coordinator has seen on the page."""

    people = forms.IntegerField(min_value=0, max_value=100_000)
