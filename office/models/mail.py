"""What goes out by mail, and what people must be told by letter or telephone instead."""

import uuid

from django.db import models
from django.db.models import Q

from institutions.models import User
from institutions.reading import SeenRow


class MailState(models.TextChoices):
    DRAFT = "draft", "確認待ち"
    APPROVED = "approved", "送信待ち"
    SENDING = "sending", "送信中"
    SENT = "sent", "送信済み"
    FAILED = "failed", "送れませんでした"
    BOUNCED = "bounced", "届きませんでした"
    CANCELLED = "cancelled", "取りやめ"
    BY_HAND = "by_hand", "手紙か電話で"
    TOLD = "told", "お知らせ済み"


class Bounce(models.TextChoices):
    """How a mail came back: a wrong address stays wrong, a full box may be empty tomorrow."""

    HARD = "hard", "宛先に届かない"
    SOFT = "soft", "いまは届かない"


class ToldHow(models.TextChoices):
    PHONE = "phone", "電話で"
    LETTER = "letter", "手紙で"
    MEETING = "meeting", "会って"


# Nobody has been reached yet and nothing is on its way: somebody of the office must do something.
UNREACHED = (MailState.FAILED, MailState.BOUNCED, MailState.BY_HAND)


class OutboxQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OutboxQuerySet":
        """The office alone: a notice may name people of several institutions."""
        return self if user.is_authenticated and user.is_active and user.is_coordinator else self.none()

    def editable_by(self, user) -> "OutboxQuerySet":
        return self.visible_to(user).filter(is_notice=True)


class OutboxMail(SeenRow):
    """A letter that went out or will go out. A notice is reviewed first; codes and invitations go at once and leave no text here.

    Who has no address stands here too, without `recipient`, until somebody has told her by letter or telephone.
    """

    tells_of = {"named_senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    is_notice = models.BooleanField("確かめてから送る", default=True)
    kind = models.CharField("種類", max_length=40)
    subject_kind = models.CharField("対象の種類", max_length=40, blank=True)
    subject_id = models.UUIDField("対象", null=True, blank=True)
    group_id = models.UUIDField("まとまり", null=True, blank=True, db_index=True)  # the event, as in Document
    named_senior_id = models.UUIDField("宛先の新現役", null=True, blank=True, editable=False)
    recipient = models.EmailField("宛先", max_length=254, blank=True)
    to_name = models.CharField("お名前", max_length=120, blank=True)
    to_phone = models.CharField("電話番号", max_length=20, blank=True)
    reply_to = models.EmailField("返信先", max_length=254, blank=True)
    title = models.CharField("題名", max_length=160)
    body = models.TextField("本文", blank=True)
    calendar = models.TextField("添えるカレンダー", blank=True)
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
    bounce = models.CharField("届かなかった種類", max_length=4, choices=Bounce, blank=True)
    bounced_at = models.DateTimeField("届かなかったと分かった日時", null=True, blank=True)
    told_on = models.DateField("知らせた日", null=True, blank=True)
    told_how = models.CharField("知らせた方法", max_length=8, choices=ToldHow, blank=True)
    told_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="知らせた人", null=True, blank=True, related_name="+"
    )

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送信箱"
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(
                fields=["approved_at"],
                condition=Q(state__in=[MailState.APPROVED, MailState.SENDING]),
                name="outboxmail_open",
            ),
            models.Index(fields=["recipient"], name="outboxmail_recipient"),
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
                | Q(state__in=[MailState.DRAFT, MailState.CANCELLED, MailState.BY_HAND, MailState.TOLD])
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
            models.CheckConstraint(
                condition=~Q(recipient="")
                | Q(state__in=[MailState.BY_HAND, MailState.TOLD, MailState.CANCELLED], is_notice=True),
                name="outboxmail_without_address_is_told",
                violation_error_message="メールアドレスのない人には、手紙か電話で知らせてください。",
            ),
            models.CheckConstraint(
                condition=~Q(state=MailState.BOUNCED) | Q(bounced_at__isnull=False) & ~Q(bounce=""),
                name="outboxmail_bounced_says_when",
                violation_error_message="届かなかったメールには、分かった日時が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.TOLD, told_on__isnull=False, told_by__isnull=False) & ~Q(told_how="")
                | ~Q(state=MailState.TOLD) & Q(told_on=None, told_by=None, told_how=""),
                name="outboxmail_told_by_somebody",
                violation_error_message="お知らせ済みには、知らせた日と方法と人が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def addressee(self) -> str:
        """Whom it is for, as a list shows it."""
        return self.to_name or self.recipient
