"""Who is not brought together, and why: secret, for the office alone. Neither the senior nor the firm and its bank can learn of it."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from institutions.history import tracked
from institutions.reading import SeenRow
from institutions.walls import WalledQuerySet


class AvoidanceKind(models.TextChoices):
    FORMER_EMPLOYER = "former_employer", "元の勤務先"
    COMPETITOR = "competitor", "競合"
    CLIENT = "client", "取引の関係"
    FIRM_DECLINES = "firm_declines", "企業の希望"
    SENIOR_DECLINES = "senior_declines", "新現役の希望"
    OTHER = "other", "その他"


class AvoidanceQuerySet(WalledQuerySet):
    """The office alone."""

    institution_path = None

    def in_force(self) -> "AvoidanceQuerySet":
        """Pairs that are kept apart now."""
        return self.filter(ended_at=None, senior__isnull=False, company__isnull=False)

    def untied(self) -> "AvoidanceQuerySet":
        """What somebody has told and the office has yet to tie to a firm or a senior."""
        return self.filter(ended_at=None).filter(Q(senior=None) | Q(company=None))


@tracked(under=("senior", "company"))
class Avoidance(SeenRow):
    """A senior and a firm that are not to meet. What a bank or a senior tells names one side in words until the office ties the other."""

    tells_of = {"senior_id": "seniors", "company_id": "companies"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(
        "talent.Senior", models.CASCADE, verbose_name="新現役", null=True, blank=True, related_name="+"
    )
    company = models.ForeignKey(
        "companies.Company", models.CASCADE, verbose_name="企業", null=True, blank=True, related_name="+"
    )
    kind = models.CharField("わけ", max_length=16, choices=AvoidanceKind, default=AvoidanceKind.OTHER)
    note = models.TextField("くわしいこと", max_length=1000, blank=True, validators=[MaxLengthValidator(1000)])
    told_by = models.CharField("だれから聞いたか", max_length=120)
    created_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="記録した人", null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("記録した日時")
    ended_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    ended_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="取り消した人", null=True, blank=True, related_name="+"
    )

    objects = AvoidanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会わせない組み合わせ"
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(senior__isnull=False) | Q(company__isnull=False),
                name="avoidance_of_somebody",
                violation_error_message="新現役か企業のどちらかが要ります。",
            ),
            models.CheckConstraint(
                condition=(Q(senior__isnull=False) & Q(company__isnull=False)) | ~Q(note=""),
                name="avoidance_untied_says_whom",
                violation_error_message="相手がだれかを書いてください。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="avoidance_ended_by_somebody",
                violation_error_message="取り消しには、日時と人が要ります。",
            ),
            models.UniqueConstraint(
                fields=["senior", "company"],
                condition=Q(ended_at=None),
                name="avoidance_once",
                violation_error_message="この組み合わせは、すでに記録されています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"
