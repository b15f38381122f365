"""The senior: the professional face with careers, specialities and qualifications, the private contact, consents, and to whom what is disclosed.

A wall of rows cannot hide a column, so what two kinds of reader may see differently stands in two tables.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from institutions.categories import Category
from institutions.history import tracked
from institutions.models import Branch, Institution
from institutions.reading import SeenRow
from institutions.walls import WalledQuerySet
from kouryukai.lib.japanese import name_key

NAME_KEY_LENGTH = 200  # a key may be longer than its name: one sign can stand for eighteen


class SeniorState(models.TextChoices):
    SUBMITTED = "submitted", "審査中"
    ACTIVE = "active", "登録中"
    PAUSED = "paused", "休止中"
    DORMANT = "dormant", "長期不在"
    WITHDRAWN = "withdrawn", "退会"


class SeniorQuerySet(WalledQuerySet):
    """Coordinators see everybody, a senior herself, a bank those who are disclosed to it."""

    institution_path = None
    senior_path = "user_id"

    def visible_to(self, user) -> "SeniorQuerySet":
        if user.is_authenticated and user.is_bank:
            return self.filter(pk__in=Disclosure.objects.in_force().visible_to(user).values("senior"))
        return super().visible_to(user)

    def editable_by(self, user) -> "SeniorQuerySet":
        """The office and the senior herself: a bank only reads."""
        return super().visible_to(user)

    def named(self, words: str) -> "SeniorQuerySet":
        """Those whose name or kana holds the words: 高橋 finds 髙橋, たかはし finds タカハシ."""
        return self.filter(name_key__contains=name_key(words))


def text(label: str, limit: int) -> models.TextField:
    return models.TextField(label, max_length=limit, blank=True, validators=[MaxLengthValidator(limit)])


@tracked()
class Senior(SeenRow):
    """The professional face: all that a bank may ever learn before both sides have agreed."""

    tells_of = {"id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("登録番号", max_length=12)
    state = models.CharField("状態", max_length=12, choices=SeniorState, default=SeniorState.SUBMITTED)
    family_name = models.CharField("姓", max_length=30)
    given_name = models.CharField("名", max_length=30, blank=True)
    family_kana = models.CharField("セイ", max_length=60, blank=True)
    given_kana = models.CharField("メイ", max_length=60, blank=True)
    name_key = models.CharField("検索用の名前", max_length=NAME_KEY_LENGTH, editable=False, default="")
    prefecture = models.CharField("都道府県", max_length=4, blank=True)
    headline = models.CharField("経歴のひとこと", max_length=60, blank=True, help_text="例: 元 食品商社 北米支社長")
    strengths = text("得意な支援", 2000)
    achievements = text("実績", 2000)
    introduction = text("自己紹介", 2000)
    languages = models.CharField("語学", max_length=120, blank=True)
    overseas = models.CharField("海外勤務", max_length=200, blank=True)
    regions = ArrayField(models.CharField(max_length=4), verbose_name="支援できる地域", default=list, blank=True)
    online_ok = models.BooleanField("オンラインでの支援", default=True)
    days_per_week = models.PositiveSmallIntegerField("週に動ける日数", null=True, blank=True)
    user = models.OneToOneField(
        "institutions.User", models.SET_NULL, verbose_name="利用者", null=True, blank=True, related_name="+"
    )
    registered_on = models.DateField("登録日", null=True, blank=True)
    confirmed_on = models.DateField("登録の確認日", null=True, blank=True)
    reminded_on = models.DateField("確認をお願いした日", null=True, blank=True, editable=False)
    erased_at = models.DateTimeField("消去日時", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = SeniorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "新現役"
        ordering = ["family_kana", "given_kana", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], name="senior_number_unique", violation_error_message="この登録番号は使われています。"
            ),
            models.CheckConstraint(
                condition=Q(days_per_week=None) | Q(days_per_week__range=(1, 7)),
                name="senior_days_per_week",
                violation_error_message="週に動ける日数は1〜7です。",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(state=SeniorState.WITHDRAWN, user=None),
                name="senior_erased_has_left",
                violation_error_message="消去した人は、退会から戻せません。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.set_name_key()
        super().save(*args, **kwargs)

    def set_name_key(self) -> None:
        """What a search by name reads; rows made in bulk call it themselves."""
        self.name_key = f"{name_key(self.name)} {name_key(self.name_kana)}".strip()[:NAME_KEY_LENGTH]

    @property
    def name(self) -> str:
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def name_kana(self) -> str:
        return f"{self.family_kana} {self.given_kana}".strip()


class SeniorContactQuerySet(WalledQuerySet):
    """The office, the senior herself, and a bank only where the contact itself is disclosed to it."""

    institution_path = None
    senior_path = "senior__user_id"

    def visible_to(self, user) -> "SeniorContactQuerySet":
        if user.is_authenticated and user.is_bank:
            shown = Disclosure.objects.in_force().visible_to(user).filter(level=DisclosureLevel.CONTACT)
            return self.filter(senior__in=shown.values("senior"))
        return super().visible_to(user)

    def editable_by(self, user) -> "SeniorContactQuerySet":
        return super().visible_to(user)


@tracked()
class SeniorContact(SeenRow):
    """Where the person lives and how to reach him or her, and the day of birth: a row of its own, so that it has a wall of its own."""

    tells_of = {"senior_id": "seniors"}

    senior = models.OneToOneField(
        Senior, models.CASCADE, verbose_name="新現役", primary_key=True, related_name="contact"
    )
    birth_date = models.DateField("生年月日", null=True, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    postal_code = models.CharField("郵便番号", max_length=7, blank=True)
    address = models.CharField("住所", max_length=160, blank=True)

    objects = SeniorContactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "新現役の連絡先"
        ordering = ["senior"]

    def __str__(self) -> str:
        return f"{self.senior} 連絡先"


class DisclosureLevel(models.TextChoices):
    PROFILE = "profile", "経歴"
    CONTACT = "contact", "連絡先"


class DisclosureQuerySet(WalledQuerySet):
    """An institution sees what is disclosed to it, a branch what is disclosed to itself."""

    branch_path = "branch_id"
    senior_path = "senior__user_id"

    def in_force(self) -> "DisclosureQuerySet":
        return self.filter(until__gt=Now())


@tracked(under=("senior",))
class Disclosure(models.Model):
    """Which institution may see how much of a senior, until when. Without a branch the row is the head office's alone.

    `source` is the cause: an event, an agreed pair. Its rows are rewritten whenever the cause changes and go with it.
    """

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="disclosures")
    institution = models.ForeignKey(Institution, models.CASCADE, verbose_name="機関", related_name="+")
    branch = models.ForeignKey(
        Branch, models.CASCADE, verbose_name="支店", null=True, blank=True, related_name="+", db_constraint=False
    )
    level = models.CharField("範囲", max_length=8, choices=DisclosureLevel, default=DisclosureLevel.PROFILE)
    until = models.DateTimeField("いつまで")
    source = models.UUIDField("もとになったもの", db_index=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "新現役の開示"
        ordering = ["senior", "institution", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["senior", "institution", "branch", "source"],
                nulls_distinct=False,
                name="disclosure_unique",
                violation_error_message="この開示は登録済みです。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.senior} → {self.institution} {self.get_level_display()}"


class OfSeniorQuerySet(models.QuerySet):
    """What belongs to the professional face: whoever sees the senior sees it."""

    def visible_to(self, user) -> "OfSeniorQuerySet":
        return self.filter(senior__in=Senior.objects.visible_to(user))


class ConsentQuerySet(WalledQuerySet):
    """What a person has consented to is between her and the office."""

    institution_path = None
    senior_path = "senior__user_id"


@tracked(under=("senior",))
class Career(SeenRow):
    tells_of = {"senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="careers")
    position_in_list = models.PositiveSmallIntegerField("順番", default=1)
    company_name = models.CharField("勤務先", max_length=100)
    industry = models.CharField("業種", max_length=60, blank=True)
    size_band = models.CharField("規模", max_length=20, blank=True)
    department = models.CharField("部署", max_length=60, blank=True)
    position = models.CharField("役職", max_length=60, blank=True)
    from_year = models.PositiveSmallIntegerField("開始年", null=True, blank=True)
    to_year = models.PositiveSmallIntegerField("終了年", null=True, blank=True)
    summary = text("仕事の内容", 2000)

    objects = OfSeniorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "職歴"
        ordering = ["senior", "position_in_list", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_year=None) | Q(to_year=None) | Q(to_year__gte=F("from_year")),
                name="career_years_in_order",
                violation_error_message="終了年は開始年より後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.company_name

    @property
    def years(self) -> int | None:
        return self.to_year - self.from_year if self.from_year and self.to_year else None


@tracked(under=("senior",))
class Speciality(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="specialities")
    category = models.CharField("専門分野", max_length=12, choices=Category)
    years = models.PositiveSmallIntegerField("経験年数", null=True, blank=True)

    objects = OfSeniorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "専門分野"
        ordering = ["senior", F("years").desc(nulls_last=True), "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["senior", "category"],
                name="speciality_unique",
                violation_error_message="同じ専門分野が2回入っています。",
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values),
                name="speciality_known",
                violation_error_message="専門分野は10分類の中から選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_category_display()


@tracked(under=("senior",))
class Qualification(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="qualifications")
    name = models.CharField("資格", max_length=80)
    year = models.PositiveSmallIntegerField("取得年", null=True, blank=True)

    objects = OfSeniorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "資格"
        ordering = ["senior", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["senior", "name"],
                name="qualification_unique",
                violation_error_message="同じ資格が2回入っています。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ConsentKind(models.TextChoices):
    PERSONAL_DATA = "personal_data", "個人情報の取り扱い"
    PROFILE = "profile", "プロフィールの提供"
    CONFIDENTIALITY = "confidentiality", "守秘の約束"


@tracked(under=("senior",))
class Consent(SeenRow):
    tells_of = {"senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="consents")
    kind = models.CharField("種類", max_length=20, choices=ConsentKind)
    version = models.CharField("文面の版", max_length=20)
    text_hash = models.CharField("文面の印", max_length=64, blank=True, editable=False)
    accepted_at = models.DateTimeField("同意日時")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同意"
        ordering = ["senior", "kind", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["senior", "kind", "version"],
                name="consent_unique",
                violation_error_message="この文面には同意済みです。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"
