"""What goes out by mail."""

import uuid

from django.db import models
from django.db.models import Q

from institutions.models import User


class MailState(models.TextChoices):
    DRAFT = "draft", "確認待ち"
    APPROVED = "approved", "送信待ち"
    SENDING = "sending", "送信中"
    SENT = "sent", "送信済み"
    FAILED = "failed", "送れませんでした"
    CANCELLED = "cancelled", "取りやめ"


class OutboxQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OutboxQuerySet":
        """The office alone: a notice may name people of several institutions."""
        return self if user.is_authenticated and user.is_active and user.is_coordinator else self.none()

    def editable_by(self, user) -> "OutboxQuerySet":
        return self.visible_to(user).filter(is_notice=True)


class OutboxMail(models.Model):
    """A letter that went out or will go out. A notice is reviewed first; codes and invitations go at once and leave no text here."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    is_notice = models.BooleanField("確かめてから送る", default=True)
    kind = models.CharField("種類", max_length=40)
    subject_kind = models.CharField("対象の種類", max_length=40, blank=True)
    subject_id = models.UUIDField("対象", null=True, blank=True)
    recipient = models.EmailField("宛先", max_length=254)
    title = models.CharField("題名", max_length=160)
    body = models.TextField("本文", blank=True)
    state = models.CharField("状態", max_length=12, choices=MailState, default=MailState.DRAFT)
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    lease_until = models.DateTimeField("送信の期限", null=True, blank=True)
    nudged_at = models.DateTimeField("作業者に知らせた日時", null=True, blank=True)
    error = models.CharField("送れなかった理由", max_length=200, blank=True)
    created_at = models.DateTimeField("作成日時")
    created_by = models.ForeignKey(User, models.PROTECT, verbose_name="作成者", null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField("確認日時", null=True, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="確認した人", null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField("送信日時", null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送信箱"
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(
                fields=["approved_at"],
                condition=Q(state__in=[MailState.APPROVED, MailState.SENDING]),
                name="outboxmail_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id", "recipient"],
                condition=Q(is_notice=True),
                name="one_notice_per_subject_and_recipient",
                violation_error_message="この通知は、この宛先にもう用意してあります。",
            ),
            models.CheckConstraint(
                condition=Q(is_notice=True, subject_id__isnull=False) & ~Q(body="") | Q(is_notice=False, body=""),
                name="outboxmail_keeps_text_of_notices_only",
                violation_error_message="通知には対象と本文が要ります。すぐに送るメールの本文は残しません。",
            ),
            models.CheckConstraint(
                condition=Q(is_notice=False)
                | Q(state__in=[MailState.DRAFT, MailState.CANCELLED])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="outboxmail_is_approved_by_somebody",
                violation_error_message="送る通知には、確かめた人と日時が要ります。",
            ),
            models.CheckConstraint(
                condition=(Q(state=MailState.SENT) & Q(sent_at__isnull=False)) | ~Q(state=MailState.SENT),
                name="outboxmail_sent_has_its_time",
                violation_error_message="送信済みのメールには送信日時が要ります。",
            ),
            models.CheckConstraint(
                condition=(Q(state=MailState.SENDING) & Q(lease_until__isnull=False))
                | (~Q(state=MailState.SENDING) & Q(lease_until=None)),
                name="outboxmail_sending_is_leased",
                violation_error_message="送信中のメールには期限が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
