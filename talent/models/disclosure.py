"""To whom what is disclosed of a senior."""

import uuid

from django.db import models
from django.db.models.functions import Now

from institutions.history import tracked
from institutions.models import Branch, Institution
from institutions.walls import WalledQuerySet


class DisclosureLevel(models.TextChoices):
    PROFILE = "profile", "経歴"
    CONTACT = "contact", "連絡先"


class DisclosureQuerySet(WalledQuerySet):
    """An institution sees what is disclosed to it, a branch what is disclosed to itself."""

    branch_path = "branch_id"
    senior_path = "senior__user_id"

    def in_force(self) -> "DisclosureQuerySet":
        return self.filter(until__gt=Now())


@tracked(under=("senior",))
class Disclosure(models.Model):
    """Which institution may see how much of a senior, until when. Without a branch the row is the head office's alone.

    `source` is the cause: an event, an agreed pair. Its rows are rewritten whenever the cause changes and go with it.
    """

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey("talent.Senior", models.CASCADE, verbose_name="新現役", related_name="disclosures")
    institution = models.ForeignKey(Institution, models.CASCADE, verbose_name="機関", related_name="+")
    branch = models.ForeignKey(
        Branch, models.CASCADE, verbose_name="支店", null=True, blank=True, related_name="+", db_constraint=False
    )
    level = models.CharField("範囲", max_length=8, choices=DisclosureLevel, default=DisclosureLevel.PROFILE)
    until = models.DateTimeField("いつまで")
    source = models.UUIDField("もとになったもの", db_index=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "新現役の開示"
        ordering = ["senior", "institution", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["senior", "institution", "branch", "source"],
                nulls_distinct=False,
                name="disclosure_unique",
                violation_error_message="この開示は登録済みです。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.senior} → {self.institution} {self.get_level_display()}"
