"""What a senior, or the office for her, says of her registration: pauses, leaving, when she cannot come; and the office's decisions."""

from django import forms
from django.utils import timezone

from office.fields import JapaneseDateField, NumberField


class PauseForm(forms.Form):
    until = JapaneseDateField(
        label="いつまで休みますか",
        required=False,
        help_text="例: 令和9年3月31日。決まっていないときは空けてください。この日を過ぎると、自動で再開します。",
    )
    reason = forms.CharField(label="理由", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError("休止の終わりの日は、今日より後の日にしてください。")
        return until


class LeaveForm(forms.Form):
    reason = forms.CharField(label="理由", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    sure = forms.BooleanField(
        label="上の説明を読みました。退会します。",
        error_messages={"required": "退会するときは、四角を押してチェックを入れてください。"},
    )


class RevokeForm(forms.Form):
    sure = forms.BooleanField(
        label="上の説明を読みました。同意を取り消します。",
        error_messages={"required": "取り消すときは、四角を押してチェックを入れてください。"},
    )


class CapForm(forms.Form):
    interviews_per_year = NumberField(
        label="1年間の面談の上限",
        required=False,
        min_value=1,
        max_value=99,
        help_text="例: 6回。決めないときは空けてください。",
        error_messages={"min_value": "1回以上にしてください。", "max_value": "99回までにしてください。"},
    )


class PeriodForm(forms.Form):
    from_on = JapaneseDateField(label="いつから", help_text="例: 令和8年12月20日")
    to_on = JapaneseDateField(label="いつまで", required=False, help_text="1日だけのときは空けてください。")
    note = forms.CharField(label="メモ", max_length=60, required=False, help_text="例: 旅行、通院")

    def clean(self) -> dict:
        data = super().clean()
        first, last = data.get("from_on"), data.get("to_on") or data.get("from_on")
        if "to_on" not in self.errors:
            data["to_on"] = last
        if first and last and last < first:
            self.add_error("to_on", "終わりの日は、始まりの日か、それより後の日にしてください。")
        if last and last < timezone.localdate() and "to_on" not in self.errors:
            self.add_error("to_on" if data["to_on"] != first else "from_on", "終わった期間は登録できません。")
        return data


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="差し戻す理由",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="ご本人がこのまま読みます。",
        error_messages={"required": "差し戻しの理由を書いてください。ご本人がそのまま読みます。"},
    )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="ご本人へのひとこと",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="お知らせにこのまま載ります。例: お電話でのお申し出のとおり、取りやめました。空けても構いません。",
    )
