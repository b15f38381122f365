"""What to carry away: whom, which columns, as which file."""

from django import forms

from talent.exporting.files import FORMATS
from talent.exporting.table import GROUPS

WHOM = {"present": "登録中・休止中の方", "all": "退会した方も含むすべての方"}


class ExportForm(forms.Form):
    whom = forms.ChoiceField(label="どなたを", choices=WHOM.items(), initial="present", widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(
        label="どの項目を",
        choices=[(key, label) for key, (label, _) in GROUPS.items()],
        initial=[key for key in GROUPS if key != "contact"],
        widget=forms.CheckboxSelectMultiple,
        help_text="連絡先は、要るときだけ選んでください。",
        error_messages={"required": "項目を1つ以上選んでください。"},
    )
    file_format = forms.ChoiceField(
        label="どの形式で", choices=FORMATS.items(), initial="xlsx", widget=forms.RadioSelect
    )
