"""The first page of an import, the columns, and how it is confirmed."""

from django import forms
from django.core.exceptions import ValidationError

from talent.importing.reading import MAX_BYTES
from talent.models import EntersAs, ImportSource

MEGABYTES = MAX_BYTES // 1_000_000


class ListForm(forms.Form):
    source = forms.ModelChoiceField(
        ImportSource.objects.none(),
        label="どこの名簿ですか",
        required=False,
        empty_label="新しい名簿",
        help_text="前に取り込んだ名簿なら、列の意味を覚えています。",
    )
    new_source = forms.CharField(
        label="新しい名簿の名前", max_length=60, required=False, help_text="例: ○○人材センター 登録者名簿"
    )
    file = forms.FileField(
        label="ファイル",
        help_text=f"Excel ブック(.xlsx)または CSV、{MEGABYTES} MBまで。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={
            "required": "取り込むファイルを選んでください。",
            "empty": "ファイルが空です。中身のあるファイルを選んでください。",
        },
    )
    enters_as = forms.ChoiceField(
        label="新しい方の状態", choices=EntersAs.choices, initial=EntersAs.ACTIVE, widget=forms.RadioSelect
    )
    empty_deletes = forms.BooleanField(
        label="空欄は、登録の内容も消す",
        required=False,
        help_text="ふだんは外しておきます。外しておくと、空欄の項目はいまの登録のままです。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = ImportSource.objects.all()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(
                f"ファイルが大きすぎます({file.size / 1e6:.1f} MB)。{MEGABYTES} MBまでです。行を分けてください。"
            )
        return file

    def clean(self):
        data = super().clean()
        if not data.get("source") and not data.get("new_source"):
            self.add_error("new_source", "名簿の名前を入れるか、上で前の名簿を選んでください。")
        return data

    @property
    def source_name(self) -> str:
        source = self.cleaned_data["source"]
        return source.name if source else " ".join(self.cleaned_data["new_source"].split())


class ConfirmForm(forms.Form):
    leave_faulty = forms.BooleanField(label="誤りのある行を除いて取り込む", required=False)
