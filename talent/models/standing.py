"""What the register knows of a senior beside her profile: when she cannot come, and what came of her taking part so far."""

import uuid

from django.db import models
from django.db.models import F, Q

from institutions.history import tracked
from institutions.walls import WalledQuerySet
from talent.models.senior import Senior


class OfHerselfQuerySet(WalledQuerySet):
    """The office and the senior herself."""

    institution_path = None
    senior_path = "senior__user_id"


class UnavailablePeriodQuerySet(OfHerselfQuerySet):
    def editable_by(self, user) -> "UnavailablePeriodQuerySet":
        return self.visible_to(user)


@tracked(under=("senior",))
class UnavailablePeriod(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="unavailable_periods")
    from_on = models.DateField("いつから")
    to_on = models.DateField("いつまで")
    note = models.CharField("メモ", max_length=60, blank=True)

    objects = UnavailablePeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加できない期間"
        ordering = ["senior", "from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="unavailable_period_in_order",
                violation_error_message="終わりの日は、始まりの日より後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_on}〜{self.to_on}"


class Standing(models.Model):
    """Counts of what she took part in, written down here by the apps above whenever they change. They can be made again at any time."""

    senior = models.OneToOneField(
        Senior, models.CASCADE, verbose_name="新現役", primary_key=True, related_name="standing"
    )
    events = models.PositiveIntegerField("参加した交流会", default=0)
    entries = models.PositiveIntegerField("希望", default=0)
    interviews = models.PositiveIntegerField("面談", default=0)
    second_interviews = models.PositiveIntegerField("二次面談", default=0)
    supports = models.PositiveIntegerField("支援", default=0)
    waiting = models.PositiveIntegerField("最後の面談のあとに通らなかった希望", default=0)
    interviews_this_year = models.PositiveIntegerField("この1年の面談", default=0)
    last_event_on = models.DateField("最後に参加した交流会", null=True, blank=True)
    counted_at = models.DateTimeField("数えた日時", auto_now=True)

    objects = OfHerselfQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "これまでの参加"
        ordering = ["senior"]

    def __str__(self) -> str:
        return f"参加{self.events} 面談{self.interviews} 支援{self.supports}"
