"""What a senior, or the office for her, fills in to wish for a firm."""

from collections.abc import Sequence

from django import forms
from django.utils import timezone

from events.entering.standing import LONGEST, SHORTEST
from events.models import Channel, Entry
from kouryukai.lib.japanese import tidy, tidy_lines
from office.fields import JapaneseDateField, NumberField
from office.form_keys import NewKeyMixin

TOO_SHORT = "あと{more}字ほど書いてください(いま{now}字、{least}字以上)。何を、どのようにできるかが分かると、企業が選びやすくなります。"
TOO_LONG = "{over}字多いです(いま{now}字、{most}字まで)。書いた文はそのまま残っています。短くしてください。"


class ProposalField(forms.CharField):
    """私ができること: tidied, between `least` and 1200 signs; nothing is ever cut off."""

    def __init__(self, *, least: int = SHORTEST, **options) -> None:
        self.least = least
        options.setdefault("widget", forms.Textarea(attrs={"rows": 10}))
        super().__init__(**options)

    def clean(self, value):
        text = tidy_lines(value or "")
        text = super().clean(text)
        if text and len(text) < self.least:
            raise forms.ValidationError(
                TOO_SHORT.format(more=self.least - len(text), now=len(text), least=self.least), code="short"
            )
        if len(text) > LONGEST:
            raise forms.ValidationError(
                TOO_LONG.format(over=len(text) - LONGEST, now=len(text), most=f"{LONGEST:,}"), code="long"
            )
        return text


class EntryForm(forms.Form):
    """`ranks`: the places that she may choose, each with the wish that is there now."""

    use_required_attribute = False
    proposal_text = ProposalField(
        label="私ができること",
        help_text=f"{SHORTEST}字以上{LONGEST:,}字まで。何を、どのようにお手伝いできるかを書いてください。"
        "例: 不良の記録を2週間分見て、原因を3つに絞ります。検査の手順書を、現場の方と一緒に作ります。",
        error_messages={"required": "「私ができること」を書いてください。企業はこの文を読んで、面談する方を選びます。"},
    )
    preference = forms.TypedChoiceField(
        label="希望の順位",
        coerce=int,
        widget=forms.RadioSelect,
        help_text="あとから変えられます。間に入れると、ほかの希望が1つずつ後ろになります。",
        error_messages={
            "required": "第何希望かを選んでください。",
            "invalid_choice": "この順位は、いまは選べません。もう一度選んでください。",
        },
    )

    def __init__(self, *args, ranks: Sequence[tuple[int, Entry | None]], **options) -> None:
        super().__init__(*args, **options)
        self.fields["preference"].choices = [(place, _place_words(place, there)) for place, there in ranks]


def _place_words(place: int, there: Entry | None) -> str:
    return f"第{place}希望(いまは「{there.public_title or '別の課題'}」)" if there else f"第{place}希望"


class CheckForm(forms.Form):
    """The last look. Ticks are asked for where there is something to have understood."""

    use_required_attribute = False
    read = forms.BooleanField(
        label="入れた文を自分で読み、このまま企業に見せてよいことを確かめました",
        error_messages={"required": "文をお読みになって、よければ四角を押してチェックを入れてください。"},
    )
    knows = forms.BooleanField(
        label="希望が多く、面談できないことがあると分かりました",
        error_messages={"required": "上の説明をお読みになって、四角を押してチェックを入れてください。"},
    )

    def __init__(self, *args, must_read: bool, is_crowded: bool, **options) -> None:
        super().__init__(*args, **options)
        if not must_read:
            del self.fields["read"]
        if not is_crowded:
            del self.fields["knows"]


class TakeBackForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="取り下げる理由",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="書かなくても取り下げられます。例: 別の予定が入ったため",
        error_messages={"max_length": "200字までで書いてください。"},
    )

    def clean_reason(self) -> str:
        return tidy_lines(self.cleaned_data["reason"])


class MoveForm(forms.Form):
    entry = forms.UUIDField()
    place = forms.IntegerField(min_value=1, max_value=99)
    seen = forms.CharField(max_length=300)


# --- The office -----------------------------------------------------------------------------------------------------------
class FindSeniorForm(forms.Form):
    q = forms.CharField(label="登録番号か氏名", max_length=60, required=False, help_text="例: M00012、高橋、タカハシ")

    def words(self) -> str:
        return tidy(self.cleaned_data["q"]) if self.is_valid() else ""


class OfficeEntryForm(forms.Form):
    """What an entry on paper holds."""

    use_required_attribute = False
    proposal_text = ProposalField(
        least=1,
        label="私ができること",
        help_text=f"紙に書かれたとおりに写します。{LONGEST:,}字まで。電話のときは、聞き取った文を読み上げて確かめてください。",
        error_messages={"required": "「私ができること」を書いてください。"},
    )
    preference = NumberField(
        label="希望の順位",
        required=False,
        min_value=1,
        max_value=20,
        help_text="例: 1。空けると、いまある希望の次になります。",
        error_messages={"min_value": "1以上の数にしてください。", "max_value": "20までの数にしてください。"},
    )
    reason = forms.CharField(
        label="事情",
        required=False,
        max_length=200,
        help_text="締め切りのあとや、確かめることがあるときは必ず書きます。例: 締め切りの日に届いた手紙",
        error_messages={"max_length": "200字までで書いてください。"},
    )

    def clean_reason(self) -> str:
        return tidy(self.cleaned_data["reason"])


class TypeEntryForm(NewKeyMixin, OfficeEntryForm):
    brief = forms.ModelChoiceField(
        queryset=None,
        label="課題",
        empty_label="選んでください",
        error_messages={"required": "課題を選んでください。", "invalid_choice": "この交流会の課題から選んでください。"},
    )
    channel = forms.ChoiceField(
        label="受付の方法",
        choices=[(Channel.PAPER, "紙"), (Channel.PHONE, "電話")],
        initial=Channel.PAPER,
        widget=forms.RadioSelect,
        error_messages={"required": "紙か電話かを選んでください。"},
    )
    received_on = JapaneseDateField(label="受け付けた日", help_text="例: 令和8年9月1日", initial=timezone.localdate)
    field_order = ("brief", "preference", "proposal_text", "channel", "received_on", "reason", "new_key")

    def __init__(self, *args, briefs, **options) -> None:
        super().__init__(*args, **options)
        self.fields["brief"].queryset = briefs
        self.fields["brief"].label_from_instance = lambda brief: f"{brief.firm} {brief.public_title}"

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("受け付けた日は、今日までの日にしてください。")
        return day


class OfficeTakeBackForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="取り下げの理由",
        max_length=200,
        help_text="例: ご本人から電話(別の予定)。記録に残り、ご本人にも金融機関にも見えません。",
        error_messages={"required": "取り下げの理由を書いてください。", "max_length": "200字までで書いてください。"},
    )

    def clean_reason(self) -> str:
        return tidy(self.cleaned_data["reason"])
