"""Pages 1 and 2: the name and the day of birth; how to reach the person."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from institutions.directory import PREFECTURES
from institutions.forms import AddressField
from office.fields import JapaneseDateField, PostalCodeField, TelephoneField
from office.fields_text import LineField, ReadingField
from talent.forms_register.base import StepForm, choices
from talent.sheet import NAME

YOUNGEST, OLDEST = 18, 110


class NameForm(StepForm):
    keys = (*NAME, "birth_date")

    family_name = LineField(label="姓", max_length=30, size=14, help_text="例: 髙橋")
    given_name = LineField(label="名", max_length=30, size=14, help_text="例: 誠一")
    family_kana = ReadingField(
        label="セイ(姓のフリガナ)", max_length=60, size=18, help_text="ひらがなで書いても、カタカナに直します"
    )
    given_kana = ReadingField(label="メイ(名のフリガナ)", max_length=60, size=18)
    birth_date = JapaneseDateField(
        label="生年月日", help_text="例: 昭和30年4月1日。1955年のような西暦でも構いません。企業には見せません"
    )

    def clean_birth_date(self) -> dt.date:
        day, today = self.cleaned_data["birth_date"], timezone.localdate()
        if not YOUNGEST <= age_on(day, today) <= OLDEST:
            raise ValidationError("年を確かめてください。昭和・平成の取り違えがないか、ご覧ください。")
        return day


def age_on(birth: dt.date, day: dt.date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


class ContactForm(StepForm):
    keys = ("phone", "email", "postal_code", "prefecture", "address")

    phone = TelephoneField(label="電話番号", help_text="日中につながる番号。例: 090-1234-5678")
    email = AddressField(
        required=False,
        help_text="面談のお知らせを送ります。例: tanaka@example.jp",
        widget=forms.EmailInput({"size": 30}),
    )
    postal_code = PostalCodeField(label="郵便番号", required=False, help_text="例: 101-0041")
    prefecture = forms.ChoiceField(label="都道府県", choices=choices([(p, p) for p in PREFECTURES]))
    address = LineField(
        label="住所(都道府県のあと)", max_length=160, size=40, help_text="例: 千代田区神田須田町1-2-3 見本ハイツ201"
    )

    @classmethod
    def data_of(cls, sheet) -> dict:
        data = super().data_of(sheet)
        code = data.get("postal_code", "")
        return data | ({"postal_code": f"{code[:3]}-{code[3:]}"} if len(code) == 7 else {})

    def clean_postal_code(self) -> str:
        return self.cleaned_data["postal_code"].replace("-", "")
