"""The senior: the professional face, and the private contact beside it.

A wall of rows cannot hide a column, so what two kinds of reader may see differently stands in two tables.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from institutions.history import tracked
from institutions.industries import Industry
from institutions.reading import SeenRow
from institutions.topics import Topic
from institutions.walls import WalledQuerySet
from kouryukai.lib.japanese import name_key
from talent.models.disclosure import Disclosure, DisclosureLevel

NAME_KEY_LENGTH = 200  # a key may be longer than its name: one sign can stand for eighteen


class SeniorState(models.TextChoices):
    SUBMITTED = "submitted", "審査中"
    RETURNED = "returned", "差し戻し中"
    ACTIVE = "active", "登録中"
    PAUSED = "paused", "休止中"
    DORMANT = "dormant", "長期不在"
    WITHDRAWN = "withdrawn", "退会"


class Weekday(models.TextChoices):
    MON = "mon", "月"
    TUE = "tue", "火"
    WED = "wed", "水"
    THU = "thu", "木"
    FRI = "fri", "金"
    SAT = "sat", "土"
    SUN = "sun", "日"


class Retirement(models.TextChoices):
    RETIRED = "retired", "退職した"
    LEAVING = "leaving", "これから退職する"
    WORKING = "working", "いまも働いている"


class FeeWish(models.TextChoices):
    STANDARD = "standard", "支援制度の基準でよい"
    TRAVEL_ONLY = "travel_only", "交通費だけでよい"
    TALK = "talk", "企業と相談して決めたい"


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
    weekdays = ArrayField(
        models.CharField(max_length=3, choices=Weekday), verbose_name="動ける曜日", default=list, blank=True
    )
    transport = models.CharField("交通手段", max_length=60, blank=True)
    fee_wish = models.CharField("報酬の希望", max_length=12, choices=FeeWish, blank=True)
    fee_note = models.CharField("報酬についてのご希望", max_length=120, blank=True)
    industries = ArrayField(
        models.CharField(max_length=16, choices=Industry), verbose_name="くわしい業種", default=list, blank=True
    )
    topics = ArrayField(
        models.CharField(max_length=24, choices=Topic), verbose_name="支援できるテーマ", default=list, blank=True
    )
    retirement = models.CharField("いまのお仕事", max_length=8, choices=Retirement, blank=True)
    retired_on = models.DateField("退職した(する)日", null=True, blank=True)
    interviews_per_year = models.PositiveSmallIntegerField("1年間の面談の上限", null=True, blank=True)
    state_reason = models.CharField("状態の理由", max_length=400, blank=True)
    paused_until = models.DateField("休止の終わり", null=True, blank=True)
    approved_at = models.DateTimeField("承認日時", null=True, blank=True, editable=False)
    user = models.OneToOneField(
        "institutions.User", models.SET_NULL, verbose_name="利用者", null=True, blank=True, related_name="+"
    )
    registered_on = models.DateField("登録日", null=True, blank=True)
    confirmed_on = models.DateField("登録の確認日", null=True, blank=True)
    reminded_on = models.DateField("確認をお願いした日", null=True, blank=True, editable=False)
    withdrawn_on = models.DateField("退会した日", null=True, blank=True, editable=False)
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
                condition=Q(interviews_per_year=None) | Q(interviews_per_year__range=(1, 99)),
                name="senior_interviews_per_year",
                violation_error_message="1年間の面談の上限は1〜99です。",
            ),
            models.CheckConstraint(
                condition=Q(paused_until=None) | Q(state=SeniorState.PAUSED),
                name="senior_pause_ends_while_paused",
                violation_error_message="休止の終わりは、休止中の人だけに入れられます。",
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
    def industry_labels(self) -> list[str]:
        return [Industry(one).label for one in self.industries]

    @property
    def topic_labels(self) -> list[str]:
        return [Topic(one).label for one in self.topics]

    @property
    def weekday_labels(self) -> list[str]:
        return [Weekday(one).label for one in self.weekdays]

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
