"""Putting off and calling off."""

from collections.abc import Iterable

from django import forms

from events.models import Halt

MEANINGS = {
    Halt.POSTPONED: "延期(希望登録を止め、公開した時間割は下書きに戻します。あとで新しい日を決めて再開します)",
    Halt.CANCELLED: "中止(公開した時間割を取り下げます。中止は取り消せません)",
}


class HaltForm(forms.Form):
    kind = forms.ChoiceField(
        label="どうしますか",
        widget=forms.RadioSelect,
        error_messages={"required": "延期か中止かを選んでください。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例: 台風15号の接近により、会場が使えないため。お知らせの文にも使います。",
        error_messages={"required": "理由を書いてください。"},
    )

    def __init__(self, *args, kinds: Iterable[str], **options) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind, MEANINGS[Halt(kind)]) for kind in kinds if kind]
