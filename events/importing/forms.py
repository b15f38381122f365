"""The one field of the import's first page."""

from django import forms

from kouryukai.lib.workbook import MAX_BYTES

MEGABYTES = MAX_BYTES // 1_000_000


class WorkbookForm(forms.Form):
    workbook = forms.FileField(
        label="ブック",
        help_text=f"Excel ブック(.xlsx)、{MEGABYTES} MBまで。ひな形に入れて保存したもの。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "取り込むブックを選んでください。",
            "empty": "ファイルが空です。中身のあるブックを選んでください。",
        },
    )

    def clean_workbook(self):
        file = self.cleaned_data["workbook"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"ファイルが大きすぎます({file.size / 1e6:.1f} MB)。{MEGABYTES} MBまでです。画像や使っていないシートを消してください。"
            )
        return file
