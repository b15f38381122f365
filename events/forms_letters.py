"""Forms of letters: their text, and who gets them."""

import re

from django import forms

from events.letters.checking import tidied
from events.letters.choosing import SKIP_AT_MOST, audiences_of
from events.letters.kinds import LetterKind
from events.letters.writing import faults_in
from events.models import LETTER_BODY

TOKEN = re.compile(r"[0-9a-f]{10}")


class LetterForm(forms.Form):
    """Title and text; the mistakes of a text are told field by field."""

    title = forms.CharField(
        label="題名",
        max_length=60,
        help_text="例: {交流会名} 面談の希望を受け付けます",
        error_messages={"required": "題名を書いてください。", "max_length": "題名は60文字までにしてください。"},
    )
    body = forms.CharField(
        label="本文",
        max_length=LETTER_BODY,
        strip=False,
        help_text="「{氏名}」のような差し込みは、一人ひとりの中身に替わります。右の一覧から選んで書き入れてください。",
        widget=forms.Textarea(attrs={"rows": 24}),
        error_messages={
            "required": "本文を書いてください。",
            "max_length": f"本文は{LETTER_BODY}文字までにしてください。",
        },
    )
    version = forms.IntegerField(min_value=0, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, *args, kind: LetterKind, **options) -> None:
        super().__init__(*args, **options)
        self.kind = kind

    def clean_title(self) -> str:
        return " ".join(tidied(self.cleaned_data["title"]).split())

    def clean_body(self) -> str:
        return tidied(self.cleaned_data["body"])

    def clean(self) -> dict:
        data = super().clean()
        if "title" in data and "body" in data:
            for name, faults in faults_in(self.kind, data["title"], data["body"]).items():
                for fault in faults:
                    self.add_error(name, fault)
        return data


class ChooseForm(forms.Form):
    """Whom to write to, read from the address of the page: what cannot be read falls back to the first audience and nobody left out."""

    audience = forms.ChoiceField(label="だれに", widget=forms.RadioSelect, required=False)
    skip = forms.CharField(required=False, max_length=11 * SKIP_AT_MOST)
    person = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)
    count = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)

    def __init__(self, data, *, kind: LetterKind) -> None:
        super().__init__(data)
        self.audiences = {one.key: one for one in audiences_of(kind)}
        self.fields["audience"].choices = [(one.key, one.label) for one in self.audiences.values()]
        self.is_valid()

    @property
    def chosen(self):
        return self.audiences.get(self.cleaned_data.get("audience", "")) or next(iter(self.audiences.values()))

    @property
    def skipped(self) -> list[str]:
        """Those left out before, and those ticked now."""
        out = self.data.getlist("out") if hasattr(self.data, "getlist") else []
        tokens = [*self.cleaned_data.get("skip", "").split(","), *out]
        return [token for token in dict.fromkeys(tokens) if TOKEN.fullmatch(token)][:SKIP_AT_MOST]
