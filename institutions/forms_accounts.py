"""Forms of accounts and invitations. What a person may grant is what her form offers; the actions ask again."""

from allauth.account.adapter import get_adapter
from django import forms
from django.db.models import Q

from institutions.forms import LONG, AddressField
from institutions.models import Branch, Institution, User
from institutions.roles import BANK_ROLES, Ability, Role
from institutions.rules import roles_granted_by
from kouryukai.lib.japanese import kana, tidy

STATES = [("", "すべて"), ("active", "利用中"), ("disabled", "停止中")]


class AccountFilter(forms.Form):
    q = forms.CharField(label="氏名・メールアドレス", max_length=100, required=False)
    role = forms.ChoiceField(label="役割", choices=[("", "すべて"), *Role.choices], required=False)
    state = forms.ChoiceField(label="状態", choices=STATES, required=False)

    def narrow(self, users):
        """The rows that the filter leaves; what cannot be read leaves all."""
        self.is_valid()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            users = users.filter(Q(email__icontains=words) | Q(staff_member__name__icontains=words))
        if wanted.get("role"):
            users = users.filter(role=wanted["role"])
        if wanted.get("state"):
            users = users.filter(is_active=wanted["state"] == "active")
        return users


class _PlaceForm(forms.Form):
    """A role and, for the bank's roles, a place."""

    role = forms.ChoiceField(label="役割", widget=forms.RadioSelect)

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def offer(self, roles) -> None:
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.described = [(role.label, role.description) for role in roles]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InviteForm(_PlaceForm):
    email = AddressField(help_text="この宛先に招待のメールを送ります。例: kobayashi@example.jp")
    bank = forms.CharField(
        label="金融機関",
        required=False,
        max_length=80,
        help_text="役割が本部か支店のときに入れます。金融機関コード4けたか、正式な名前です。例: 2231 または 青葉信用組合",
    )
    branch = forms.CharField(
        label="支店", required=False, max_length=80, help_text="役割が支店のときに入れます。例: 大森支店"
    )
    field_order = ("email", "role", "bank", "branch")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(roles_granted_by(self.by))
        if not self.by.can(Ability.ACCOUNTS):
            del self.fields["bank"]

    def clean(self) -> dict:
        data = super().clean()
        role = data.get("role")
        data["institution"] = self._institution(data) if role in BANK_ROLES else None
        data["place"] = self._branch(data) if role == Role.BRANCH and data["institution"] else None
        return data

    def _institution(self, data: dict) -> Institution | None:
        if "bank" not in self.fields:
            return self.by.institution
        text = tidy(data.get("bank") or "")
        if not text:
            self.add_error("bank", "金融機関を入力してください")
            return None
        found = list(Institution.objects.filter(Q(code=text) | Q(name=text) | Q(short_name=text))[:2])
        if len(found) != 1:
            self.add_error("bank", "金融機関が見つかりません。金融機関コード4けたで入れてください。")
            return None
        return found[0]

    def _branch(self, data: dict) -> Branch | None:
        text = tidy(data.get("branch") or "")
        if not text:
            self.add_error("branch", "支店を入力してください")
            return None
        names = {text, f"{text.removesuffix('支店')}支店"}
        found = Branch.objects.filter(institution=data["institution"], name__in=names)
        if len(found) != 1:
            self.add_error("branch", "支店が見つかりません。支店の名前を確かめてください。例: 大森支店")
            return None
        return found[0]


class RoleForm(_PlaceForm):
    branch = forms.ModelChoiceField(
        label="支店", queryset=Branch.objects.none(), required=False, help_text="役割が支店のときに選びます。"
    )

    def __init__(self, *args, account: User, **kwargs):
        kwargs.setdefault("initial", {"role": account.role, "branch": account.branch_id})
        super().__init__(*args, **kwargs)
        kind = BANK_ROLES if account.role in BANK_ROLES else (Role.COORDINATOR, Role.ADVISER, Role.RECEPTION)
        self.offer([role for role in roles_granted_by(self.by) if role in kind])
        if account.institution_id:
            self.fields["branch"].queryset = Branch.objects.filter(institution=account.institution_id)
        else:
            del self.fields["branch"]


class AcceptForm(forms.Form):
    """What a person says of herself. Address, role and place stand in the invitation and cannot be sent along."""

    name = forms.CharField(label="氏名", max_length=60, help_text="姓と名のあいだを空けてください。例: 小林 洋子")
    name_kana = forms.CharField(label="フリガナ", max_length=120, required=False, help_text="例: コバヤシ ヨウコ")
    password = forms.CharField(
        label="パスワード",
        strip=False,
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=f"{LONG}パスキー(顔、指、PIN)だけで入る方は、空のままにしてください。次の画面で登録します。",
    )
    again = forms.CharField(
        label="パスワード(もう一度)",
        strip=False,
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean_name_kana(self) -> str:
        return kana(tidy(self.cleaned_data["name_kana"]))

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        return get_adapter().clean_password(password) if password else ""

    def clean(self) -> dict:
        data = super().clean()
        if data.get("password", "") != data.get("again", "") and "password" not in self.errors:
            self.add_error("again", "同じパスワードをもう一度入れてください。")
        return data
