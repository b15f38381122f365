"""A member of staff as the office or a head office writes her down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from institutions.models import Branch, Institution, StaffMember
from kouryukai.lib.japanese import tidy
from office.fields import TelephoneField
from office.fields_text import LineField, ReadingField
from office.form_keys import NewKeyMixin


class InstitutionForm(forms.Form):
    """Whose staff: the first question to the office."""

    bank = LineField(
        label="機関",
        max_length=80,
        help_text="金融機関コード4けたか、正式な名前です。協会や自治体も入れられます。例: 2231 または 青葉信用組合",
    )

    def clean_bank(self) -> Institution:
        text = self.cleaned_data["bank"]
        found = list(Institution.objects.filter(Q(code=text) | Q(name=text) | Q(short_name=text))[:2])
        if len(found) != 1:
            raise ValidationError(
                "機関が見つかりません。金融機関コード4けたか、正式な名前を入れてください。例: 青葉信用組合"
            )
        return found[0]


class StaffForm(forms.Form):
    use_required_attribute = False

    name = LineField(label="氏名", max_length=60, size=20, help_text="姓と名のあいだを空けてください。例: 小林 洋子")
    name_kana = ReadingField(label="フリガナ", max_length=120, size=24, required=False, help_text="例: コバヤシ ヨウコ")
    title = LineField(label="役職", max_length=60, size=20, required=False, help_text="例: 支店長代理")
    phone = TelephoneField(label="電話番号", required=False, help_text="仕事の番号です。例: 03-1234-5678")

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "name_kana", "title", "phone")}


class NewStaffForm(NewKeyMixin, StaffForm):
    """`institution`: whose. Somebody of the same name there must be another person."""

    branch = forms.ModelChoiceField(
        label="所属", queryset=Branch.objects.none(), required=False, empty_label="本部(支店に属さない)"
    )
    sure = forms.BooleanField(label="同じ名前の別の人です。このまま登録します。", required=False)
    field_order = ("name", "name_kana", "branch", "title", "phone", "sure", "new_key")

    def __init__(self, *args, institution: Institution, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.institution, self.namesakes = institution, []
        self.fields["branch"].queryset = Branch.objects.filter(institution=institution)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if name := data.get("name"):
            others = StaffMember.objects.filter(institution=self.institution, erased_at=None)
            others = others.exclude(pk=data.get("new_key")).select_related("branch")
            self.namesakes = [one for one in others if _plain(one.name) == _plain(name)]
            if self.namesakes and not data.get("sure"):
                self.add_error(
                    "sure", "同じ名前の方が登録されています。別の人なら、四角を押してチェックを入れてください。"
                )
        return data


def _plain(name: str) -> str:
    return tidy(name).replace(" ", "")
