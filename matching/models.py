"""Who meets whom, when, and what came of it: timetables, interviews, results, sealed answers, second interviews, support.

Outcomes hang on the entry (the pair of firm and senior), not on the interview row, so that a new version of a timetable loses none.
"""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from events.models import Booth, Entry, Event, Participation, TimeSlot
from institutions.history import tracked
from institutions.models import Institution, StaffMember
from institutions.walls import WalledQuerySet


class TimetableState(models.TextChoices):
    DRAFT = "draft", "下書き"
    PUBLISHED = "published", "公開中"
    SUPERSEDED = "superseded", "以前の版"


class PlanStatus(models.TextChoices):
    OPTIMAL = "optimal", "最適(証明済み)"
    FEASIBLE = "feasible", "実行可能(最適の証明なし)"
    INFEASIBLE = "infeasible", "条件を満たせません"
    EDITED = "edited", "手で変更"


class TimetableQuerySet(WalledQuerySet):
    """The office's alone: its words name firms and people of every bank. Others read Interview and Occupancy."""

    institution_path = None

    def editable_by(self, user) -> "TimetableQuerySet":
        return self.filter(state=TimetableState.DRAFT) if user.is_authenticated and user.is_coordinator else self.none()


@tracked(leave_out=("objectives", "left_out", "cause", "seconds", "problem_hash", "changes"))
class Timetable(models.Model):
    """One version of an event's plan. `revision` grows with every change, so that a stale edit is noticed."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="+")
    version = models.PositiveSmallIntegerField("版")
    state = models.CharField("状態", max_length=12, choices=TimetableState, default=TimetableState.DRAFT)
    is_published = models.BooleanField("公開中", default=False, editable=False)
    revision = models.PositiveIntegerField("改訂番号", default=0)
    status = models.CharField("計算の結果", max_length=12, choices=PlanStatus, default=PlanStatus.EDITED)
    objectives = models.JSONField("目標の値", default=list)
    left_out = models.JSONField("面談にならなかった希望", default=list)
    cause = models.JSONField("条件を満たせない理由", null=True, blank=True)
    seconds = models.FloatField("計算時間(秒)", null=True, blank=True)
    # What was planned, as a fingerprint: when wishes or availability change afterwards, the proof no longer speaks of them.
    problem_hash = models.CharField("計算した条件の印", max_length=64, blank=True)
    changes = models.JSONField("変更の記録", default=list)
    created_at = models.DateTimeField("作成日時")
    created_by = models.ForeignKey("institutions.User", models.PROTECT, verbose_name="作成者", related_name="+")
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    published_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="公開者", null=True, blank=True, related_name="+"
    )

    objects = TimetableQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "時間割"
        ordering = ["event", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "version"],
                name="timetable_version_unique",
                violation_error_message="同じ版があります。",
            ),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(state=TimetableState.DRAFT),
                name="one_draft_per_event",
                violation_error_message="この交流会には、すでに下書きの時間割があります。",
            ),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(state=TimetableState.PUBLISHED),
                name="one_published_per_event",
                violation_error_message="この交流会には、すでに公開中の時間割があります。",
            ),
            models.UniqueConstraint(fields=["event", "id"], name="timetable_in_event"),
            models.UniqueConstraint(fields=["id", "is_published"], name="timetable_with_publication"),
            models.CheckConstraint(
                condition=Q(state=TimetableState.PUBLISHED, is_published=True)
                | (~Q(state=TimetableState.PUBLISHED) & Q(is_published=False)),
                name="timetable_published_is_published",
                violation_error_message="公開の印と状態が合っていません。",
            ),
            models.CheckConstraint(
                condition=Q(state=TimetableState.DRAFT, published_at=None, published_by=None)
                | (~Q(state=TimetableState.DRAFT) & Q(published_at__isnull=False, published_by__isnull=False)),
                name="timetable_published_by_somebody",
                violation_error_message="公開には日時と公開者が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} 第{self.version}版"


def _once_per_slot(party: str, message: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["timetable", "slot", party], name=f"interview_{party}_once_per_slot", violation_error_message=message
    )


def _never_twice_at_a_time(party: str, message: str) -> ExclusionConstraint:
    """Published interviews of one party exclude each other in time, across events too."""
    return ExclusionConstraint(
        name=f"interview_{party}_in_one_place",
        expressions=[(party, RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
        condition=Q(is_published=True),
        violation_error_message=message,
    )


class InterviewQuerySet(WalledQuerySet):
    branch_path = "company__branch_id"
    senior_path = "senior__user_id"

    def open_to_others(self) -> "InterviewQuerySet":
        return self.filter(is_published=True)


@tracked(under=("entry",))
class Interview(models.Model):
    """One cell of a timetable: firm, senior and officer at a table for one slot.

    `during` and `is_published` are copies that PostgreSQL keeps true by foreign keys with ON UPDATE CASCADE.
    """

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    timetable = models.ForeignKey(
        Timetable, models.CASCADE, verbose_name="時間割", related_name="interviews", db_constraint=False
    )
    is_published = models.BooleanField("公開中", default=False, editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name="希望", related_name="+", db_constraint=False)
    participation = models.ForeignKey(
        Participation, models.PROTECT, verbose_name="企業の参加", related_name="+", db_constraint=False
    )
    company = models.ForeignKey(
        "companies.Company", models.PROTECT, verbose_name="企業", related_name="+", db_constraint=False
    )
    senior = models.ForeignKey("talent.Senior", models.PROTECT, verbose_name="新現役", related_name="+")
    attendant = models.ForeignKey(
        StaffMember, models.PROTECT, verbose_name="同席者", null=True, blank=True, related_name="+"
    )
    booth = models.ForeignKey(Booth, models.PROTECT, verbose_name="卓", related_name="+", db_constraint=False)
    slot = models.ForeignKey(TimeSlot, models.PROTECT, verbose_name="面談の回", related_name="+", db_constraint=False)
    during = DateTimeRangeField("時間", editable=False)
    is_locked = models.BooleanField("固定", default=False)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "面談"
        # Without joins: what a reader may not see beside a row must not take the row along.
        ordering = ["during", "id"]
        constraints = [
            _once_per_slot("senior", "この新現役は、この回にほかの面談があります。"),
            _once_per_slot("participation", "この企業は、この回にほかの面談があります。"),
            _once_per_slot("attendant", "同席者は、この回にほかの企業の面談があります。"),
            _once_per_slot("booth", "この卓は、この回に使われています。"),
            models.UniqueConstraint(
                fields=["timetable", "entry"],
                name="interview_once_per_entry",
                violation_error_message="この希望は、すでに面談になっています。",
            ),
            _never_twice_at_a_time("senior", "この新現役は、同じ時間にほかの交流会の面談があります。"),
            _never_twice_at_a_time("company", "この企業は、同じ時間にほかの交流会の面談があります。"),
            _never_twice_at_a_time("attendant", "同席者は、同じ時間にほかの交流会の面談があります。"),
            _never_twice_at_a_time("booth", "この卓は、同じ時間に使われています。"),
            models.UniqueConstraint(fields=["institution", "id"], name="interview_in_institution"),
        ]

    def __str__(self) -> str:
        return f"{self.slot} {self.company} × {self.senior}"


class OccupancyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OccupancyQuerySet":
        if user.is_authenticated and (user.is_coordinator or user.is_bank):
            return self.filter(event__in=Event.objects.visible_to(user))
        return self.none()


class Occupancy(models.Model):
    """A table that is taken at a slot of the published timetable, and nothing about by whom: what one bank may know of another's."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="+")
    slot = models.ForeignKey(TimeSlot, models.CASCADE, verbose_name="面談の回", related_name="+", db_constraint=False)
    booth = models.ForeignKey(Booth, models.CASCADE, verbose_name="卓", related_name="+", db_constraint=False)
    published_at = models.DateTimeField("公開日時")

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "使われている卓"
        ordering = ["event", "slot__number", "booth__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "booth"],
                name="occupancy_once",
                violation_error_message="この卓は、この回に使われています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot} {self.booth}"


class OfEntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfEntryQuerySet":
        return self.filter(entry__in=Entry.objects.visible_to(user))

    def editable_by(self, user) -> "OfEntryQuerySet":
        return self if user.is_authenticated and user.is_coordinator else self.none()


class ResultState(models.TextChoices):
    HELD = "held", "実施"
    SENIOR_ABSENT = "senior_absent", "新現役が欠席"
    COMPANY_ABSENT = "company_absent", "企業が欠席"
    CANCELLED = "cancelled", "中止"


@tracked(under=("entry",))
class Result(models.Model):
    """What became of an interview on the day."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    entry = models.OneToOneField(Entry, models.PROTECT, verbose_name="希望", related_name="+", db_constraint=False)
    state = models.CharField("結果", max_length=16, choices=ResultState)
    note = models.CharField("メモ", max_length=200, blank=True)
    recorded_at = models.DateTimeField("記録日時")
    recorded_by = models.ForeignKey("institutions.User", models.PROTECT, verbose_name="記録者", related_name="+")

    objects = OfEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "面談の結果"
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_state_display()}"


class Side(models.TextChoices):
    COMPANY = "company", "企業"
    SENIOR = "senior", "新現役"


class Wish(models.TextChoices):
    YES = "yes", "はい"
    IF_POSSIBLE = "if_possible", "できれば"
    NO = "no", "いいえ"
    UNDECIDED = "undecided", "まだ決められない"


# Wishes that count as "meet again": both sides must hold one of them.
AGREEING_WISHES = (Wish.YES, Wish.IF_POSSIBLE)


class AnswerQuerySet(OfEntryQuerySet):
    """Sealed: each side sees its own answer only. That both wish to meet again shows by the second interview."""

    def visible_to(self, user) -> "AnswerQuerySet":
        rows = super().visible_to(user)
        if user.is_authenticated and user.is_coordinator:
            return rows
        return rows.filter(side=Side.COMPANY if user.is_authenticated and user.is_bank else Side.SENIOR)


@tracked(under=("entry",))
class Answer(models.Model):
    """「もう一度会いたいですか」 of one side: sealed from the other until both want it."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name="希望", related_name="+", db_constraint=False)
    side = models.CharField("どちらの回答か", max_length=8, choices=Side)
    wish = models.CharField("もう一度会いたいですか", max_length=12, choices=Wish)
    reason = models.CharField("理由(ひとこと)", max_length=200, blank=True)
    recorded_at = models.DateTimeField("記録日時")
    recorded_by = models.ForeignKey("institutions.User", models.PROTECT, verbose_name="入力した人", related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回答"
        ordering = ["recorded_at", "side", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "side"],
                name="answer_once_per_side",
                violation_error_message="この回答は入力済みです。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_side_display()} {self.get_wish_display()}"


class SecondInterviewState(models.TextChoices):
    ARRANGING = "arranging", "調整中"
    SCHEDULED = "scheduled", "日程決定"
    HELD = "held", "実施"
    CALLED_OFF = "called_off", "見送り"


@tracked(under=("entry",))
class SecondInterview(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    entry = models.OneToOneField(Entry, models.PROTECT, verbose_name="希望", related_name="+", db_constraint=False)
    state = models.CharField(
        "状態", max_length=12, choices=SecondInterviewState, default=SecondInterviewState.ARRANGING
    )
    held_on = models.DateField("実施日", null=True, blank=True)
    place = models.CharField("場所", max_length=100, blank=True)
    note = models.TextField("メモ", max_length=1000, blank=True, validators=[MaxLengthValidator(1000)])
    recorded_at = models.DateTimeField("記録日時")
    recorded_by = models.ForeignKey("institutions.User", models.PROTECT, verbose_name="入力した人", related_name="+")

    objects = OfEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "二次面談"
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[SecondInterviewState.SCHEDULED, SecondInterviewState.HELD])
                | Q(held_on__isnull=False),
                name="second_interview_has_its_day",
                violation_error_message="日程が決まった二次面談には、日付を入れてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} 二次面談"


class SupportState(models.TextChoices):
    AGREED = "agreed", "支援成立"
    ONGOING = "ongoing", "支援中"
    FINISHED = "finished", "支援完了"
    CONTINUED = "continued", "契約して継続"
    STOPPED = "stopped", "中止"


@tracked(under=("entry",))
class Support(models.Model):
    """Support that firm and senior agreed on after the second interview."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    entry = models.OneToOneField(Entry, models.PROTECT, verbose_name="希望", related_name="+", db_constraint=False)
    state = models.CharField("状態", max_length=12, choices=SupportState, default=SupportState.AGREED)
    agreed_on = models.DateField("成立日")
    theme = models.CharField("支援の内容", max_length=200)
    note = models.TextField("メモ", max_length=1000, blank=True, validators=[MaxLengthValidator(1000)])
    recorded_at = models.DateTimeField("記録日時")
    recorded_by = models.ForeignKey("institutions.User", models.PROTECT, verbose_name="入力した人", related_name="+")

    objects = OfEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支援"
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.entry} 支援"
