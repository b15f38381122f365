"""What was heard at the firm: confidential, in two steps, every version kept."""

import uuid

from django.db import models
from django.db.models import Q

from companies.models.company import Company, OfBankQuerySet, OfCompanyQuerySet, long_text
from institutions.history import tracked
from institutions.models import Institution
from institutions.reading import SeenRow
from institutions.roles import Role


class OfHearingQuerySet(OfBankQuerySet):
    branch_path = "hearing__company__branch_id"


class HearingNoteQuerySet(OfHearingQuerySet):
    """Said in confidence to the branch: its head office reads it no more than a stranger does."""

    def visible_to(self, user):
        return self.none() if user.is_authenticated and user.role == Role.HEAD_OFFICE else super().visible_to(user)


class HearingState(models.TextChoices):
    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "提出済み"
    RETURNED = "returned", "差し戻し中"
    APPROVED = "approved", "承認済み"
    WITHDRAWN = "withdrawn", "取りやめ"


class CheckedHow(models.TextChoices):
    """How the firm's president has confirmed the sheet."""

    LINK = "link", "リンクから"
    PAPER = "paper", "紙で"
    WORD = "word", "口頭で"


@tracked(under=("company",))
class Hearing(SeenRow):
    """What was heard at the firm, for one event: first by the branch, then once more by the office at the firm. Confidential.

    `revision` counts every saving; what stood there at each is a HearingVersion, so that of two who write at once neither loses a word.
    """

    tells_of = {"company_id": "companies"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    company = models.ForeignKey(
        Company, models.CASCADE, verbose_name="企業", related_name="hearings", db_constraint=False
    )
    # The event that the firm is heard for: an app above, so no foreign key of Django's (the database has one).
    event_id = models.UUIDField("交流会", null=True, blank=True, db_index=True)
    state = models.CharField("状態", max_length=12, choices=HearingState, default=HearingState.DRAFT)
    state_reason = models.CharField("差し戻し・取りやめの理由", max_length=1000, blank=True)
    revision = models.PositiveIntegerField("版", default=1)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="写した元", null=True, blank=True, related_name="+", db_constraint=False
    )
    heard_on = models.DateField("ヒアリング日", null=True, blank=True)
    heard_by = models.CharField("聞き取った人", max_length=120, blank=True)
    attendees = models.CharField("同席者", max_length=200, blank=True)
    background = long_text("背景・これまでの経緯")
    current_state = long_text("現在の状況")
    tried_so_far = long_text("これまでの取り組み")
    organisation = long_text("社内の体制", 1000)
    # What was answered to the questions that fit the category and the trade: key of the question -> text.
    answers = models.JSONField("質問への答え", default=dict, blank=True)
    visited_on = models.DateField("事務局の訪問日", null=True, blank=True)
    visited_by = models.CharField("訪問した人", max_length=120, blank=True)
    bank_checked_at = models.DateTimeField("本部の確認日時", null=True, blank=True)
    bank_checked_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="本部で確認した人", null=True, blank=True, related_name="+"
    )
    president_checked_at = models.DateTimeField("社長の確認日時", null=True, blank=True)
    president_checked_how = models.CharField("社長の確認の方法", max_length=8, choices=CheckedHow, blank=True)
    president_checked_revision = models.PositiveIntegerField("社長が確認した版", null=True, blank=True)
    president_remark = long_text("社長からのご指摘", 2000)
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True)
    submitted_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="提出した人", null=True, blank=True, related_name="+"
    )
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
            models.UniqueConstraint(
                fields=["company", "event_id"],
                name="hearing_once_per_event",
                violation_error_message="この企業には、この交流会のヒアリングシートがすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(president_checked_at=None, president_checked_how="", president_checked_revision=None)
                | Q(president_checked_at__isnull=False, president_checked_revision__isnull=False)
                & ~Q(president_checked_how=""),
                name="hearing_checked_somehow",
                violation_error_message="社長の確認には、日時と方法と版が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(bank_checked_at=None, bank_checked_by=None)
                | Q(bank_checked_at__isnull=False, bank_checked_by__isnull=False),
                name="hearing_checked_by_somebody",
                violation_error_message="本部の確認には、日時と人が要ります。",
            ),
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


class VersionKind(models.TextChoices):
    """On what occasion a version was written down."""

    DRAFT = "draft", "途中の保存"
    SUBMITTED = "submitted", "提出"
    DEEPENED = "deepened", "事務局の聞き取り"
    RETURNED = "returned", "差し戻し"
    APPROVED = "approved", "承認"
    CHECKED = "checked", "社長の確認"
    REOPENED = "reopened", "取り下げ・再開"


@tracked(under=("hearing",))
class HearingVersion(models.Model):
    """The whole sheet as it stood after one saving, by `companies.sheet`: written once, never changed. Without the confidential note."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    hearing = models.ForeignKey(
        Hearing, models.CASCADE, verbose_name="ヒアリング", related_name="versions", db_constraint=False
    )
    revision = models.PositiveIntegerField("版")
    kind = models.CharField("きっかけ", max_length=12, choices=VersionKind, default=VersionKind.DRAFT)
    sheet = models.JSONField("内容")
    made_at = models.DateTimeField("日時")
    made_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="書いた人", null=True, blank=True, related_name="+"
    )
    reason = models.CharField("理由", max_length=1000, blank=True)

    objects = OfHearingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ヒアリングの版"
        ordering = ["hearing", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "revision"],
                name="hearing_version_unique",
                violation_error_message="この版は、ほかの人が先に保存しました。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.hearing} 第{self.revision}版"
