"""The form of the hearing sheet: all of it on one page, so that it can be written through where there is no network. Its fields are the keys of the sheet."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from companies import rules
from companies.hearing_quality import MUST, MUST_OF_ISSUE
from companies.hearing_questions import QUESTIONS, of_category, of_trade
from companies.models import Hearing, Issue
from companies.sheet import (
    BACKGROUND,
    EMPTY,
    ISSUE_KEYS,
    ISSUES,
    VISIT,
    WHO,
    answer_key,
    issue_key,
    issue_numbers,
)
from institutions.categories import Category
from kouryukai.lib.japanese import tidy, tidy_lines
from office.fields import JapaneseDateField

ANSWER_LIMIT = 1000
MOST_QUESTIONS = 5


class LineField(forms.CharField):
    """One line, tidied. What is too long is shown again and not cut off by the browser."""

    def widget_attrs(self, widget) -> dict:
        return {"autocomplete": "off"}

    def to_python(self, value):
        return tidy(super().to_python(value))


class LinesField(forms.CharField):
    """Several lines, tidied."""

    def __init__(self, *, rows: int = 3, **options) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)

    def widget_attrs(self, widget) -> dict:
        return {}

    def to_python(self, value):
        return tidy_lines(super().to_python(value))


class ListField(forms.CharField):
    """One thing a line."""

    def __init__(self, *, rows: int = 3, most: int, longest: int, **options) -> None:
        self.most, self.longest = most, longest
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        found = [tidy(line) for line in super().to_python(value).splitlines()]
        found = [line for line in found if line]
        if len(found) > self.most:
            raise ValidationError(
                f"{self.most}つまで書けます。いま{len(found)}つあります。大事なものにしぼってください。"
            )
        for line in found:
            if len(line) > self.longest:
                raise ValidationError(f"「{line[:20]}…」は{len(line)}字です。1つを{self.longest}字までにしてください。")
        return found


def _line(label: str, longest: int, help_text: str = "") -> LineField:
    return LineField(
        label=label, help_text=help_text, max_length=longest, required=False, error_messages=_long(longest)
    )


def _lines(label: str, longest: int, help_text: str = "", rows: int = 3) -> LinesField:
    return LinesField(
        label=label, help_text=help_text, max_length=longest, rows=rows, required=False, error_messages=_long(longest)
    )


def _long(longest: int) -> dict[str, str]:
    return {
        "max_length": f"{longest}字まで書けます。いま%(show_value)d字あります。短くするか、ほかの欄に分けてください。"
    }


def _limit(model, name: str) -> int:
    return model._meta.get_field(name).max_length


FACT_FIELDS = {
    "heard_on": lambda: JapaneseDateField(
        label="ヒアリングした日", required=False, help_text="例: 令和8年6月12日。2026でも読めます"
    ),
    "heard_by": lambda: _line("聞き取った人", _limit(Hearing, "heard_by"), "支店名と名前。例: 大森支店 山田"),
    "attendees": lambda: _line("同席した方", _limit(Hearing, "attendees"), "役職で構いません。例: 社長、専務、工場長"),
    "background": lambda: _lines(
        "会社の背景・これまでの経緯", _limit(Hearing, "background"),
        "何を作り、だれに売り、どう変わってきたか。例: 創業50年の切削加工。10年前から売上の7割が1社", 4,
    ),
    "current_state": lambda: _lines(
        "現在の状況", _limit(Hearing, "current_state"), "いまの売上・人・設備・困りごとの広がり。数字があると伝わります", 4
    ),
    "tried_so_far": lambda: _lines(
        "これまでの取り組み", _limit(Hearing, "tried_so_far"), "やってみたこと、うまくいかなかった理由"
    ),
    "organisation": lambda: _lines(
        "社内の体制", _limit(Hearing, "organisation"), "この課題に動ける人。例: 製造18人、担当は専務と製造課長", 2
    ),
    "visited_on": lambda: JapaneseDateField(label="事務局の訪問日", required=False, help_text="例: 令和8年6月20日"),
    "visited_by": lambda: _line("訪問した人", _limit(Hearing, "visited_by"), "例: 事務局 佐伯"),
}  # fmt: skip
ISSUE_FIELDS = {
    "categories": lambda: forms.MultipleChoiceField(
        label="分類", choices=Category.choices, required=False, widget=forms.CheckboxSelectMultiple({"inline": True}),
        help_text="いちばん近いものを1つから3つ",
    ),
    "title": lambda: _line("課題名", _limit(Issue, "title"), "80字まで。例: 検査の不良率を3%以下に下げたい"),
    "body": lambda: _lines(
        "困っていること", _limit(Issue, "body"),
        "いつから、どこで、どのくらい。例: 3年前から不良率が2%から5%に上がり、手直しに月80時間かかっている", 5,
    ),
    "expected_support": lambda: _lines(
        "望む支援", _limit(Issue, "expected_support"), "してほしいこと。例: 原因の調べ方から一緒に見てほしい"
    ),
    "goal": lambda: _lines("ゴール", _limit(Issue, "goal"), "半年後にどうなっていたいか。例: 不良率3%以下が3か月続く", 2),
    "wanted_profile": lambda: _lines(
        "求める経験", _limit(Issue, "wanted_profile"), "どんな業種の、どんな立場の人か。例: 同業で品質保証の責任者を10年以上", 2
    ),
    "frequency": lambda: _line("支援の頻度の希望", _limit(Issue, "frequency"), "例: 月2回、平日の午前"),
    "budget": lambda: _line("予算", _limit(Issue, "budget"), "例: お試しのあと月5万円まで"),
    "deadline": lambda: _line("いつまでに", _limit(Issue, "deadline"), "例: 来年3月の決算まで"),
    "questions": lambda: ListField(
        label="面談の日に聞くこと", required=False, most=MOST_QUESTIONS, longest=80,
        help_text=f"1行に1つ、{MOST_QUESTIONS}つまで。1つ80字まで。例: 検査の記録の取り方",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """`category`: the code that opens it; "" for the trade's and for answers to questions that do not fit any more."""

    title: str
    category: str
    fits: bool
    fields: list[forms.BoundField]


class HearingForm(forms.Form):
    """A draft takes every state of being unfinished: `is_must` fields carry the mark 必須 and are asked for when the sheet is handed in."""

    use_required_attribute = False

    def __init__(self, data=None, *, hearing: Hearing, sheet: Mapping[str, Any], user, note: str = "") -> None:
        super().__init__(data, initial={key: _as_date(key, value) for key, value in sheet.items()} | {"note": note})
        self.hearing, self.sheet = hearing, sheet
        for key in (*WHO, *BACKGROUND):
            self.fields[key] = FACT_FIELDS[key]()
            self.fields[key].is_must = key in MUST
        for key, (number, name) in ISSUE_KEYS.items():
            self.fields[key] = ISSUE_FIELDS[name]()
            self.fields[key].is_must = name in MUST_OF_ISSUE
            if number > 1:
                self.fields[key].label = f"課題{number} {self.fields[key].label}"
        self._groups = self._questions()
        for _, _, _, codes in self._groups:
            for code in codes:
                question = QUESTIONS[code]
                self.fields[answer_key(code)] = _lines(question.text, ANSWER_LIMIT, question.hint, 2)
        if user.is_coordinator:
            for key in VISIT:
                self.fields[key] = FACT_FIELDS[key]()
        if rules.reads_note(user):
            self.fields["note"] = _lines("口頭メモ(非公開)", 4000, "書類に残しにくい話。例: 社長の体調、家族の事情", 3)

    def _questions(self) -> list[tuple[str, str, bool, list[str]]]:
        """Those that fit first: of the chosen categories and of the trade; then the other categories'."""
        chosen = {code for n in range(1, ISSUES + 1) for code in self.sheet.get(issue_key(n, "categories")) or []}
        groups = [(f"{c.label}の質問", c.value, c in chosen, [q.code for q in of_category(c)]) for c in Category]
        trade = [question.code for question in of_trade(self.hearing.company.industry)]
        asked = {code for group in groups for code in group[3]} | set(trade)
        left = [code for code in QUESTIONS if code not in asked and self.sheet.get(answer_key(code))]
        own = [(f"業種({self.hearing.company.industry})の質問", "", True, trade)] if trade else []
        old = [("前に答えた質問", "", True, left)] if left else []
        fitting = [group for group in groups if group[2]]
        return fitting + own + old + [group for group in groups if not group[2]]

    # --- For the template -------------------------------------------------------------------------------------------
    @property
    def who(self) -> list[forms.BoundField]:
        return [self[key] for key in WHO]

    @property
    def background_fields(self) -> list[forms.BoundField]:
        return [self[key] for key in BACKGROUND]

    @property
    def issues(self) -> list[dict]:
        begun = issue_numbers(self.sheet)
        return [
            {
                "number": n,
                "is_open": n == 1 or n in begun or any(issue_key(n, name) in self.errors for name in ISSUE_FIELDS),
                "problem": [self[issue_key(n, name)] for name in ("categories", "title", "body", "expected_support", "goal")],
                "person": [self[issue_key(n, "wanted_profile")], self[issue_key(n, "questions")]],
                "conditions": [self[issue_key(n, name)] for name in ("frequency", "budget", "deadline")],
            }
            for n in range(1, ISSUES + 1)
        ]  # fmt: skip

    @property
    def question_groups(self) -> list[QuestionGroup]:
        return [
            QuestionGroup(title, category, fits, [self[answer_key(code)] for code in codes])
            for title, category, fits, codes in self._groups
            if codes
        ]

    @property
    def visit(self) -> list[forms.BoundField]:
        return [self[key] for key in VISIT if key in self.fields]

    # --- What was typed ---------------------------------------------------------------------------------------------
    def values(self, only: set[str] | None = None) -> dict[str, Any]:
        """What is clean, as the sheet holds it, and the note: a field with a mistake, or that was not sent, is left out and so not cleared."""
        self.is_valid()
        return {
            key: _plain(value)
            for key, value in self.cleaned_data.items()
            if (only is None or key in only)
            and not self.fields[key].widget.value_omitted_from_data(self.data, self.files, key)
        }

    def shows(self, key: str, value: Any) -> Any:
        """The value as the controls of the field take it: a text, a list of chosen codes, or the parts of a date."""
        if key not in self.fields:
            return None
        if isinstance(self.fields[key], JapaneseDateField):
            return self.fields[key].widget.decompress(dt.date.fromisoformat(value) if value else None)
        if isinstance(self.fields[key], forms.MultipleChoiceField):
            return list(value or [])
        return self.fields[key].prepare_value(value) or ""

    def put(self, data: QueryDict, key: str, value: Any) -> None:
        """Write a value of the sheet into posted data, as if it had been typed."""
        shown = self.shows(key, value)
        if isinstance(self.fields[key], JapaneseDateField):
            data.pop(key, None)
            for place, part in enumerate(shown):
                data[f"{key}_{place}"] = part
        elif isinstance(shown, list):
            data.setlist(key, shown)
        else:
            data[key] = shown

    def clean_heard_on(self):
        return self._past("heard_on")

    def clean_visited_on(self):
        return self._past("visited_on")

    def _past(self, key: str):
        day = self.cleaned_data[key]
        if day and day > timezone.localdate():
            raise ValidationError("これから先の日です。実際にうかがった日を書いてください。")
        if day and day.year < 1990:
            raise ValidationError("1990年より前の日です。年を確かめてください。")
        return day


def _as_date(key: str, value: Any) -> Any:
    return dt.date.fromisoformat(value) if value and key in ("heard_on", "visited_on") else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


# --- How far it is ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Section:
    key: str
    name: str
    done: int
    total: int

    @property
    def is_done(self) -> bool:
        return self.done == self.total


def sections(sheet: Mapping[str, Any]) -> list[Section]:
    """The parts of the page with how many of their necessary entries are there."""
    begun = issue_numbers(sheet) or [1]
    wanted = {
        ("who", "いつ・だれが"): [key for key in MUST if key in WHO],
        ("firm", "会社の背景"): [key for key in MUST if key in BACKGROUND],
        ("issues", "課題"): [issue_key(n, name) for n in begun for name in MUST_OF_ISSUE],
    }
    return [
        Section(key, name, sum(sheet.get(one) not in EMPTY for one in keys), len(keys))
        for (key, name), keys in wanted.items()
    ]


# --- Small forms ----------------------------------------------------------------------------------------------------------
class ReasonForm(forms.Form):
    def __init__(self, *args, label: str, has_remark: bool = False, **options) -> None:
        super().__init__(*args, **options)
        if has_remark:
            self.fields["remark_read"] = forms.BooleanField(
                label="ご指摘を読みました", error_messages={"required": "社長からのご指摘をお読みになってから、印を付けてください。"}
            )  # fmt: skip
        if label:
            self.fields["reason"] = LinesField(
                label=label, max_length=1000, rows=4, help_text="相手が読んで動けるように書きます。例: 困っていることに数字を足してください",
            )  # fmt: skip


class PaperCheckForm(forms.Form):
    """What the president has said of the printed sheet, or by word of mouth."""

    how = forms.ChoiceField(label="確認の方法", choices=[("paper", "紙のシートに署名をいただいた"), ("word", "口頭で確かめた")], widget=forms.RadioSelect)  # fmt: skip
    checked_on = JapaneseDateField(label="確認した日", help_text="例: 令和8年6月25日")
    remark = LinesField(
        label="社長からのご指摘", max_length=2000, rows=3, required=False, help_text="直してほしいと言われたところ。なければ空のまま"
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_checked_on(self):
        if self.cleaned_data["checked_on"] > timezone.localdate():
            raise ValidationError("これから先の日です。実際に確かめた日を書いてください。")
        return self.cleaned_data["checked_on"]
