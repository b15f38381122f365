"""Forms of inquiries as the office works on them: what came by telephone, whose it is, what was done, how it ended, the list."""

from django import forms
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from institutions.forms import AddressField
from institutions.models import User
from institutions.roles import OFFICE_ROLES
from kouryukai.lib.japanese import tidy
from office import subjects
from office.fields import JapaneseDateField
from office.form_keys import NewKeyMixin
from office.forms_contact import (
    LineField,
    LinesField,
    SenderForm,
    audience_field,
    people_field,
    place_field,
    when_field,
)
from office.inquiries import is_late
from office.models import CLOSED, OPEN, InquiryKind, InquirySource, InquiryState


# --- Written by the office ----------------------------------------------------------------------------------------------------
class WriteForm(SenderForm):
    """An inquiry that came by telephone, by mail or in talk."""

    fields_shown = (
        "kind", "source", "name", "organisation", "position", "email", "phone", "reply_by", "reply_when",
        "body", "audience", "people", "wished_when", "place", "mine",
    )  # fmt: skip
    kind = forms.ChoiceField(label="種類", choices=[("", "選んでください"), *InquiryKind.choices])
    source = forms.ChoiceField(
        label="受けた方法",
        choices=[choice for choice in InquirySource.choices if choice[0] != InquirySource.PAGE],
        initial=InquirySource.TELEPHONE,
        widget=forms.RadioSelect({"inline": True}),
    )
    organisation = LineField(label="金融機関・団体・会社の名前", max_length=100, required=False)
    email = AddressField(
        required=False, widget=forms.EmailInput({"size": 34}), help_text="お返事の宛先です。例: yamada@example.jp"
    )
    body = LinesField(
        label="ご相談の内容", max_length=2000, error_messages={"required": "ご相談の内容を書いてください。"}
    )
    audience = audience_field(required=False)
    people = people_field()
    wished_when = when_field("例: 来年の9月ごろ")
    place = place_field("例: 本店の会議室")
    mine = forms.BooleanField(label="自分が担当する", required=False, initial=True)

    def values(self) -> dict:
        return {name: value for name, value in super().values().items() if name not in ("source", "mine")}


def office_users() -> QuerySet[User]:
    return User.objects.filter(role__in=OFFICE_ROLES, is_active=True).select_related("staff_member").order_by("email")


class OwnerField(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return user.display_name


class OwnerForm(forms.Form):
    """Who takes it on; `was`: whose it was on the page that was read."""

    owner = OwnerField(queryset=None, label="担当", required=False, empty_label="自分")
    was = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = office_users()


class NoteForm(NewKeyMixin):
    """What was done, and what comes next until when."""

    text = LinesField(
        label="したこと", max_length=2000, required=False, rows=3, help_text="例: 電話で話した。資料を送る約束をした。"
    )
    next_step = LineField(
        label="次にすること", max_length=200, required=False, size=40, help_text="例: 開催の手引きを送る"
    )
    next_on = JapaneseDateField(label="いつまでに", required=False, help_text="例: 令和8年12月10日")

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not data["text"] and not {"next_step", "next_on"} & set(self.changed_data):
            self.add_error("text", "したことか、次にすることを書いてください。")
        if "next_on" in data and data["next_on"] and not data.get("next_step"):
            self.add_error("next_step", "いつまでに何をするのかを書いてください。")
        if data.get("next_step") and "next_on" in data and not data["next_on"]:
            self.add_error("next_on", "次にすることの期限を入れてください。過ぎると、担当の方へお知らせします。")
        if data.get("next_on") and data["next_on"] < timezone.localdate() and "next_on" in self.changed_data:
            self.add_error("next_on", "今日か、それより後の日にしてください。")
        return data


class CloseForm(forms.Form):
    state = forms.ChoiceField(
        label="どう終わりましたか",
        choices=[(state.value, label) for state, label in zip(CLOSED, ("完了(お応えできた)", "見送り"), strict=True)],
        widget=forms.RadioSelect,
        error_messages={"required": "完了か見送りかを選んでください。"},
    )
    result = LinesField(
        label="結果",
        max_length=1000,
        rows=3,
        help_text="例: 令和9年9月に単独で開くことになった。/ 営業の電話のため見送り。",
        error_messages={"required": "結果を書いてください。あとで読む人の手がかりになります。"},
    )
    event = forms.ChoiceField(label="ここから生まれた交流会", required=False)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        found = subjects.find("event")
        self.fields["event"].choices = [
            ("", "なし"),
            *((str(pk), name) for pk, name in (found.choices() if found else [])),
        ]


class InquiryFilter(forms.Form):
    """The list: open ones unless something else is chosen, late ones first."""

    STATES = [("", "開いているもの"), *InquiryState.choices, ("late", "期限を過ぎたもの"), ("all", "すべて")]

    kind = forms.ChoiceField(label="種類", choices=[("", "すべて"), *InquiryKind.choices], required=False)
    state = forms.ChoiceField(label="状態", choices=STATES, required=False)
    owner = OwnerField(queryset=None, label="担当", required=False, empty_label="だれでも")
    q = forms.CharField(label="名前・所属・連絡先・受付番号", max_length=100, required=False)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = office_users()

    def narrow(self, inquiries, today):
        """The rows that the filter leaves; what cannot be read leaves all."""
        self.is_valid()
        wanted = self.cleaned_data
        state = wanted.get("state", "")
        if state == "late":
            inquiries = inquiries.filter(is_late(today))
        elif state != "all":
            inquiries = inquiries.filter(state__in=[state] if state else OPEN)
        for name in ("kind", "owner"):
            if wanted.get(name):
                inquiries = inquiries.filter(**{name: wanted[name]})
        if words := tidy(wanted.get("q", "")):
            columns = ("name", "organisation", "email", "phone", "number")
            found = Q()
            for column in columns:
                found |= Q(**{f"{column}__icontains": words})
            inquiries = inquiries.filter(found)
        first = Case(
            When(is_late(today), then=Value(0)),
            When(state=InquiryState.NEW, then=Value(1)),
            When(state=InquiryState.TAKEN, then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        )
        return inquiries.annotate(place_in_line=first).order_by("place_in_line", "next_on", "-received_at", "pk")
