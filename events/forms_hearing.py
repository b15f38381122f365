"""Beginning a hearing: for which event, and what of an earlier sheet is copied."""

from django import forms

from companies.models import Company, Hearing
from events.models import Event
from institutions.models import User
from kouryukai.lib.era import format_date
from office.form_keys import NewKeyMixin

PARTS = (("background", "会社の背景・状況・体制"), ("issues", "課題"), ("answers", "質問への答え"))


class EventChoice(forms.ModelChoiceField):
    def label_from_instance(self, event: Event) -> str:
        return f"{event.name}({format_date(event.starts_on)})"


class EarlierChoice(forms.ModelChoiceField):
    """An earlier sheet by its day and its first issue."""

    def label_from_instance(self, hearing: Hearing) -> str:
        day = format_date(hearing.heard_on) if hearing.heard_on else "日付の記載なし"
        titles = "、".join(issue.title for issue in hearing.issues.all() if issue.title)
        return f"{day} {titles}".strip()


class BeginForm(NewKeyMixin, forms.Form):
    event = EventChoice(label="交流会", queryset=Event.objects.none(), empty_label="選んでください")
    copy_from = EarlierChoice(
        label="前のシートを写す", queryset=Hearing.objects.none(), required=False, empty_label="写さずに、白紙から書く",
        help_text="去年の内容を写して、変わったところだけ書き直せます。日付と聞き取った人は写しません。",
    )  # fmt: skip
    parts = forms.MultipleChoiceField(
        label="写すところ", choices=PARTS, required=False, widget=forms.CheckboxSelectMultiple, initial=[key for key, _ in PARTS]
    )  # fmt: skip

    def __init__(self, *args, company: Company, user: User, events, **options) -> None:
        super().__init__(*args, **options)
        self.fields["event"].queryset = events
        earlier = Hearing.objects.visible_to(user).filter(company=company).prefetch_related("issues")
        self.fields["copy_from"].queryset = earlier.order_by("-created_at")
        if not earlier.exists():
            del self.fields["copy_from"], self.fields["parts"]
