"""Who is registered twice, and who only looks like somebody else."""

import uuid

from django.conf import settings
from django.db import models

from institutions.reading import SeenRow
from talent.models.importing import OfOfficeQuerySet
from talent.models.senior import Senior


class NotTheSame(SeenRow):
    """Two who look alike and are not the same person: somebody has said so. The smaller key first."""

    tells_of = {"one_id": "seniors", "other_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Senior, models.CASCADE, verbose_name="一人目", related_name="+")
    other = models.ForeignKey(Senior, models.CASCADE, verbose_name="二人目", related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="決めた職員", null=True, related_name="+"
    )
    decided_at = models.DateTimeField("決めた日時")

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "別の方"
        ordering = ["one", "other"]
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="notthesame_unique",
                violation_error_message="別の方と決めてあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class MergedNumber(SeenRow):
    """A registration number that has become another's: who was registered twice is found by either."""

    tells_of = {"senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("前の登録番号", max_length=12, unique=True)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="merged_numbers")
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="まとめた職員", null=True, related_name="+"
    )
    merged_at = models.DateTimeField("まとめた日時")

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "前の登録番号"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number
