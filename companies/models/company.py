"""The small firm: who it is. A bank's client is the bank's; the same firm at two banks is two rows."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from companies.trades import TRADES, trade_name
from institutions.history import tracked
from institutions.models import Branch, Institution, StaffMember
from institutions.reading import SeenRow
from institutions.walls import WalledQuerySet
from kouryukai.lib.japanese import company_key

TEXT_LIMIT = 4000
NAME_KEY_LENGTH = 320  # a key may be longer than its name: one sign can stand for eighteen


def long_text(label: str, limit: int = TEXT_LIMIT, **options) -> models.TextField:
    """A text that a PDF prints: its length is limited, because one endless paragraph takes minutes to lay out."""
    return models.TextField(
        label, max_length=limit, blank=options.pop("blank", True), validators=[MaxLengthValidator(limit)], **options
    )


class SizeBand(models.TextChoices):
    """Bands of staff numbers: what the anonymised list may say of a firm's size."""

    UP_TO_5 = "1-5", "5人以下"
    UP_TO_20 = "6-20", "6〜20人"
    UP_TO_50 = "21-50", "21〜50人"
    UP_TO_100 = "51-100", "51〜100人"
    UP_TO_300 = "101-300", "101〜300人"
    MORE = "301-", "301人以上"


class OfBankQuerySet(WalledQuerySet):
    """Rows of a bank's own client: whoever sees them may change them."""

    branch_path = "branch_id"

    def editable_by(self, user):
        return self.visible_to(user)


class CompanyQuerySet(OfBankQuerySet):
    def named(self, words: str) -> "CompanyQuerySet":
        """Those whose name, short name or kana holds the words; 株式会社 and old kanji forms do not matter."""
        return self.filter(name_key__contains=company_key(words))


class OfCompanyQuerySet(OfBankQuerySet):
    branch_path = "company__branch_id"


@tracked()
class Company(SeenRow):
    tells_of = {"id": "companies"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="取引金融機関", related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="取引店", related_name="+", db_constraint=False)
    officer = models.ForeignKey(
        StaffMember,
        models.SET_NULL,
        verbose_name="担当者",
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    name = models.CharField("企業名", max_length=100)
    short_name = models.CharField("略称(8文字まで)", max_length=8)
    name_kana = models.CharField("フリガナ", max_length=200, blank=True)
    name_key = models.CharField("検索用の名前", max_length=NAME_KEY_LENGTH, editable=False, default="")
    corporate_number = models.CharField("法人番号", max_length=13, null=True, blank=True)
    representative_title = models.CharField("代表者の役職", max_length=40, default="代表取締役")
    representative_name = models.CharField("代表者名", max_length=60)
    representative_kana = models.CharField("代表者フリガナ", max_length=120, blank=True)
    industry = models.CharField("業種", max_length=60)
    trade_code = models.CharField("産業分類(中分類)", max_length=2, blank=True)
    business = long_text("事業内容", 600)
    postal_code = models.CharField("郵便番号", max_length=7, blank=True)
    prefecture = models.CharField("都道府県", max_length=4)
    city = models.CharField("市区町村", max_length=40, blank=True)
    address = models.CharField("町名・番地", max_length=120, blank=True)
    capital_man_yen = models.PositiveIntegerField("資本金(万円)", null=True, blank=True)
    sales_man_yen = models.PositiveIntegerField("年商(万円)", null=True, blank=True)
    employees = models.PositiveIntegerField("従業員数", null=True, blank=True)
    established_year = models.PositiveSmallIntegerField("創業年", null=True, blank=True)
    url = models.URLField("ウェブサイト", blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企業"
        ordering = ["name_kana", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name", "prefecture", "city"],
                name="company_unique_in_institution",
                violation_error_message="同じ名前・所在地の企業が、この金融機関に登録済みです。",
            ),
            models.UniqueConstraint(
                fields=["institution", "corporate_number"],
                name="company_number_unique_in_institution",
                violation_error_message="この法人番号の企業は、この金融機関に登録済みです。",
            ),
            models.UniqueConstraint(fields=["institution", "id"], name="company_in_institution"),
            models.CheckConstraint(
                condition=Q(corporate_number=None) | Q(corporate_number__regex=r"^[0-9]{13}$"),
                name="company_number_13_digits",
                violation_error_message="法人番号は13桁の数字です。",
            ),
            models.CheckConstraint(
                condition=Q(trade_code="") | Q(trade_code__in=sorted(TRADES)),
                name="company_trade_known",
                violation_error_message="産業分類は、日本標準産業分類の中分類(01から99)から選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(postal_code="") | Q(postal_code__regex=r"^[0-9]{7}$"),
                name="company_postal_code_7_digits",
                violation_error_message="郵便番号は7桁の数字です。",
            ),
            models.CheckConstraint(
                condition=~Q(short_name=""),
                name="company_short_name_given",
                violation_error_message="略称を入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.set_name_key()
        super().save(*args, **kwargs)

    def set_name_key(self) -> None:
        """What a search by name reads; rows made in bulk call it themselves."""
        parts = (company_key(self.name), company_key(self.short_name), company_key(self.name_kana))
        self.name_key = " ".join(part for part in parts if part)[:NAME_KEY_LENGTH]

    @property
    def trade(self) -> str:
        """The major group of 日本標準産業分類 in words, "" where none was chosen."""
        return trade_name(self.trade_code)

    @property
    def size_band(self) -> str:
        """The band of staff numbers, "" where the number is not stated."""
        if self.employees is None:
            return ""
        for limit, band in (
            (5, SizeBand.UP_TO_5),
            (20, SizeBand.UP_TO_20),
            (50, SizeBand.UP_TO_50),
            (100, SizeBand.UP_TO_100),
            (300, SizeBand.UP_TO_300),
        ):
            if self.employees <= limit:
                return band
        return SizeBand.MORE
