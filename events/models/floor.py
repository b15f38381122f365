"""Time and space of an event: its slots and its booths."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.models.event import Event, EventDay, OfEventQuerySet


class TimeSlot(models.Model):
    """One turn of interviews. `number` runs 0.. over all days of the event; breaks are gaps between slots, marked on the slot after."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="slots")
    day = models.ForeignKey(EventDay, models.CASCADE, verbose_name="開催日", related_name="slots", db_constraint=False)
    number = models.PositiveSmallIntegerField("番号")
    during = DateTimeRangeField("時間")
    after_break = models.BooleanField("直前に休憩", default=False)
    tables = models.PositiveSmallIntegerField("使える卓の数", null=True, blank=True, help_text="空欄なら企業の数だけ")

    objects = OfEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "面談の回"
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"],
                name="slot_number_unique",
                violation_error_message="同じ番号の回があります。",
            ),
            models.UniqueConstraint(fields=["event", "id"], name="slot_in_event"),
            models.UniqueConstraint(fields=["id", "during"], name="slot_with_its_time"),
            models.CheckConstraint(
                condition=Q(during__isempty=False) & Q(during__lower_inf=False) & Q(during__upper_inf=False),
                name="slot_has_a_time",
                violation_error_message="面談の回には、始まりと終わりの時刻が要ります。",
            ),
            ExclusionConstraint(
                name="slots_do_not_overlap",
                expressions=[("event", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message="時間が重なる回があります。",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number + 1}回"

    @property
    def starts_at(self):
        return timezone.localtime(self.during.lower)

    @property
    def ends_at(self):
        return timezone.localtime(self.during.upper)


class Venue(models.Model):
    """One place of an event; an event may have several, and online booths besides."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="venues")
    name = models.CharField("会場名", max_length=100)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("所在地", max_length=160, blank=True)
    access = models.CharField("行き方", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("順番", default=0)

    objects = OfEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会場"
        ordering = ["event", "order", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"], name="venue_unique", violation_error_message="この会場は登録済みです。"
            ),
            models.UniqueConstraint(fields=["event", "id"], name="venue_in_event"),
        ]

    def __str__(self) -> str:
        return self.name


class BoothMode(models.TextChoices):
    ONSITE = "onsite", "会場"
    ONLINE = "online", "オンライン"


class Booth(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="booths")
    number = models.PositiveSmallIntegerField("卓番号")
    mode = models.CharField("形式", max_length=8, choices=BoothMode, default=BoothMode.ONSITE)
    venue = models.ForeignKey(
        Venue, models.SET_NULL, verbose_name="会場", null=True, blank=True, related_name="+", db_constraint=False
    )
    place = models.CharField("場所", max_length=60, blank=True)
    meeting_url = models.URLField("会議のアドレス", blank=True)

    objects = OfEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "卓"
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"],
                name="booth_number_unique",
                violation_error_message="同じ番号の卓があります。",
            ),
            models.UniqueConstraint(fields=["event", "id"], name="booth_in_event"),
        ]

    def __str__(self) -> str:
        return f"卓{self.number}"
