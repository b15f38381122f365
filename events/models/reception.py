"""The reception of one day: the devices that are let in, and the list of names that they see instead of people's rows."""

import uuid

from django.db import models
from django.db.models import F, Q

from events.models.event import Event
from institutions.history import tracked
from institutions.reading import SeenRow
from institutions.roles import Role


class ReceptionDeskQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReceptionDeskQuerySet":
        """Coordinators see all, a reception account its own while it is open."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_coordinator:
            return self
        if user.role == Role.RECEPTION:
            return self.filter(user=user, closed_at=None)
        return self.none()

    def editable_by(self, user) -> "ReceptionDeskQuerySet":
        return self if user.is_authenticated and user.is_coordinator else self.none()


@tracked(leave_out=("token_hash",))
class ReceptionDesk(models.Model):
    """One device at the reception on one day. Its link lets it in once; after the day, or when it is closed, it is out again."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="desks")
    date = models.DateField("受付の日")
    user = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="端末の利用者", null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField("印", max_length=64, null=True, blank=True, unique=True, editable=False)
    expires_at = models.DateTimeField("有効期限")
    created_at = models.DateTimeField("作成日時")
    created_by = models.ForeignKey("institutions.User", models.PROTECT, verbose_name="作成者", related_name="+")
    opened_at = models.DateTimeField("端末が開いた日時", null=True, blank=True)
    closed_at = models.DateTimeField("閉じた日時", null=True, blank=True)

    objects = ReceptionDeskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受付の端末"
        ordering = ["date", "created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, user=None) | Q(opened_at__isnull=False, user__isnull=False),
                name="reception_desk_opened_by_somebody",
                violation_error_message="開いた端末には、日時と利用者が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="reception_desk_expires_later",
                violation_error_message="有効期限は、作成日時より後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.date} 受付"


class PartyKind(models.TextChoices):
    SENIOR = "senior", "新現役"
    FIRM = "firm", "企業"


class ReceptionNameQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReceptionNameQuerySet":
        """For a reception account the names of the days that it has a desk for; the view lets only today's through."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_coordinator:
            return self
        desk = ReceptionDesk.objects.visible_to(user).filter(
            event=models.OuterRef("event"), date=models.OuterRef("date")
        )
        return self.filter(models.Exists(desk))


class ReceptionName(SeenRow):
    """Who comes to the reception on a day, and where to first. Written whenever a timetable is published, and by nothing else."""

    tells_of = {"senior_id": "seniors", "company_id": "companies"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="+")
    date = models.DateField("日付")
    kind = models.CharField("種類", max_length=8, choices=PartyKind)
    # Whose name it is: for erasure and for the log of reads. The reception itself may read no row of theirs.
    senior = models.ForeignKey(
        "talent.Senior", models.CASCADE, verbose_name="新現役", null=True, blank=True, related_name="+"
    )
    company = models.ForeignKey(
        "companies.Company", models.CASCADE, verbose_name="企業", null=True, blank=True, related_name="+"
    )
    number = models.PositiveSmallIntegerField("番号")
    name = models.CharField("名前", max_length=100)
    kana = models.CharField("フリガナ", max_length=200, blank=True)
    name_key = models.CharField("検索用の名前", max_length=320, editable=False, default="")
    slot_number = models.PositiveSmallIntegerField("最初の回")
    starts_at = models.DateTimeField("最初の時刻")
    table = models.PositiveSmallIntegerField("最初の卓")

    objects = ReceptionNameQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受付の名簿"
        ordering = ["event", "date", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "date", "kind", "number"],
                name="reception_name_unique",
                violation_error_message="同じ番号の人が、この日の名簿にいます。",
            ),
            models.CheckConstraint(
                condition=Q(kind=PartyKind.SENIOR, senior__isnull=False, company=None)
                | Q(kind=PartyKind.FIRM, senior=None, company__isnull=False),
                name="reception_name_of_somebody",
                violation_error_message="名簿の1行は、新現役か企業のどちらか1つの名前です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
