"""A firm as a branch, a head office or the office writes it down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from companies.actions_firms import SHORT, Twin, mark_of, proposed_short_name, same_inside
from companies.models import Company
from companies.trades import trade_choices
from institutions.directory import PREFECTURES
from institutions.models import Branch, Institution, StaffMember, User
from institutions.roles import Role
from kouryukai.lib.corporate_number import parse_corporate_number
from kouryukai.lib.japanese import tidy
from office.fields import NumberField, PostalCodeField, TelephoneField
from office.fields_text import FirmReadingField, LineField, LinesField, ManYenField, ReadingField, YearField
from office.form_keys import NewKeyMixin

OLDEST = 1600
MOST_EMPLOYEES = 1_000_000


class CorporateNumberField(LineField):
    """法人番号 with its check digit; full-width digits and hyphens are taken."""

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return parse_corporate_number(text) if text else ""
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None


class BankForm(forms.Form):
    """Whose firm it is: the first question to the office."""

    bank = forms.CharField(
        label="取引金融機関",
        max_length=80,
        help_text="金融機関コード4けたか、正式な名前です。例: 2231 または 青葉信用組合",
    )

    def clean_bank(self) -> Institution:
        text = tidy(self.cleaned_data["bank"])
        found = list(Institution.objects.banks().filter(Q(code=text) | Q(name=text) | Q(short_name=text))[:2])
        if len(found) != 1:
            raise ValidationError("金融機関が見つかりません。金融機関コード4けたで入れてください。")
        return found[0]


class CompanyForm(forms.Form):
    """`institution`: whose client the firm is. A branch writes its own firms and is not asked whose they are."""

    use_required_attribute = False

    name = LineField(label="企業名", max_length=100, size=36, help_text="登記の名前のとおり。例: ㈱髙島製作所")
    name_kana = FirmReadingField(label="企業名のフリガナ", max_length=200, size=36, required=False)
    short_name = LineField(
        label="略称",
        required=False,
        size=12,
        help_text="時間割に出す短い名前。8文字まで。空欄なら企業名から作ります。例: 髙島製作",
    )
    corporate_number = CorporateNumberField(
        label="法人番号", required=False, size=20, help_text="13桁。ハイフンや全角でも構いません。例: 7000012050002"
    )
    representative_title = LineField(label="代表者の役職", max_length=40, size=16, initial="代表取締役")
    representative_name = LineField(label="代表者の氏名", max_length=60, size=20, help_text="例: 髙島 誠")
    representative_kana = ReadingField(label="代表者のフリガナ", max_length=120, size=24, required=False)
    trade_code = forms.ChoiceField(
        label="産業分類(中分類)", required=False, help_text="日本標準産業分類から選びます。統計に使います"
    )
    industry = LineField(label="業種", max_length=60, size=24, help_text="ふだんの言い方で。例: 金属プレス加工")
    business = LinesField(label="事業内容", max_length=600, rows=4, required=False)
    postal_code = PostalCodeField(label="郵便番号", required=False, help_text="例: 144-0052")
    prefecture = forms.ChoiceField(label="都道府県", choices=[("", "選んでください"), *((p, p) for p in PREFECTURES)])
    city = LineField(label="市区町村", max_length=40, size=20, required=False, help_text="例: 大田区")
    address = LineField(
        label="町名・番地", max_length=120, size=36, required=False, help_text="例: 蒲田1-2-3 見本ビル2階"
    )
    phone = TelephoneField(label="電話番号", required=False, help_text="例: 03-1234-5678")
    email = forms.EmailField(label="メールアドレス", required=False, help_text="例: info@example.jp")
    url = LineField(label="ウェブサイト", max_length=200, size=36, required=False, help_text="例: https://example.jp/")
    capital_man_yen = ManYenField(label="資本金", required=False, help_text="例: 1000 または 1,000万円")
    sales_man_yen = ManYenField(label="年商", required=False, help_text="例: 35000 または 3.5億円")
    employees = NumberField(
        label="従業員数", required=False, min_value=0, max_value=MOST_EMPLOYEES, unit_shown="人", help_text="例: 24"
    )
    established_year = YearField(
        label="創業年", required=False, earliest=OLDEST, latest=0, help_text="例: 昭和43 または 1968"
    )
    branch = forms.ModelChoiceField(label="取引店", queryset=Branch.objects.none(), empty_label="選んでください")
    officer = forms.ModelChoiceField(
        label="担当者", queryset=StaffMember.objects.none(), required=False, empty_label="まだ決めない"
    )
    sure = forms.BooleanField(label="上の企業とは別の企業です。このまま登録します。", required=False)

    def __init__(self, *args, institution: Institution, user: User, company: Company | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.institution, self.company, self.twins = institution, company, []
        self.fields["trade_code"].choices = [("", "選んでください"), *trade_choices()]
        staff = Q(is_active=True) | Q(pk=company.officer_id if company else None)
        members = StaffMember.objects.filter(staff, institution=institution)
        if user.role == Role.BRANCH:
            members = members.filter(Q(branch=user.branch_id) | Q(branch=None) | Q(pk=company and company.officer_id))
            del self.fields["branch"]
        else:
            self.fields["branch"].queryset = Branch.objects.filter(institution=institution)
        self.fields["officer"].queryset = members
        self.fields["officer"].label_from_instance = lambda one: " ".join(filter(None, (one.name, one.title)))

    def clean_short_name(self) -> str:
        short = self.cleaned_data["short_name"]
        if len(short) > SHORT:
            raise ValidationError(f"略称は{SHORT}文字までです(いまは{len(short)}文字)。")
        return short

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if url and "://" not in url:
            url = f"https://{url}"
        return forms.URLField(required=False, assume_scheme="https").clean(url)

    def clean_postal_code(self) -> str:
        return self.cleaned_data["postal_code"].replace("-", "")

    def clean_established_year(self) -> int | None:
        year = self.cleaned_data["established_year"]
        if year and year > timezone.localdate().year:
            raise ValidationError("創業年は今年までの年です。")
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("short_name") and data.get("name") and "short_name" not in self.errors:
            data["short_name"] = proposed_short_name(data["name"])
        if data.get("name"):
            self._look_for_twins(data)
        return data

    def _look_for_twins(self, data: dict[str, Any]) -> None:
        """Once a firm is in the register, only another name or number is a reason to ask again."""
        number = data.get("corporate_number") or None
        if self.company and (self.company.name, self.company.corporate_number) == (data["name"], number):
            return
        self.twins: list[Twin] = same_inside(
            self.institution,
            name=data["name"],
            corporate_number=number,
            without=self.company.pk if self.company else data.get("new_key"),  # a second click is no twin
        )
        if self.twins and not data.get("sure"):
            self.add_error("sure", "似た企業が登録されています。別の企業なら、ここを押してチェックを入れてください。")

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        left_out = {"sure", "new_key", "seen"}
        values = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        return values | {"corporate_number": values["corporate_number"] or None}

    def take(self, faults: dict[str, list[str]]) -> None:
        """What the register refused, at its fields."""
        for name, said in faults.items():
            self.add_error(name if name in self.fields else None, said)


class NewCompanyForm(NewKeyMixin, CompanyForm):
    pass


class ChangedCompanyForm(CompanyForm):
    """`seen`: which version was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    @classmethod
    def initial_of(cls, company: Company) -> dict[str, Any]:
        values = {name: getattr(company, name) for name in cls.base_fields if hasattr(company, name)}
        code = company.postal_code
        return values | {
            "branch": company.branch_id,
            "officer": company.officer_id,
            "seen": mark_of(company),
            "postal_code": f"{code[:3]}-{code[3:]}" if code else "",
        }
