"""What is counted of a whole event."""

import uuid

from django.db import models
from django.db.models import Q

from events.models.event import Event


class Figure(models.TextChoices):
    COMPANIES = "companies", "参加企業"
    SENIORS = "seniors", "新現役"
    ENTRIES = "entries", "希望"
    INTERVIEWS = "interviews", "面談"
    HELD = "held", "実施した面談"
    SECOND_INTERVIEWS = "second_interviews", "二次面談"
    SUPPORTS = "supports", "支援"


# Told to every bank of the event; from the others a bank could reckon another bank's.
TOLD_TO_BANKS = (Figure.COMPANIES, Figure.SENIORS)


class TallyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "TallyQuerySet":
        """All figures for coordinators and for bodies that host without firms of their own; for banks what everybody is told."""
        if not user.is_authenticated or not (user.is_coordinator or user.is_bank):
            return self.none()
        rows = self.filter(event__in=Event.objects.visible_to(user))
        if user.is_bank and user.institution.brings_firms:
            return rows.filter(figure__in=TOLD_TO_BANKS)
        return rows


class Tally(models.Model):
    """One figure of an event, written anew with what it counts: so that associations see figures without rows."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="tallies")
    figure = models.CharField("数えたもの", max_length=20, choices=Figure)
    count = models.PositiveIntegerField("数", default=0)
    counted_at = models.DateTimeField("数えた日時", auto_now=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交流会の数"
        ordering = ["event", "figure"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "figure"],
                name="tally_unique",
                violation_error_message="この数は登録済みです。",
            ),
            models.CheckConstraint(
                condition=Q(figure__in=Figure.values),
                name="tally_known",
                violation_error_message="数えるものを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_figure_display()} {self.count}"
