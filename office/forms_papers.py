"""Papers and checks: what is put in, what is refused, and what was looked up."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from office import scans
from office.fields import JapaneseDateField
from office.fields_text import LineField
from office.form_keys import NewKeyMixin
from office.models import CheckResult, ScanKind


class ScanForm(NewKeyMixin, forms.Form):
    """The file is looked at here, so that what is wrong with it stands at its field."""

    use_required_attribute = False

    kind = forms.ChoiceField(label="種類", choices=ScanKind.choices)
    file = forms.FileField(
        label="ファイル",
        help_text=f"PDF、JPEG、PNG。{scans.MEGABYTES} MBまで",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": "ファイルを選んでください。", "empty": "ファイルが空です。"},
    )
    note = LineField(label="メモ", max_length=120, size=30, required=False, help_text="例: 2026年度の同意書")

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        self.file_name = file.name
        if file.size > scans.MAX_BYTES:
            raise ValidationError(
                f"ファイルが大きすぎます({file.size / 1e6:.1f} MB)。{scans.MEGABYTES} MBまでです。画質を下げるか、分けてください。"
            )
        data = file.read()
        try:
            scans.check(data)
        except scans.ScanError as refused:
            raise ValidationError(str(refused)) from None
        return data


class CheckForm(forms.Form):
    use_required_attribute = False

    checked_on = JapaneseDateField(label="確認した日", help_text="例: 令和8年9月1日")
    result = forms.ChoiceField(label="結果", choices=CheckResult.choices, widget=forms.RadioSelect)
    source = LineField(label="何で確かめたか", max_length=120, size=30, help_text="例: 新聞記事の検索、暴追センター")
    note = LineField(label="メモ", max_length=400, size=40, required=False)

    def clean_checked_on(self):
        day = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise ValidationError("確認した日は、今日までの日にしてください。")
        return day


class PledgedForm(forms.Form):
    """Promises that came on paper."""

    use_required_attribute = False

    accepted_on = JapaneseDateField(label="約束した日", help_text="用紙に書かれた日")

    def clean_accepted_on(self):
        day = self.cleaned_data["accepted_on"]
        if day > timezone.localdate():
            raise ValidationError("約束した日は、今日までの日にしてください。")
        return day


class OwnPledgeForm(forms.Form):
    accept = forms.BooleanField(
        label="上の約束を読み、守ることを約束します。",
        error_messages={"required": "約束するときは、四角を押してチェックを入れてください。"},
    )
