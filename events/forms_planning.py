"""What is typed when an event is made, changed or copied. One line of a table is one small form; empty lines count for nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import BoothMode, Event, HostRole
from institutions.models import Institution, InstitutionType
from office.fields import ClockField, JapaneseDateField, NumberField, PostalCodeField, TelephoneField
from office.form_keys import NewKeyMixin

LONGEST_GAP = 31
OPENS, CLOSES = dt.time(9, 0), dt.time(17, 0)


def count(label: str, unit: str, low: int, high: int, help_text: str = "", **more) -> NumberField:
    messages = {"min_value": f"{low}{unit}以上にしてください。", "max_value": f"{high}{unit}までにしてください。"}
    return NumberField(
        label=label,
        unit_shown=unit,
        min_value=low,
        max_value=high,
        help_text=help_text,
        error_messages=messages,
        **more,
    )


class EventForm(forms.Form):
    """The settings of an event. `values()` are the columns; a period is typed as a day and a time."""

    name = forms.CharField(label="名称", max_length=100, help_text="例: 第4回 青葉信用組合 新現役交流会")
    edition_no = count("第何回", "回", 1, 999, "例: 4。番号を付けないときは空けてください。", required=False)
    is_first = forms.BooleanField(
        label="はじめての開催(準備を4か月前から始めます。2回目からは3か月前です)", required=False
    )
    starts_on = JapaneseDateField(label="開催日", help_text="例: 令和9年9月18日")
    second_day = JapaneseDateField(
        label="2日目", required=False, help_text="2日間の交流会のときだけ。1日のときは空けてください。"
    )
    slot_minutes = count("1回の面談の長さ", "分", 5, 120, "例: 20", initial=20)
    changeover_minutes = count("入れ替えの時間", "分", 0, 30, "面談と面談の間に席を移る時間。例: 0、2、3", initial=0)
    min_per_company = count("1社の面談の下限", "件", 0, 30, "例: 1", initial=1)
    max_per_company = count("1社の面談の上限", "件", 1, 60, "例: 9", initial=9)
    max_per_senior = count("新現役1人の面談の上限", "件", 1, 30, "例: 3", initial=3)
    max_second_picks = count("1社が二次面談に選べる人数", "人", 0, 30, "例: 2", initial=2)
    entry_open_on = JapaneseDateField(
        label="希望登録の開始日", required=False, help_text="決まっていないときは空けてください(目安は45日前)。"
    )
    entry_open_time = ClockField(label="開始の時刻", required=False, help_text="例: 9:00", initial=OPENS)
    entry_close_on = JapaneseDateField(
        label="希望登録の締め切り日", required=False, help_text="決まっていないときは空けてください(目安は25日前)。"
    )
    entry_close_time = ClockField(label="締め切りの時刻", required=False, help_text="例: 17:00", initial=CLOSES)
    max_entries_per_senior = count("新現役1人が出せる希望の数", "件", 1, 20, "例: 5", initial=5)
    few_entries = count(
        "希望が少ないとみる数",
        "件",
        0,
        50,
        "1つの課題への希望がこれより少ないと、声をかける目安になります。例: 3",
        initial=3,
    )
    many_entries = count(
        "希望が多いとみる数",
        "件",
        1,
        500,
        "1つの課題への希望がこれに達すると、受け付けの目安を超えたと知らせます。例: 50",
        initial=50,
    )
    planned_companies = count("予定の企業数", "社", 1, 300, "例: 20", required=False)
    planned_seniors = count("予定の新現役の人数", "人", 1, 2000, "例: 60", required=False)
    planned_interviews = count("予定の面談数", "件", 1, 5000, "例: 120", required=False)
    remarks = forms.CharField(
        label="備考",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="事務局だけが読みます。",
    )

    parts = (
        ("名称と日にち", "name edition_no is_first starts_on second_day"),
        (
            "面談のきまり",
            "slot_minutes changeover_minutes min_per_company max_per_company max_per_senior max_second_picks",
        ),
        (
            "希望登録",
            "entry_open_on entry_open_time entry_close_on entry_close_time max_entries_per_senior few_entries many_entries",
        ),
        ("予定の数", "planned_companies planned_seniors planned_interviews remarks"),
    )

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names.split()]) for title, names in self.parts]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, second = data.get("starts_on"), data.get("second_day")
        if first and second and not dt.timedelta(0) < second - first <= dt.timedelta(LONGEST_GAP):
            self.add_error("second_day", "2日目は、開催日の後の1か月以内の日にしてください。")
        if _above(data, "min_per_company", "max_per_company"):
            self.add_error("max_per_company", "1社の面談の上限は、下限より小さくできません。")
        if "few_entries" in data and "many_entries" in data and data["few_entries"] >= data["many_entries"]:
            self.add_error("many_entries", "「多い」とみる数は、「少ない」とみる数より大きくしてください。")
        opens, closes = self._at("entry_open", OPENS), self._at("entry_close", CLOSES)
        if opens and closes and opens >= closes:
            self.add_error("entry_close_on", "希望登録の締め切りは、開始より後にしてください。")
        if closes and first and timezone.localdate(closes) >= first:
            self.add_error("entry_close_on", "希望登録の締め切りは、開催日より前にしてください。")
        data["entry_open_at"], data["entry_close_at"] = opens, closes
        return data

    def _at(self, name: str, usual: dt.time) -> dt.datetime | None:
        day = self.cleaned_data.get(f"{name}_on")
        time = self.cleaned_data.get(f"{name}_time") or usual
        return dt.datetime.combine(day, time, timezone.get_default_timezone()) if day else None

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        skipped = {"second_day", "entry_open_on", "entry_open_time", "entry_close_on", "entry_close_time", "new_key"}
        columns = {name: value for name, value in data.items() if name not in skipped and name != "move_milestones"}
        return columns | {"ends_on": data["second_day"] or data["starts_on"]}


def _above(data: dict, low: str, high: str) -> bool:
    return data.get(low) is not None and data.get(high) is not None and data[low] > data[high]


class NewEventForm(NewKeyMixin, EventForm):
    pass


class EventEditForm(EventForm):
    move_milestones = forms.BooleanField(
        label="開催日を変えるとき、まだ済んでいない期日も同じだけずらす", required=False, initial=True
    )
    parts = (*EventForm.parts, ("期日", "move_milestones"))

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        values = {name: getattr(event, name) for name in EventForm.base_fields if hasattr(event, name)}
        for name in ("entry_open", "entry_close"):
            if at := getattr(event, f"{name}_at"):
                local = timezone.localtime(at)
                values |= {f"{name}_on": local.date(), f"{name}_time": local.time()}
        return values | {"second_day": event.ends_on if event.ends_on != event.starts_on else None}


class CopyForm(NewKeyMixin):
    name = forms.CharField(label="新しい名称", max_length=100)
    edition_no = count("第何回", "回", 1, 999, "番号を付けないときは空けてください。", required=False)
    starts_on = JapaneseDateField(
        label="新しい開催日", help_text="去年と同じ曜日の日を入れてあります。祝日のときは、次の週にしてあります。"
    )
    hosts = forms.BooleanField(label="主催・共催・後援と連絡先", required=False, initial=True)
    places = forms.BooleanField(label="会場と卓(オンラインの会議のアドレスは写しません)", required=False, initial=True)
    programme = forms.BooleanField(label="当日の進行(開会、面談の回、休憩)", required=False, initial=True)
    milestones = forms.BooleanField(
        label="期日(開催日からの日数を保ち、土日と祝日を避けます)", required=False, initial=True
    )
    letters = forms.BooleanField(
        label="手紙の文面(日付や会場を文に直接書いたところは、写したあとで直してください)", required=False, initial=True
    )

    def clean_starts_on(self) -> dt.date:
        day = self.cleaned_data["starts_on"]
        if day < timezone.localdate():
            raise ValidationError("新しい開催日は、今日より後の日にしてください。")
        return day


# --- Lines of tables ----------------------------------------------------------------------------------------------------
class LineForm(forms.Form):
    """A line that may be left empty; `remove` takes it out."""

    remove = forms.BooleanField(label="この行を外す", required=False)

    def full_clean(self) -> None:
        """What is taken out need not be right."""
        super().full_clean()
        if self.is_bound and getattr(self, "cleaned_data", {}).get("remove"):
            self.errors.clear()


class HostForm(LineForm):
    """`known`: what an institution is called on the page -> its key. Who is not among them is new and needs a kind."""

    name = forms.CharField(
        label="機関の名称",
        max_length=80,
        help_text="例: 青葉信用組合。書き始めると候補が出ます。",
        widget=forms.TextInput(attrs={"list": "institutions", "autocomplete": "off"}),
    )
    new_type = forms.ChoiceField(
        label="種類(候補にない機関のときだけ)",
        choices=[("", "選んでください"), *InstitutionType.choices],
        required=False,
        help_text="例: はじめて主催に加わる市は「地方自治体」。",
    )
    role = forms.ChoiceField(label="役割", choices=HostRole.choices, initial=HostRole.HOST)
    order = count("並び順", "", 1, 99, "小さい順に並びます。例: 1", required=False)
    contact_name = forms.CharField(label="連絡先の担当者", max_length=60, required=False, help_text="例: 業務部 山田")
    phone = TelephoneField(label="電話番号", required=False, help_text="例: 03-1234-5678")
    reply_email = forms.EmailField(
        label="返信先のメールアドレス",
        required=False,
        help_text="例: gyomu@example.jp",
        error_messages={"invalid": "メールアドレスの形になっていません。例: gyomu@example.jp"},
    )
    planned_companies = count("予定の企業数", "社", 0, 300, "例: 7", required=False)

    def __init__(self, *args, known: dict[str, UUID], **options) -> None:
        super().__init__(*args, **options)
        self.known = known

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        name = data.get("name")
        if name and not data.get("remove"):
            data["institution"] = self.known.get(name)
            if data["institution"] is None and not data.get("new_type"):
                self.add_error(
                    "new_type",
                    f"「{name}」は候補にありません。候補から選ぶか、新しい機関ならその種類を選んでください。",
                )
        return data


def known_institutions(institutions: Iterable[Institution]) -> dict[str, UUID]:
    """What each is called on the page: its name; of two that share it, with its code or prefecture."""
    rows = list(institutions)
    often = Counter(row.name for row in rows)
    return {
        row.name
        if often[row.name] == 1
        else f"{row.name}({row.code or row.prefecture or row.get_type_display()})": row.pk
        for row in rows
    }


class VenueForm(LineForm):
    pk = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="会場名", max_length=100, help_text="例: 千代田会館 3階ホール")
    postal_code = PostalCodeField(label="郵便番号", required=False, help_text="例: 101-0041")
    address = forms.CharField(label="所在地", max_length=160, required=False)
    access = forms.CharField(
        label="行き方", max_length=300, required=False, help_text="例: 秋葉原駅 電気街口から歩いて5分"
    )


class BoothForm(LineForm):
    pk = forms.UUIDField(widget=forms.HiddenInput, required=False)
    number = count("卓番号", "", 1, 999)
    mode = forms.ChoiceField(label="形式", choices=BoothMode.choices, initial=BoothMode.ONSITE)
    venue = forms.ChoiceField(label="会場", required=False)
    place = forms.CharField(label="場所", max_length=60, required=False)
    meeting_url = forms.URLField(
        label="会議のアドレス",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": "会議のアドレスは https:// で始まる形で入力してください。"},
    )

    def __init__(self, *args, venues: list[str], **options) -> None:
        super().__init__(*args, **options)
        self.fields["venue"].choices = [("", "—"), *((name, name) for name in venues)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("remove") and data.get("meeting_url") and data.get("mode") == BoothMode.ONSITE:
            self.add_error(
                "meeting_url", "会場の卓には、会議のアドレスは要りません。形式をオンラインにするか、空けてください。"
            )
        return data


class MoreBoothsForm(forms.Form):
    """How many tables are to be added to the lines of the page."""

    add_count = count("足す卓の数", "卓", 1, 60, "例: 20", required=False)
    add_mode = forms.ChoiceField(label="形式", choices=BoothMode.choices, required=False)
    add_venue = forms.ChoiceField(label="会場", required=False)

    def __init__(self, *args, venues: list[str], **options) -> None:
        super().__init__(*args, **options)
        self.fields["add_venue"].choices = [("", "—"), *((name, name) for name in venues)]


class DaySettingsForm(forms.Form):
    """What a day's turns follow from."""

    opening_at = ClockField(label="開会", required=False, help_text="例: 13:00。開会式がないときは空けてください。")
    first_at = ClockField(label="最初の面談", help_text="例: 13:30")
    turns = count("面談の回の数", "回", 1, 24, "例: 9")
    breaks = forms.CharField(
        label="休憩",
        max_length=40,
        required=False,
        help_text="何回目の後に休むか。例: 3、6。休憩がないときは空けてください。",
    )
    break_minutes = count("休憩の長さ", "分", 1, 120, "例: 10")
    tables = count("使える卓の数", "卓", 1, 300, "企業の数だけ使えるときは空けてください。", required=False)

    def clean_breaks(self) -> tuple[int, ...]:
        text = self.cleaned_data["breaks"].translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        words = [
            word
            for word in text.replace("、", ",").replace("，", ",").replace(" ", ",").replace("　", ",").split(",")
            if word
        ]
        numbers = [word.removesuffix("回目").removesuffix("回") for word in words]
        if not all(number.isdecimal() and 0 < int(number) < 24 for number in numbers):
            raise ValidationError("休憩は、何回目の後かを数字で書いてください。例: 3、6")
        return tuple(sorted({int(number) for number in numbers}))


class TurnForm(forms.Form):
    """A turn; both times empty is no turn."""

    starts_at = ClockField(label="始まり", required=False)
    ends_at = ClockField(label="終わり", required=False)
    after_break = forms.BooleanField(label="直前に休憩", required=False)
    tables = count("使える卓", "", 1, 300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and bool(data.get("starts_at")) != bool(data.get("ends_at")):
            missing = "ends_at" if data.get("starts_at") else "starts_at"
            self.add_error(missing, "始まりと終わりの両方を入れるか、両方を空けてください。")
        return data


class OpeningForm(forms.Form):
    opening_at = ClockField(label="開会", required=False, help_text="例: 13:00。開会式がないときは空けてください。")


class OutlookForm(forms.Form):
    """Other figures for the sake of asking; empty is what the event says."""

    per_company = count("1社の面談", "件", 1, 60, required=False)
    companies = count("企業", "社", 1, 300, required=False)
    seniors = count("新現役", "人", 1, 2000, required=False)
    tables = count("卓", "卓", 1, 300, required=False)

    def value(self, name: str) -> int | None:
        self.is_valid()
        return self.cleaned_data.get(name)


class MilestoneForm(forms.Form):
    """`owner` is office, hosts, user:<key> of the office or host:<key of the institution>."""

    title = forms.CharField(label="内容", max_length=100, help_text="例: 会場の下見")
    due_on = JapaneseDateField(label="期日", help_text="例: 令和9年7月2日")
    owner = forms.ChoiceField(label="担当")

    def __init__(self, *args, owners: list[tuple[str, str]], needs_title: bool, **options) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = owners
        if not needs_title:
            self.fields["title"].required = False
            self.fields["title"].help_text = "空けると、ふつうの呼び名になります。"


class NewMilestoneForm(NewKeyMixin, MilestoneForm):
    pass
