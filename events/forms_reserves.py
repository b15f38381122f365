"""Why somebody is taken in from the reserve, and why a senior does not come."""

from django import forms

from office.fields_text import LineField


class PromoteForm(forms.Form):
    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput, max_length=12)
    reason = LineField(
        label="選んだ理由",
        max_length=200,
        size=40,
        help_text="例: 別の方の辞退により、控えの1番目から。企業の金融機関も読みます",
        error_messages={"max_length": "200字までで書いてください。"},
    )


class DecideForm(forms.Form):
    state = forms.CharField(max_length=12)
    seen = forms.CharField(max_length=12)


class AttendanceWithdrawForm(forms.Form):
    use_required_attribute = False
    reason = LineField(
        label="取りやめの理由",
        max_length=200,
        size=40,
        help_text="例: ご本人から電話(別の予定)。事務局の記録に残ります。お体のことなど、くわしい事情は書かないでください",
        error_messages={"max_length": "200字までで書いてください。"},
    )
