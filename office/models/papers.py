"""Papers that came signed, and what was checked about whom: scans, checks for ties to organised crime, staff's pledges of confidentiality."""

import uuid

from django.db import models
from django.db.models import Q

from institutions.history import tracked
from institutions.models import Branch, Institution, StaffMember, User
from institutions.reading import SeenRow
from institutions.walls import WalledQuerySet

OF_ONE = Q(senior_key__isnull=False, company_key=None) | Q(senior_key=None, company_key__isnull=False)


class ScanKind(models.TextChoices):
    CONSENT = "consent", "同意書"
    HEARING = "hearing", "ヒアリングシート"
    ENTRY = "entry", "登録票・申込書"
    PLEDGE = "pledge", "守秘の約束"
    OTHER = "other", "その他"


class ScanQuerySet(WalledQuerySet):
    """A bank sees the papers of its own clients, a branch those of its own firms; a senior's papers are the office's."""

    branch_path = "branch_id"

    def editable_by(self, user) -> "ScanQuerySet":
        return self.visible_to(user)


@tracked(under=("institution",), leave_out=("file",))
class Scan(SeenRow):
    """One signed paper as a file. It is a person's or a firm's, by key: office knows neither."""

    tells_of = {"senior_key": "seniors", "company_key": "companies"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("種類", max_length=12, choices=ScanKind)
    note = models.CharField("メモ", max_length=120, blank=True)
    senior_key = models.UUIDField("新現役", null=True, blank=True, db_index=True, editable=False)
    company_key = models.UUIDField("企業", null=True, blank=True, db_index=True, editable=False)
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name="金融機関", null=True, blank=True, related_name="+"
    )
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="支店", null=True, blank=True, related_name="+")
    file = models.FileField("ファイル", upload_to="scans", max_length=200)
    file_name = models.CharField("ファイル名", max_length=200)
    content_type = models.CharField("形式", max_length=40)
    size = models.PositiveIntegerField("大きさ")
    pages = models.PositiveIntegerField("ページ数", default=1)
    sha256 = models.CharField("中身の印", max_length=64)
    added_at = models.DateTimeField("入れた日時")
    added_by = models.ForeignKey(User, models.PROTECT, verbose_name="入れた人", related_name="+")

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "書類の写し"
        ordering = ["-added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=OF_ONE,
                name="scan_of_exactly_one",
                violation_error_message="新現役か企業のどちらか1つの書類にしてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.added_at:%Y-%m-%d}"


class CheckResult(models.TextChoices):
    CLEAR = "clear", "問題なし"
    REVIEW = "review", "要確認"


class ForOfficeQuerySet(WalledQuerySet):
    institution_path = None


@tracked(under=("senior_key", "company_key"))
class BackgroundCheck(SeenRow):
    """That a firm or a person was looked up for ties to organised crime: when, where, with what result. For the office alone."""

    tells_of = {"senior_key": "seniors", "company_key": "companies"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior_key = models.UUIDField("新現役", null=True, blank=True, db_index=True, editable=False)
    company_key = models.UUIDField("企業", null=True, blank=True, db_index=True, editable=False)
    checked_on = models.DateField("確認した日")
    result = models.CharField("結果", max_length=8, choices=CheckResult)
    source = models.CharField("何で確かめたか", max_length=120)
    note = models.CharField("メモ", max_length=400, blank=True)
    recorded_at = models.DateTimeField("記録した日時")
    recorded_by = models.ForeignKey(User, models.PROTECT, verbose_name="記録した人", related_name="+")

    objects = ForOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "反社チェック"
        ordering = ["-checked_on", "-recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=OF_ONE,
                name="check_of_exactly_one",
                violation_error_message="新現役か企業のどちらか1つを選んでください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.checked_on:%Y-%m-%d} {self.get_result_display()}"


class StaffPledgeQuerySet(WalledQuerySet):
    """A bank sees which of its own staff have promised."""

    def visible_to(self, user) -> "StaffPledgeQuerySet":
        if user.is_authenticated and user.is_bank:
            return self.filter(institution_id=user.institution_id)
        return super().visible_to(user)


@tracked(under=("member",))
class StaffPledge(models.Model):
    """That a member of a bank's staff has promised to keep what is said at the tables: on the page, or on paper."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="機関", related_name="+")
    member = models.ForeignKey(StaffMember, models.CASCADE, verbose_name="職員", related_name="+")
    version = models.CharField("文面の版", max_length=10)
    accepted_on = models.DateField("約束した日")
    on_paper = models.BooleanField("紙で", default=False)
    recorded_at = models.DateTimeField("記録した日時")
    recorded_by = models.ForeignKey(User, models.PROTECT, verbose_name="記録した人", related_name="+")

    objects = StaffPledgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "職員の守秘の約束"
        ordering = ["-accepted_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "version"],
                name="staff_pledge_once",
                violation_error_message="この方の約束は、すでに記録されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.accepted_on:%Y-%m-%d}"
