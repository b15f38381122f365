"""Who is not to meet whom: what the office writes down, and what a bank or a senior tells it."""

from django import forms
from django.db.models import Q

from companies.models import Company
from events.models import Avoidance, AvoidanceKind
from institutions.models import User
from kouryukai.lib.japanese import tidy
from office.fields_text import LineField, LinesField
from office.form_keys import NewKeyMixin
from talent.models import Senior

MOST_CANDIDATES = 20
TOLD_BY_FIRMS = (
    AvoidanceKind.FIRM_DECLINES,
    AvoidanceKind.COMPETITOR,
    AvoidanceKind.CLIENT,
    AvoidanceKind.FORMER_EMPLOYER,
    AvoidanceKind.OTHER,
)


class PairForm(forms.Form):
    """A senior by number or name, a firm by name; where several are meant, a list to choose from appears and nothing is lost."""

    use_required_attribute = False

    senior = LineField(label="新現役", max_length=80, size=24, help_text="登録番号か氏名。例: M00123 または 髙橋 誠一")
    senior_pick = forms.ModelChoiceField(
        label="どの方ですか", queryset=Senior.objects.none(), required=False, empty_label="選んでください"
    )
    company = LineField(label="企業", max_length=100, size=30, help_text="企業名か法人番号。例: ㈱髙島製作所")
    company_pick = forms.ModelChoiceField(
        label="どの企業ですか", queryset=Company.objects.none(), required=False, empty_label="選んでください"
    )
    kind = forms.ChoiceField(label="わけ", choices=AvoidanceKind.choices)

    def __init__(self, *args, by: User, known: Avoidance | None = None, **kwargs) -> None:
        """`known`: an untied row, one side of which is certain."""
        super().__init__(*args, **kwargs)
        self.seniors = Senior.objects.visible_to(by).filter(erased_at=None)
        self.companies = Company.objects.visible_to(by).select_related("institution", "branch")
        self.known = known
        for name, side in (("senior", known and known.senior), ("company", known and known.company)):
            if side:
                del self.fields[name], self.fields[f"{name}_pick"]
        if "senior_pick" in self.fields:
            self.fields["senior_pick"].label_from_instance = lambda one: f"{one.number} {one.name} {one.headline}"[:60]
            self._offer("senior", self._seniors)
        if "company_pick" in self.fields:
            self.fields["company_pick"].label_from_instance = _firm_words
            self._offer("company", self._companies)

    def _offer(self, name: str, find) -> None:
        """With several candidates the list holds them; else there is no list."""
        typed = tidy(str(self.data.get(name, ""))) if self.is_bound else ""
        found = list(find(typed).values_list("pk", flat=True)[: MOST_CANDIDATES + 1]) if typed else []
        self.found = getattr(self, "found", {}) | {name: found}
        rows = self.seniors if name == "senior" else self.companies
        if 1 < len(found):
            self.fields[f"{name}_pick"].queryset = rows.filter(pk__in=found[:MOST_CANDIDATES])
        else:
            del self.fields[f"{name}_pick"]

    def _seniors(self, typed: str):
        return self.seniors.filter(Q(number__iexact=typed) | Q(pk__in=Senior.objects.named(typed))).order_by("number")

    def _companies(self, typed: str):
        named = Q(pk__in=Company.objects.named(typed))
        return self.companies.filter(named | Q(corporate_number=typed)).order_by("name", "pk")

    def clean(self) -> dict:
        data = super().clean()
        for name, missing in (("senior", "この新現役は見つかりません。"), ("company", "この企業は見つかりません。")):
            data[f"the_{name}"] = self._one(name, missing, data)
        return data

    def _one(self, name: str, missing: str, data: dict):
        if name not in self.fields:
            return getattr(self.known, name)
        if name in self.errors or f"{name}_pick" in self.errors:
            return None
        found = self.found[name]
        if not found:
            self.add_error(name, missing + "書き方を変えて、もう一度さがしてください。")
        elif len(found) == 1:
            return (self.seniors if name == "senior" else self.companies).get(pk=found[0])
        elif chosen := data.get(f"{name}_pick"):
            return chosen
        else:
            self.add_error(f"{name}_pick", "いくつか見つかりました。下から選んでください。")
        return None


def _firm_words(company: Company) -> str:
    return f"{company.name}({company.institution.short_name} {company.branch.name}、{company.prefecture}{company.city})"


class AvoidanceForm(NewKeyMixin, PairForm):
    told_by = LineField(
        label="だれから聞いたか",
        max_length=120,
        size=30,
        required=False,
        help_text="例: 大森支店 小林さん。空欄なら事務局",
    )
    note = LinesField(label="くわしいこと", max_length=1000, rows=3, required=False, help_text="事務局だけが読みます")
    field_order = ("senior", "senior_pick", "company", "company_pick", "kind", "told_by", "note")


class _TellForm(NewKeyMixin, forms.Form):
    use_required_attribute = False


class TellOfFirmForm(_TellForm):
    kind = forms.ChoiceField(label="わけ", choices=[(one.value, one.label) for one in TOLD_BY_FIRMS])
    note = LinesField(
        label="会わせたくない相手",
        max_length=1000,
        rows=4,
        help_text="お名前や会社名と、事情。例: 競合の○○工業にいた方とは会いたくない",
    )


class TellOfSeniorForm(_TellForm):
    note = LinesField(
        label="会いたくない企業",
        max_length=1000,
        rows=5,
        help_text="会社名と、差し支えなければ事情を書いてください。例: 前の勤め先の○○製作所",
    )
