"""Filters and choices of the outbox."""

from django import forms
from django.utils import timezone

from office.fields import JapaneseDateField
from office.mail_kinds import base_of, kinds_of
from office.models import MailState, OutboxMail, ToldHow
from office.registry import group_names

CLASSES = [("", "すべて"), ("notice", "確かめてから送る通知"), ("at_once", "すぐに送るメール")]


class OutboxFilter(forms.Form):
    group = forms.ChoiceField(label="交流会", required=False)
    kind = forms.ChoiceField(label="種類", required=False)
    state = forms.ChoiceField(label="状態", choices=[("", "すべて"), *MailState.choices], required=False)
    sort = forms.ChoiceField(label="送り方", choices=CLASSES, required=False)
    q = forms.CharField(label="宛先・お名前・題名", max_length=100, required=False)

    def __init__(self, *args, rows, **options) -> None:
        """`rows`: what the person may see; events and kinds that occur there can be chosen."""
        super().__init__(*args, **options)
        self.stored = list(rows.order_by().values_list("kind", flat=True).distinct())
        groups = rows.exclude(group_id=None).order_by().values_list("group_id", flat=True).distinct()
        names = group_names(OutboxMail(group_id=group) for group in groups)
        by_name = sorted(((str(key), name) for key, name in names.items()), key=lambda item: item[1])
        self.fields["group"].choices = [("", "すべて"), *by_name]
        self.fields["kind"].choices = [("", "すべて"), *kinds_of(self.stored)]

    def narrow(self, mails):
        """The rows that the filter leaves; what cannot be read leaves all."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("group"):
            mails = mails.filter(group_id=wanted["group"])
        if kind := wanted.get("kind"):
            mails = mails.filter(kind__in=[one for one in self.stored if base_of(one) == kind])
        if wanted.get("state"):
            mails = mails.filter(state=wanted["state"])
        if wanted.get("sort"):
            mails = mails.filter(is_notice=wanted["sort"] == "notice")
        if words := wanted.get("q"):
            found = mails.filter(recipient__icontains=words) | mails.filter(title__icontains=words)
            mails = found | mails.filter(to_name__icontains=words)
        return mails

    @property
    def is_one_letter(self) -> bool:
        """Whether one kind of letter of one event is shown: then all of it can be sent."""
        return bool(self.cleaned_data.get("group") and self.cleaned_data.get("kind"))


class PickedMails(forms.Form):
    mail = forms.ModelMultipleChoiceField(queryset=None)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mail"].queryset = rows


class SendAllForm(forms.Form):
    """The number of letters, typed: so that nobody sends a thousand by one careless press."""

    count = forms.CharField(
        label="送る通数",
        max_length=12,
        help_text="上の「送る通数」と同じ数を、数字で入れてください。例: 128",
        error_messages={"required": "送る通数を、数字で入れてください。"},
    )
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, expected: int, **options) -> None:
        super().__init__(*args, **options)
        self.expected = expected
        self.fields["count"].widget.attrs |= {"inputmode": "numeric", "size": 8, "autocomplete": "off"}

    def clean_count(self) -> int:
        plain = self.cleaned_data["count"].replace(",", "").replace("\uff0c", "").removesuffix("通").strip()
        if not plain.isdecimal() or int(plain) != self.expected:
            raise forms.ValidationError(f"送る通数と違います。いまは{self.expected}通です。")
        return int(plain)


class ToldForm(forms.Form):
    """Ticked off: on which day and how somebody was told."""

    told_on = JapaneseDateField(label="知らせた日")
    told_how = forms.ChoiceField(label="方法", choices=ToldHow)

    def clean_told_on(self):
        day = self.cleaned_data["told_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("知らせた日は、今日か、それより前の日にしてください。")
        return day
