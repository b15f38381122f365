"""Receipts of erasures and runs of the retention periods."""

import uuid

from django.db import models

from institutions.models import User
from institutions.walls import WalledQuerySet


class OfOfficeQuerySet(WalledQuerySet):
    """Rows for coordinators alone."""

    institution_path = None


class ErasureReason(models.TextChoices):
    WISH = "wish", "本人の申し出"
    PERIOD = "period", "保存期間の満了"
    LEFT = "left", "退会・退職"
    MISTAKE = "mistake", "誤った登録"


class ErasureReceipt(models.Model):
    """That a person was erased, when, by whom and what became of her rows: keys and counts, no personal string."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("証明番号", max_length=12)
    kind = models.CharField("対象の種類", max_length=40)
    subject_id = models.UUIDField("対象")
    erased_at = models.DateTimeField("消去日時")
    erased_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="消去した人", null=True, blank=True, related_name="+"
    )
    reason = models.CharField("理由", max_length=12, choices=ErasureReason)
    lines = models.JSONField("消したもの", default=list)
    kept = models.JSONField("残したもの", default=list)
    mentions = models.JSONField("名前が残っている記述", default=list)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消去証明"
        ordering = ["-erased_at", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="receipt_number_unique",
                violation_error_message="この証明番号は使われています。",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                name="erased_once",
                violation_error_message="この人は、すでに消去されています。",
            ),
        ]

    def __str__(self) -> str:
        return f"消去証明 {self.number}"


class RetentionRun(models.Model):
    """One run over all retention periods: what was due and what was done, in counts."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("実行日時")
    by = models.ForeignKey(User, models.PROTECT, verbose_name="実行した人", null=True, blank=True, related_name="+")
    lines = models.JSONField("目的ごとの件数", default=list)
    people_due = models.PositiveIntegerField("消去の時期が来た人", default=0)
    people_allowed = models.PositiveIntegerField("1回に消去できる人数")
    is_stopped = models.BooleanField("人数が多く、消去を止めた", default=False)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存期間の処理"
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"保存期間の処理 {self.at:%Y-%m-%d}"

    @property
    def is_empty(self) -> bool:
        """Nothing was due, and nothing stayed behind."""
        return not any(line["count"] or line["left"] for line in self.lines)
