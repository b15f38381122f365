"""A firm at an event: who sits beside its president, how many interviews it wants, and why it does not come after all."""

from uuid import UUID

from django import forms
from django.db.models import Q

from companies.models import Company
from events.actions_firms import Attends, also_attends
from events.models import Booth, Event, Participation, TimeSlot
from events.seating import absent_at, booths_for
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


class OfficeParticipationForm(ParticipationForm):
    """The office also says where the firm sits, and when it or the person beside it cannot come.

    `shown`: whose boxes the page has. Without it nothing was shown, and nothing is changed.
    """

    booth = forms.ModelChoiceField(
        label="卓",
        queryset=Booth.objects.none(),
        required=False,
        empty_label="決めない(時間割を作るときに、空いている卓に決まります)",
        help_text="オンラインの企業や、会場が分かれるときに選びます。ほかの企業の卓は出ません。",
    )
    firm_away = forms.TypedMultipleChoiceField(
        label="企業が参加できない回", coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple({"inline": True}),
        help_text="この回には面談を入れません。",
    )  # fmt: skip
    attendant_away = forms.TypedMultipleChoiceField(
        label="同席者が参加できない回", coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple({"inline": True}),
    )  # fmt: skip
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, participation: Participation, initial: dict, **kwargs) -> None:
        event, attendant = participation.event, participation.attendant
        initial = initial | {
            "booth": participation.booth_id,
            "firm_away": absent_at(event, participation=participation),
            "shown": str(attendant.pk) if attendant else "nobody",
        }
        if attendant:
            initial["attendant_away"] = absent_at(event, attendant=attendant)
        super().__init__(*args, participation=participation, initial=initial, **kwargs)
        self.fields["booth"].queryset = booths_for(participation)
        self.fields["booth"].label_from_instance = _with_place
        slots = list(event.slots.select_related("day").order_by("number"))
        several = len({slot.day_id for slot in slots}) > 1
        turns = [(slot.pk, _turn(slot, several)) for slot in slots]
        self.fields["firm_away"].choices = self.fields["attendant_away"].choices = turns
        if not slots:
            del self.fields["firm_away"]
        if attendant and slots:
            self.fields["attendant_away"].label = f"{attendant.name}さん(いまの同席者)が参加できない回"
            self.fields["attendant_away"].help_text = "ほかの企業に同席するときも、この回には面談を入れません。"
        else:
            del self.fields["attendant_away"]

    @property
    def tells_seat(self) -> bool:
        return bool(self.cleaned_data["shown"])

    @property
    def absent_attendant(self) -> StaffMember | None:
        """Whose boxes were shown, where she still sits beside the president."""
        attendant = self.participation.attendant
        return attendant if attendant and self.cleaned_data["shown"] == str(attendant.pk) else None


def _with_place(booth: Booth) -> str:
    where = booth.venue.name if booth.venue else ""
    parts = filter(None, (booth.get_mode_display(), where, booth.place))
    return f"卓{booth.number}({'・'.join(parts)})"


def _turn(slot: TimeSlot, several: bool) -> str:
    day = f"{slot.day.date.month}月{slot.day.date.day}日 " if several else ""
    return f"第{slot.number + 1}回 {day}{slot.starts_at:%H:%M}"


class NewParticipationForm(NewKeyMixin, ParticipationForm):
    pass


class WithdrawForm(forms.Form):
    reason = LineField(
        label="辞退の理由", max_length=200, size=40, help_text="例: 社長が出張のため。事務局とその金融機関が読みます"
    )
