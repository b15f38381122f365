"""A firm at an event: who sits beside its president, how many interviews it wants, and why it does not come after all."""

from django import forms
from django.db.models import Q

from companies.models import Company
from events.actions_firms import Attends, also_attends
from events.models import Event, Participation
from institutions.models import StaffMember
from office.fields import NumberField
from office.fields_text import LineField
from office.form_keys import NewKeyMixin

LIMIT = {"required": False, "min_value": 0, "max_value": 30, "unit_shown": "件"}


class FirmChoice(forms.Form):
    """The firm that an address names."""

    company = forms.ModelChoiceField(Company.objects.none())

    def __init__(self, *args, firms, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = firms.select_related("institution", "branch")


class ParticipationForm(forms.Form):
    use_required_attribute = False

    attendant = forms.ModelChoiceField(
        label="同席者",
        queryset=StaffMember.objects.none(),
        required=False,
        empty_label="まだ決めない",
        help_text="面談のあいだ、社長の隣に座る支店の人です。1人が受け持つ企業は1社だと、時間割がいちばん組みやすくなります。",
    )
    min_interviews = NumberField(label="面談の下限", help_text="空欄なら交流会の設定のとおり", **LIMIT)
    max_interviews = NumberField(label="面談の上限", help_text="空欄なら交流会の設定のとおり", **LIMIT)
    sure = forms.BooleanField(label="時間割が組みにくくなることを承知で、この同席者にします。", required=False)

    def __init__(
        self, *args, event: Event, company: Company, participation: Participation | None = None, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.participation = event, participation
        self.slots = event.slots.count()  # as many interviews as one attendant can sit at
        self.others: list[Attends] = []
        present = Q(is_active=True) | Q(pk=participation.attendant_id if participation else None)
        members = StaffMember.objects.filter(present, institution=company.institution_id).select_related("branch")
        self.fields["attendant"].queryset = members
        self.fields["attendant"].label_from_instance = _with_branch

    def clean(self) -> dict:
        data = super().clean()
        fewest, most = data.get("min_interviews"), data.get("max_interviews")
        if fewest is not None and most is not None and most < fewest:
            self.add_error("max_interviews", "面談の上限は、下限より小さくできません。")
        attendant, before = data.get("attendant"), self.participation and self.participation.attendant_id
        if attendant and attendant.pk != before:
            self.others = also_attends(self.event, attendant, self.participation and self.participation.pk)
            if self.others and not data.get("sure"):
                self.add_error(
                    "sure", f"{attendant.name}さんは、ほかの企業にも同席します。別の人を選ぶか、ここを押してください。"
                )
        return data


def _with_branch(member: StaffMember) -> str:
    return " ".join(filter(None, (member.name, member.title, member.branch.name if member.branch else "本部")))


class NewParticipationForm(NewKeyMixin, ParticipationForm):
    pass


class WithdrawForm(forms.Form):
    reason = LineField(
        label="辞退の理由", max_length=200, size=40, help_text="例: 社長が出張のため。事務局とその金融機関が読みます"
    )
