"""The issues of a firm, and their anonymised face that seniors read."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from companies.models.company import Company, OfBankQuerySet, SizeBand, long_text
from companies.models.hearing import Hearing, OfHearingQuerySet
from institutions.categories import Category
from institutions.history import tracked
from institutions.models import Institution
from institutions.reading import SeenRow
from institutions.roles import Role


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


class OfBriefQuerySet(OfBankQuerySet):
    branch_path = "brief__issue__hearing__company__branch_id"


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
    frequency = models.CharField("支援の頻度の希望", max_length=120, blank=True)
    budget = models.CharField("予算", max_length=120, blank=True)
    deadline = models.CharField("いつまでに", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("何番目の課題", default=1)
    questions = ArrayField(models.CharField(max_length=80), verbose_name="きょう聞くこと", default=list, blank=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = OfHearingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "課題"
        ordering = ["position", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="issue_in_institution"),
            models.UniqueConstraint(fields=["company", "id"], name="issue_in_company"),
            # A half-written issue has none yet: that one is chosen is asked when the sheet is handed in.
            models.CheckConstraint(
                condition=Q(categories__contained_by=list(Category.values)),
                name="issue_categories_known",
                violation_error_message="分類は10分類の中から選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"課題{self.position}"

    @property
    def category_labels(self) -> list[str]:
        return [Category(code).label for code in self.categories]


class BriefState(models.TextChoices):
    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "確認待ち"
    APPROVED = "approved", "承認済み"
    WITHDRAWN = "withdrawn", "取り下げ"


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
    state = models.CharField("状態", max_length=12, choices=BriefState, default=BriefState.DRAFT)
    # How many wishes stand for it: what seniors may know of each other. Counted again wherever an entry is written.
    entry_count = models.PositiveIntegerField("希望の数", default=0, editable=False)
    open_from = models.DateTimeField("公開開始", null=True, blank=True)
    open_until = models.DateTimeField("公開終了", null=True, blank=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = IssueBriefQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "課題の公開版"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="brief_in_institution"),
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
            models.CheckConstraint(
                condition=Q(open_from=None) | Q(state=BriefState.APPROVED),
                name="brief_opens_when_approved",
                violation_error_message="承認した公開版だけを公開できます。",
            ),
        ]

    def __str__(self) -> str:
        return self.public_title

    @property
    def category_labels(self) -> list[str]:
        return [Category(code).label for code in self.categories]


@tracked(under=("brief",))
class BriefReview(models.Model):
    """What the bank and the office keep about a brief and seniors must not read: who looked at it, which findings were let stand and why."""

    brief = models.OneToOneField(
        IssueBrief,
        models.CASCADE,
        verbose_name="課題の公開版",
        primary_key=True,
        related_name="review",
        db_constraint=False,
    )
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    revision = models.PositiveIntegerField("版", default=1)
    # Findings of the anonymity check that may stand: [{"text": ..., "kind": ..., "reason": ..., "by": ...}].
    accepted = models.JSONField("そのままでよい指摘", default=list, blank=True)
    known_words = ArrayField(
        models.CharField(max_length=60), verbose_name="隠す言葉(商品名など)", default=list, blank=True
    )
    returned_reason = models.CharField("差し戻しの理由", max_length=1000, blank=True)
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True)
    submitted_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="提出した人", null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField("承認日時", null=True, blank=True)
    approved_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="承認した人", null=True, blank=True, related_name="+"
    )

    objects = OfBriefQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公開版の確認"
        ordering = ["brief"]

    def __str__(self) -> str:
        return f"{self.brief} 確認"
