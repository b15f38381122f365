"""The way in for a president, who has no account."""

import uuid

from django.db import models
from django.db.models import F, Q

from companies.models.company import Company, OfCompanyQuerySet
from institutions.history import tracked
from institutions.models import Institution


@tracked(under=("company",), leave_out=("token_hash", "last_used_at"))
class PresidentLink(models.Model):
    """A signed link for the president of one firm, who has no account: only the token's hash is kept. One is good at a time."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    company = models.ForeignKey(Company, models.CASCADE, verbose_name="企業", related_name="+", db_constraint=False)
    token_hash = models.CharField("印", max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("有効期限")
    created_at = models.DateTimeField("作成日時")
    created_by = models.ForeignKey("institutions.User", models.PROTECT, verbose_name="作成者", related_name="+")
    revoked_at = models.DateTimeField("取り消し日時", null=True, blank=True)
    last_used_at = models.DateTimeField("最後に開かれた日時", null=True, blank=True)

    objects = OfCompanyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "社長のリンク"
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(revoked_at=None),
                name="president_link_one_at_a_time",
                violation_error_message="この企業には、使えるリンクがすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="president_link_expires_later",
                violation_error_message="有効期限は、作成日時より後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} 社長のリンク"
