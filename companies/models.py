"""The small firm: who it is, what its bank heard (confidential), the issues and the anonymised face that seniors read."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from institutions.categories import Category
from institutions.history import tracked
from institutions.models import Branch, Institution, StaffMember
from institutions.reading import SeenRow
from institutions.roles import Role
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


class OfHearingQuerySet(OfBankQuerySet):
    branch_path = "hearing__company__branch_id"


class HearingNoteQuerySet(OfHearingQuerySet):
    """Said in confidence to the branch: its head office reads it no more than a stranger does."""

    def visible_to(self, user):
        return self.none() if user.is_authenticated and user.role == Role.HEAD_OFFICE else super().visible_to(user)


class IssueBriefQuerySet(OfBankQuerySet):
    branch_path = "issue__hearing__company__branch_id"

    def visible_to(self, user):
        """A senior sees those that are open. That she has given the pledge is asked where pledges are known: in `talent.rules`."""
        if user.is_authenticated and user.is_active and user.role == Role.SENIOR:
            return self.open_now()
        return super().visible_to(user)

    def editable_by(self, user):
        return super().visible_to(user)

    def open_now(self) -> "IssueBriefQuerySet":
        return self.filter(open_from__lte=Now(), open_until__gt=Now(), event_id__isnull=False)


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
    business = long_text("事業内容", 600)
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


class HearingState(models.TextChoices):
    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "提出済み"
    APPROVED = "approved", "承認済み"


@tracked(under=("company",))
class Hearing(SeenRow):
    """What the bank heard at the firm: confidential, one per visit round."""

    tells_of = {"company_id": "companies"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    company = models.ForeignKey(
        Company, models.CASCADE, verbose_name="企業", related_name="hearings", db_constraint=False
    )
    state = models.CharField("状態", max_length=12, choices=HearingState, default=HearingState.DRAFT)
    heard_on = models.DateField("ヒアリング日", null=True, blank=True)
    heard_by = models.CharField("聞き取った人", max_length=120, blank=True)
    attendees = models.CharField("同席者", max_length=200, blank=True)
    background = long_text("背景・これまでの経緯")
    current_state = long_text("現在の状況")
    tried_so_far = long_text("これまでの取り組み")
    approved_at = models.DateTimeField("承認日時", null=True, blank=True)
    approved_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="承認者", null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = OfCompanyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ヒアリング"
        ordering = ["-heard_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="hearing_in_institution"),
            models.CheckConstraint(
                condition=Q(state=HearingState.APPROVED, approved_at__isnull=False, approved_by__isnull=False)
                | (~Q(state=HearingState.APPROVED) & Q(approved_at=None, approved_by=None)),
                name="hearing_approved_by_somebody",
                violation_error_message="承認には日時と承認者が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} ヒアリング"


@tracked(under=("hearing",))
class HearingNote(models.Model):
    """What the president said between four eyes. A row of its own, because others may read the hearing: the firm itself, too."""

    hearing = models.OneToOneField(
        Hearing, models.CASCADE, verbose_name="ヒアリング", primary_key=True, related_name="note", db_constraint=False
    )
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    text = long_text("口頭メモ(非公開)", blank=False)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = HearingNoteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "口頭メモ"
        ordering = ["hearing"]

    def __str__(self) -> str:
        return f"{self.hearing} 口頭メモ"


@tracked(under=("company",))
class Issue(SeenRow):
    """One issue of a firm in its own words: confidential. What seniors read is its IssueBrief."""

    tells_of = {"company_id": "companies"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    company = models.ForeignKey(
        Company, models.CASCADE, verbose_name="企業", related_name="issues", db_constraint=False
    )
    hearing = models.ForeignKey(
        Hearing, models.CASCADE, verbose_name="ヒアリング", related_name="issues", db_constraint=False
    )
    categories = ArrayField(models.CharField(max_length=12, choices=Category), verbose_name="分類", default=list)
    title = models.CharField("課題名", max_length=80)
    body = long_text("困っていること", blank=False)
    expected_support = long_text("望むこと")
    goal = long_text("ゴール", 1000)
    wanted_profile = long_text("求める経験", 1000)
    questions = ArrayField(models.CharField(max_length=80), verbose_name="きょう聞くこと", default=list, blank=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = OfHearingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "課題"
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="issue_in_institution"),
            models.UniqueConstraint(fields=["company", "id"], name="issue_in_company"),
            models.CheckConstraint(
                condition=Q(categories__len__gt=0) & Q(categories__contained_by=list(Category.values)),
                name="issue_has_a_known_category",
                violation_error_message="分類を10分類の中から1つ以上選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def category_labels(self) -> list[str]:
        return [Category(code).label for code in self.categories]


@tracked(under=("issue",))
class IssueBrief(models.Model):
    """The anonymised face of an issue: all that a senior learns before being chosen.

    It stands by itself, since who reads it may read nothing behind it: the event it is open for and the fields are written down here.
    """

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    issue = models.OneToOneField(Issue, models.CASCADE, verbose_name="課題", related_name="brief", db_constraint=False)
    # The key of the event that the firm brings the issue to: an app above, so no foreign key of Django's (the database has one).
    event_id = models.UUIDField("交流会", null=True, blank=True, db_index=True)
    categories = ArrayField(
        models.CharField(max_length=12, choices=Category), verbose_name="分類(公開用)", default=list
    )
    public_title = models.CharField("公開する題名", max_length=80)
    public_summary = long_text("公開する要約", 1200, blank=False)
    trade = models.CharField("業種(公開用)", max_length=60)
    region = models.CharField("地域(公開用)", max_length=20)
    size_band = models.CharField("規模(公開用)", max_length=8, choices=SizeBand, blank=True)
    open_from = models.DateTimeField("公開開始", null=True, blank=True)
    open_until = models.DateTimeField("公開終了", null=True, blank=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = IssueBriefQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "課題の公開版"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(categories__contained_by=list(Category.values)),
                name="brief_categories_known",
                violation_error_message="公開用の分類は10分類の中から選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(open_from=None, open_until=None) | Q(open_from__lt=F("open_until")),
                name="brief_opens_before_it_closes",
                violation_error_message="公開の終わりは、始まりより後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.public_title

    @property
    def category_labels(self) -> list[str]:
        return [Category(code).label for code in self.categories]


@tracked(under=("company",), leave_out=("token_hash", "last_used_at"))
class PresidentLink(models.Model):
    """A signed link for the president of one firm, who has no account: only the token's hash is kept. One is good at a time."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    company = models.ForeignKey(Company, models.CASCADE, verbose_name="企業", related_name="+", db_constraint=False)
    token_hash = models.CharField("印", max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("有効期限")
    created_at = models.DateTimeField("作成日時")
    created_by = models.ForeignKey("institutions.User", models.PROTECT, verbose_name="作成者", related_name="+")
    revoked_at = models.DateTimeField("取り消し日時", null=True, blank=True)
    last_used_at = models.DateTimeField("最後に開かれた日時", null=True, blank=True)

    objects = OfCompanyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "社長のリンク"
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(revoked_at=None),
                name="president_link_one_at_a_time",
                violation_error_message="この企業には、使えるリンクがすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="president_link_expires_later",
                violation_error_message="有効期限は、作成日時より後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} 社長のリンク"
