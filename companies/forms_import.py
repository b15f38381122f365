"""The one field of the first page of an import of firms."""

from django import forms

from kouryukai.lib.workbook import MAX_BYTES

MEGABYTES = MAX_BYTES // 1_000_000


class CompanyListForm(forms.Form):
    use_required_attribute = False

    list = forms.FileField(
        label="企業の表",
        help_text=f"Excel ブック(.xlsx)か CSV(UTF-8、Shift_JIS)。2,000行、{MEGABYTES} MBまで。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "取り込むファイルを選んでください。",
            "empty": "ファイルが空です。中身のあるファイルを選んでください。",
        },
    )

    def clean_list(self):
        file = self.cleaned_data["list"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"ファイルが大きすぎます({file.size / 1e6:.1f} MB)。{MEGABYTES} MBまでです。"
                "行を分けるか、画像や使っていないシートを消してください。"
            )
        return file
