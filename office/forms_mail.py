"""Filters and choices of the outbox."""

from django import forms

from office.models import MailState

CLASSES = [("", "すべて"), ("notice", "確かめてから送る通知"), ("at_once", "すぐに送るメール")]


class OutboxFilter(forms.Form):
    state = forms.ChoiceField(label="状態", choices=[("", "すべて"), *MailState.choices], required=False)
    sort = forms.ChoiceField(label="送り方", choices=CLASSES, required=False)
    q = forms.CharField(label="宛先・題名", max_length=100, required=False)

    def narrow(self, mails):
        """The rows that the filter leaves; what cannot be read leaves all."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("state"):
            mails = mails.filter(state=wanted["state"])
        if wanted.get("sort"):
            mails = mails.filter(is_notice=wanted["sort"] == "notice")
        if words := wanted.get("q"):
            mails = mails.filter(recipient__icontains=words) | mails.filter(title__icontains=words)
        return mails


class PickedMails(forms.Form):
    mail = forms.ModelMultipleChoiceField(queryset=None)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mail"].queryset = rows
