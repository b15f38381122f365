"""What a person has consented to, in which wording, and when."""

import uuid

from django.db import models

from institutions.history import tracked
from institutions.reading import SeenRow
from institutions.walls import WalledQuerySet
from talent.models.senior import Senior


class ConsentQuerySet(WalledQuerySet):
    """What a person has consented to is between her and the office."""

    institution_path = None
    senior_path = "senior__user_id"

    def in_force(self) -> "ConsentQuerySet":
        return self.filter(revoked_at=None)


class ConsentKind(models.TextChoices):
    PERSONAL_DATA = "personal_data", "個人情報の取り扱い"
    PROFILE = "profile", "プロフィールの提供"
    CONFIDENTIALITY = "confidentiality", "守秘の約束"


@tracked(under=("senior",))
class Consent(SeenRow):
    tells_of = {"senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="consents")
    kind = models.CharField("種類", max_length=20, choices=ConsentKind)
    version = models.CharField("文面の版", max_length=20)
    text_hash = models.CharField("文面の印", max_length=64, blank=True, editable=False)
    on_paper = models.BooleanField("書面での同意", default=False)
    accepted_at = models.DateTimeField("同意日時")
    revoked_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同意"
        ordering = ["senior", "kind", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["senior", "kind", "version"],
                condition=models.Q(revoked_at=None),
                name="consent_unique",
                violation_error_message="この文面には同意済みです。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"
