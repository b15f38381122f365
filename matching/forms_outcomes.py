"""What is typed in after the day, from the sheets that come back from the tables."""

from django import forms

from matching.actions import outcomes
from matching.models import ResultState, SecondInterviewState, SupportState, Wish
from office.fields import JapaneseDateField

IN_A_ROW = {"inline": True}


class ResultForm(forms.Form):
    state = forms.ChoiceField(label="結果", choices=ResultState.choices, widget=forms.RadioSelect(attrs=IN_A_ROW))
    note = forms.CharField(label="メモ", max_length=200, required=False)

    @staticmethod
    def initial_of(row) -> dict:
        return {"state": row.state, "note": row.note}

    def record(self, **context) -> None:
        outcomes.record_result(**self.cleaned_data, **context)


class AnswerForm(forms.Form):
    wish = forms.ChoiceField(
        label="もう一度会いたいですか", choices=Wish.choices, widget=forms.RadioSelect(attrs=IN_A_ROW)
    )
    reason = forms.CharField(label="理由(ひとこと)", max_length=200, required=False)

    @staticmethod
    def initial_of(row) -> dict:
        return {"wish": row.wish, "reason": row.reason}

    def record(self, **context) -> None:
        outcomes.record_answer(**self.cleaned_data, **context)


class SecondInterviewForm(forms.Form):
    state = forms.ChoiceField(
        label="状態", choices=SecondInterviewState.choices, widget=forms.RadioSelect(attrs=IN_A_ROW)
    )
    held_on = JapaneseDateField(
        label="日付", required=False, help_text="例: 令和8年10月16日。調整中のときは空けておきます。"
    )
    place = forms.CharField(label="場所", max_length=100, required=False)
    note = forms.CharField(label="メモ", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @staticmethod
    def initial_of(row) -> dict:
        return {"state": row.state, "held_on": row.held_on, "place": row.place, "note": row.note}

    def record(self, **context) -> None:
        outcomes.record_second_interview(**self.cleaned_data, **context)


class SupportForm(forms.Form):
    state = forms.ChoiceField(label="状態", choices=SupportState.choices, widget=forms.RadioSelect(attrs=IN_A_ROW))
    agreed_on = JapaneseDateField(label="成立した日", help_text="例: 令和8年11月2日")
    theme = forms.CharField(label="支援の内容", max_length=200, help_text="例: 検査記録の付け方と不良の原因調べ")
    note = forms.CharField(label="メモ", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @staticmethod
    def initial_of(row) -> dict:
        return {"state": row.state, "agreed_on": row.agreed_on, "theme": row.theme, "note": row.note}

    def record(self, **context) -> None:
        outcomes.record_support(**self.cleaned_data, **context)
