"""Who takes part: firms with their officers, seniors, and when they cannot."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from events.models.event import Event
from events.models.floor import Booth, TimeSlot
from institutions.history import tracked
from institutions.models import Institution, StaffMember
from institutions.walls import WalledQuerySet
from talent.models import Disclosure


class ParticipationState(models.TextChoices):
    REGISTERED = "registered", "参加"
    WITHDRAWN = "withdrawn", "辞退"


class ParticipationQuerySet(WalledQuerySet):
    """A bank says itself which of its clients come."""

    branch_path = "company__branch_id"

    def editable_by(self, user) -> "ParticipationQuerySet":
        return self.visible_to(user)


@tracked(under=("company",))
class Participation(models.Model):
    """A firm at an event: its number, table, the officer who attends with it and its own limits."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="participations")
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    company = models.ForeignKey(
        "companies.Company", models.PROTECT, verbose_name="企業", related_name="+", db_constraint=False
    )
    number = models.PositiveSmallIntegerField("企業番号")
    state = models.CharField(
        "参加の状態", max_length=12, choices=ParticipationState, default=ParticipationState.REGISTERED
    )
    attendant = models.ForeignKey(
        StaffMember, models.PROTECT, verbose_name="同席者", null=True, blank=True, related_name="+", db_constraint=False
    )
    booth = models.ForeignKey(
        Booth, models.SET_NULL, verbose_name="卓", null=True, blank=True, related_name="+", db_constraint=False
    )
    min_interviews = models.PositiveSmallIntegerField(
        "面談の下限", null=True, blank=True, help_text="空欄なら交流会の設定"
    )
    max_interviews = models.PositiveSmallIntegerField(
        "面談の上限", null=True, blank=True, help_text="空欄なら交流会の設定"
    )

    withdrawn_at = models.DateTimeField("辞退の日時", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="辞退を記録した人", null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField("辞退の理由", max_length=200, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企業の参加"
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "company"],
                name="participation_unique",
                violation_error_message="この企業は参加登録済みです。",
            ),
            models.UniqueConstraint(
                fields=["event", "number"],
                name="participation_number_unique",
                violation_error_message="この企業番号は使われています。",
            ),
            models.UniqueConstraint(
                fields=["event", "booth"],
                name="participation_booth_unique",
                violation_error_message="この卓はほかの企業が使います。",
            ),
            models.UniqueConstraint(fields=["event", "id"], name="participation_in_event"),
            models.UniqueConstraint(fields=["id", "company"], name="participation_of_company"),
            models.UniqueConstraint(fields=["institution", "id"], name="participation_in_institution"),
            models.CheckConstraint(
                condition=Q(min_interviews=None) | Q(max_interviews=None) | Q(max_interviews__gte=F("min_interviews")),
                name="participation_caps",
                violation_error_message="面談の上限は、下限より小さくできません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.company}"


class AttendanceQuerySet(WalledQuerySet):
    """A bank sees those who are disclosed to it through this very event."""

    institution_path = None
    senior_path = "senior__user_id"

    def visible_to(self, user) -> "AttendanceQuerySet":
        if user.is_authenticated and user.is_bank:
            shown = Disclosure.objects.in_force().visible_to(user)
            return self.filter(Exists(shown.filter(source=OuterRef("event"), senior=OuterRef("senior"))))
        return super().visible_to(user)


@tracked(under=("senior",))
class Attendance(models.Model):
    """A senior at an event: the badge number and how many firms at most."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="attendances")
    senior = models.ForeignKey("talent.Senior", models.PROTECT, verbose_name="新現役", related_name="+")
    number = models.PositiveSmallIntegerField("名札番号")
    state = models.CharField(
        "参加の状態", max_length=12, choices=ParticipationState, default=ParticipationState.REGISTERED
    )
    max_interviews = models.PositiveSmallIntegerField(
        "面談の上限", null=True, blank=True, help_text="空欄なら交流会の設定"
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "新現役の参加"
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "senior"],
                name="attendance_unique",
                violation_error_message="この新現役は参加登録済みです。",
            ),
            models.UniqueConstraint(
                fields=["event", "number"],
                name="attendance_number_unique",
                violation_error_message="この名札番号は使われています。",
            ),
            models.UniqueConstraint(fields=["event", "id"], name="attendance_in_event"),
            models.UniqueConstraint(fields=["id", "senior"], name="attendance_of_senior"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.senior}"


class UnavailabilityQuerySet(WalledQuerySet):
    """For the planner: the office alone reads when whom something keeps away."""

    institution_path = None


@tracked()
class Unavailability(models.Model):
    """One slot at which a firm, a senior or an attendant cannot take part."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="unavailabilities")
    slot = models.ForeignKey(TimeSlot, models.CASCADE, verbose_name="面談の回", related_name="+", db_constraint=False)
    participation = models.ForeignKey(
        Participation,
        models.CASCADE,
        verbose_name="企業",
        null=True,
        blank=True,
        related_name="unavailabilities",
        db_constraint=False,
    )
    attendance = models.ForeignKey(
        Attendance,
        models.CASCADE,
        verbose_name="新現役",
        null=True,
        blank=True,
        related_name="unavailabilities",
        db_constraint=False,
    )
    attendant = models.ForeignKey(
        StaffMember, models.CASCADE, verbose_name="同席者", null=True, blank=True, related_name="+"
    )

    objects = UnavailabilityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加できない回"
        ordering = ["event", "slot"]
        constraints = [
            models.CheckConstraint(
                condition=Q(participation__isnull=False, attendance=None, attendant=None)
                | Q(participation=None, attendance__isnull=False, attendant=None)
                | Q(participation=None, attendance=None, attendant__isnull=False),
                name="unavailability_of_exactly_one",
                violation_error_message="企業、新現役、同席者のうち1つだけを選んでください。",
            ),
            models.UniqueConstraint(
                fields=["slot", "participation", "attendance", "attendant"],
                nulls_distinct=False,
                name="unavailability_unique",
                violation_error_message="同じ回が2回入っています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot} 不可"
