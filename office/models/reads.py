"""Who read whose data, and where that was unusual."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from institutions.models import Institution, User
from office.models.work import keys_of


class ReadKind(models.TextChoices):
    LIST = "list", "一覧"
    DETAIL = "detail", "個別のページ"
    DOCUMENT = "document", "書類"
    EXPORT = "export", "書き出し"


class ReaderRole(models.TextChoices):
    """As what somebody read: the database role without its prefix."""

    STAFF = "staff", "事務局"
    BANK = "bank", "金融機関"
    SENIOR = "senior", "新現役"
    RECEPTION = "reception", "受付"
    PRESIDENT = "president", "企業の代表者"


def nobodys(to: type[models.Model], label: str) -> models.ForeignKey:
    """A key that ties nothing down: a log outlives the account that it tells of."""
    return models.ForeignKey(
        to, models.DO_NOTHING, verbose_name=label, null=True, related_name="+", db_constraint=False, db_index=False
    )


class ReadLog(models.Model):
    """One page or file that was given out, and the persons and firms on it. Only added to; its key is made here, so that adding needs no look."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("日時")
    user = nobodys(User, "見た人")
    role = models.CharField("立場", max_length=12, choices=ReaderRole)
    institution = nobodys(Institution, "金融機関")
    kind = models.CharField("見方", max_length=8, choices=ReadKind)
    page = models.CharField("ページ", max_length=100)
    seniors = keys_of("新現役")
    companies = keys_of("企業")

    class Meta:
        verbose_name = verbose_name_plural = "閲覧の記録"
        ordering = ["-at", "id"]
        indexes = [
            models.Index(fields=["at"], name="read_log_at"),
            models.Index(fields=["user", "at"], name="read_log_user_at"),
            GinIndex(fields=["seniors"], name="read_log_seniors"),
            GinIndex(fields=["companies"], name="read_log_companies"),
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.page}"


class ReadRule(models.TextChoices):
    HOUR = "hour", "1時間に見た人数が上限を超えました"
    NIGHT = "night", "夜間(22時〜6時)に多くの人の情報を見ました"
    USUAL = "usual", "ふだんの1日の10倍を超える人数の情報を見ました"


class ReadAlert(models.Model):
    """An account that read the data of unusually many seniors. Of an account, rule and day one waits; what was confirmed stays as it was."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, verbose_name="利用者", related_name="+")
    rule = models.CharField("きまり", max_length=8, choices=ReadRule)
    day = models.DateField("日付")
    window_start = models.DateTimeField("いつから")
    window_end = models.DateTimeField("いつまで")
    people_read = models.PositiveIntegerField("見た新現役の人数")
    limit = models.PositiveIntegerField("上限")
    usual = models.PositiveIntegerField("ふだんの1日の人数", null=True, blank=True)
    created_at = models.DateTimeField("作成日時")
    seen_at = models.DateTimeField("確認日時", null=True, blank=True)
    seen_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="確認した人", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "閲覧の知らせ"
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "rule", "day"],
                condition=Q(seen_at=None),
                name="read_alert_once_until_seen",
                violation_error_message="この知らせは、もう確認を待っています。",
            ),
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="read_alert_seen_by_somebody",
                violation_error_message="確認には日時と確認した人が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(seen_by=None) | ~Q(seen_by=F("user")),
                name="read_alert_seen_by_another",
                violation_error_message="ご自分についての知らせは、ほかの方が確認してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_rule_display()}"
