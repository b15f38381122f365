"""The event itself: its name, days, limits and hosts."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from companies.models import IssueBrief
from institutions.history import tracked
from institutions.models import Institution
from institutions.roles import Role


class Stage(models.TextChoices):
    """The stations of an event, in order; `position` counts from 0."""

    PREPARATION = "preparation", "準備"
    HEARING = "hearing", "ヒアリング"
    ENTRY = "entry", "希望登録"
    SELECTION = "selection", "選定"
    TIMETABLE = "timetable", "時間割"
    DAY = "day", "当日"
    SECOND_INTERVIEW = "second_interview", "二次面談"
    SUPPORT = "support", "支援"
    CLOSED = "closed", "終了"

    @property
    def position(self) -> int:
        return list(Stage).index(self)


class Halt(models.TextChoices):
    """Whether an event goes ahead; beside the stage, which says how far it has come."""

    NONE = "", "予定どおり"
    POSTPONED = "postponed", "延期"
    CANCELLED = "cancelled", "中止"


class DatePrecision(models.TextChoices):
    DAY = "day", "日まで"
    MONTH = "month", "月まで"


class EventQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EventQuerySet":
        """Coordinators see all; a bank the events it hosts or brings firms to; a senior those she attends and those whose
        issues are open; a reception account those it has a desk for.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_coordinator:
            return self
        if user.is_bank:
            institution = user.institution_id
            mine = Q(hosts__institution_id=institution) | Q(participations__institution_id=institution)
            return self.filter(id__in=Event.objects.filter(mine).values("id"))
        if user.role == Role.SENIOR:
            attended = Event.objects.filter(attendances__senior__user=user).values("id")
            return self.filter(Q(id__in=attended) | Q(id__in=IssueBrief.objects.visible_to(user).values("event_id")))
        if user.role == Role.RECEPTION:
            return self.filter(id__in=Event.objects.filter(desks__user=user, desks__closed_at=None).values("id"))
        return self.none()

    def editable_by(self, user) -> "EventQuerySet":
        return self if user.is_authenticated and user.is_coordinator else self.none()


@tracked()
class Event(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("名称", max_length=100)
    is_named = models.BooleanField("名称の記載あり", default=True)
    is_history = models.BooleanField("過去の記録だけ", default=False)
    is_demo = models.BooleanField("見本", default=False)
    stage = models.CharField("段階", max_length=20, choices=Stage, default=Stage.PREPARATION)
    halt = models.CharField("延期・中止", max_length=12, choices=Halt, blank=True, default=Halt.NONE)
    halted_at = models.DateTimeField("延期・中止の日時", null=True, blank=True)
    halted_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="延期・中止にした人", null=True, blank=True, related_name="+"
    )
    halt_reason = models.CharField("延期・中止の理由", max_length=400, blank=True)
    edition_no = models.PositiveSmallIntegerField("第何回", null=True, blank=True)
    is_first = models.BooleanField("はじめての開催", default=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="写した元の交流会", null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField("開催日")
    ends_on = models.DateField("最終日")
    date_precision = models.CharField("日付の詳しさ", max_length=8, choices=DatePrecision, default=DatePrecision.DAY)
    venue = models.CharField("会場", max_length=100, blank=True)
    slot_minutes = models.PositiveSmallIntegerField("面談の長さ(分)", default=20)
    changeover_minutes = models.PositiveSmallIntegerField("入れ替えの時間(分)", default=0)
    min_per_company = models.PositiveSmallIntegerField("1社の面談の下限", default=1)
    max_per_company = models.PositiveSmallIntegerField("1社の面談の上限", default=9)
    max_per_senior = models.PositiveSmallIntegerField("新現役1人の面談の上限", default=3)
    max_second_picks = models.PositiveSmallIntegerField("二次面談に選べる人数", default=2)
    max_entries_per_senior = models.PositiveSmallIntegerField("1人が出せる希望の数", default=5)
    few_entries = models.PositiveSmallIntegerField("希望が少ないとみる数", default=3)
    many_entries = models.PositiveSmallIntegerField("希望が多いとみる数", default=50)
    entry_open_at = models.DateTimeField("希望登録の開始", null=True, blank=True)
    entry_close_at = models.DateTimeField("希望登録の締め切り", null=True, blank=True)
    planned_companies = models.PositiveIntegerField("予定の企業数", null=True, blank=True)
    planned_seniors = models.PositiveIntegerField("予定の新現役数", null=True, blank=True)
    planned_interviews = models.PositiveIntegerField("予定の面談数", null=True, blank=True)
    # What a source states of a past event: null is "not stated", never zero, and never mixed with figures counted from rows.
    stated_companies = models.PositiveIntegerField("記録の企業数", null=True, blank=True)
    stated_seniors = models.PositiveIntegerField("記録の新現役数", null=True, blank=True)
    stated_interviews = models.PositiveIntegerField("記録の面談数", null=True, blank=True)
    remarks = models.TextField("備考", max_length=1000, blank=True, validators=[MaxLengthValidator(1000)])
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交流会"
        ordering = ["-starts_on", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "starts_on"],
                name="event_unique",
                violation_error_message="同じ名称・開催日の交流会が登録済みです。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="event_days_in_order",
                violation_error_message="最終日は開催日より後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(slot_minutes__range=(5, 120)),
                name="event_slot_minutes",
                violation_error_message="面談の長さは5分から120分です。",
            ),
            models.CheckConstraint(
                condition=Q(max_per_company__gte=F("min_per_company")),
                name="event_company_caps",
                violation_error_message="1社の面談の上限は、下限より小さくできません。",
            ),
            models.CheckConstraint(
                condition=Q(halt=Halt.NONE, halted_at=None, halted_by=None, halt_reason="")
                | Q(halted_at__isnull=False, halted_by__isnull=False) & ~Q(halt=Halt.NONE) & ~Q(halt_reason=""),
                name="event_halted_by_somebody",
                violation_error_message="延期・中止には、理由と日時と人が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(changeover_minutes__lte=30),
                name="event_changeover",
                violation_error_message="入れ替えの時間は30分までです。",
            ),
            models.CheckConstraint(
                condition=Q(max_entries_per_senior__range=(1, 20)) & Q(many_entries__gt=F("few_entries")),
                name="event_entry_limits",
                violation_error_message="1人が出せる希望は1件から20件、「多い」は「少ない」より大きい数にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(entry_open_at=None) | Q(entry_close_at=None) | Q(entry_open_at__lt=F("entry_close_at")),
                name="event_entry_period",
                violation_error_message="希望登録の締め切りは、開始より後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def fiscal_year(self) -> int:
        """The year that begins in April."""
        return self.starts_on.year - (self.starts_on.month < 4)

    @property
    def is_open_for_entries(self) -> bool:
        """Whether seniors may enter now: the period, the stage and that it goes ahead."""
        now = timezone.now()
        in_time = self.entry_open_at and self.entry_close_at and self.entry_open_at <= now < self.entry_close_at
        return bool(in_time) and self.stage == Stage.ENTRY and not self.halt

    @property
    def stage_word(self) -> str:
        """The stage as a list shows it: eleven days before, 当日 alone would be read as today."""
        if self.halt:
            return self.get_halt_display()
        waits = self.stage == Stage.DAY and self.starts_on > timezone.localdate()
        return "当日待ち" if waits else self.get_stage_display()


class HostRole(models.TextChoices):
    HOST = "host", "主催"
    COHOST = "cohost", "共催"
    PATRON = "patron", "後援"


class OfEventQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfEventQuerySet":
        return self.filter(event__in=Event.objects.visible_to(user))


@tracked()
class EventHost(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="hosts")
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="機関", related_name="+")
    role = models.CharField("役割", max_length=8, choices=HostRole, default=HostRole.HOST)
    order = models.PositiveSmallIntegerField("順番", default=0)
    contact_name = models.CharField("連絡先の担当者", max_length=60, blank=True)
    phone = models.CharField("連絡先の電話番号", max_length=20, blank=True)
    reply_email = models.EmailField("返信先のメールアドレス", blank=True)
    planned_companies = models.PositiveSmallIntegerField("予定の企業数", null=True, blank=True)

    objects = OfEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主催者"
        ordering = ["event", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "institution"],
                name="event_host_unique",
                violation_error_message="この機関は登録済みです。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.institution}"


class EventDay(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="days")
    number = models.PositiveSmallIntegerField("何日目")
    date = models.DateField("日付")
    opening_at = models.TimeField("開会", null=True, blank=True)

    objects = OfEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "開催日"
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"], name="event_day_number", violation_error_message="同じ日が2回あります。"
            ),
            models.UniqueConstraint(
                fields=["event", "date"], name="event_day_date", violation_error_message="同じ日付が2回あります。"
            ),
            models.UniqueConstraint(fields=["event", "id"], name="day_in_event"),
        ]

    def __str__(self) -> str:
        return f"{self.number}日目"
