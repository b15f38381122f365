"""What a senior asks the office to write into the register: a first registration, or a change of what was approved.

The sheet (see talent/sheet.py) holds what is clean; what was typed and cannot be taken yet stands in `typed`, page by page, as it was typed.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from institutions.history import tracked
from institutions.reading import SeenRow
from institutions.walls import WalledQuerySet
from talent.models.senior import Senior


class ApplicationKind(models.TextChoices):
    NEW = "new", "新しい登録"
    CHANGE = "change", "登録内容の変更"


class ApplicationState(models.TextChoices):
    DRAFT = "draft", "書きかけ"
    SUBMITTED = "submitted", "審査中"
    RETURNED = "returned", "差し戻し"
    APPROVED = "approved", "承認"
    CANCELLED = "cancelled", "取りやめ"


OPEN = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED)
WRITABLE = (ApplicationState.DRAFT, ApplicationState.RETURNED)
DECIDED = (ApplicationState.RETURNED, ApplicationState.APPROVED)


class ApplicationQuerySet(WalledQuerySet):
    """The office, and who writes it."""

    institution_path = None
    senior_path = "applicant_id"

    def editable_by(self, user) -> "ApplicationQuerySet":
        return self.visible_to(user)


@tracked(under=("senior",), leave_out=("sheet", "base", "typed", "windows", "consents", "step", "saved_at"))
class Application(SeenRow):
    tells_of = {"senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("種類", max_length=8, choices=ApplicationKind, default=ApplicationKind.NEW)
    state = models.CharField("状態", max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="申し込む人", null=True, blank=True, related_name="+"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="代わりに書いた職員",
        null=True,
        blank=True,
        related_name="+",
    )
    senior = models.ForeignKey(
        Senior, models.CASCADE, verbose_name="新現役", null=True, blank=True, related_name="applications"
    )
    sheet = models.JSONField("内容", default=dict)
    # Of a change: what the register held when it was begun. What is the same in both was not asked for.
    base = models.JSONField("書き始めたときの登録", null=True, blank=True, editable=False)
    typed = models.JSONField("書きかけの文字", default=dict, blank=True)
    windows = models.JSONField("最後に保存した画面", default=dict, blank=True, editable=False)
    consents = models.JSONField("同意", default=dict, blank=True)
    step = models.PositiveSmallIntegerField("進んだところ", default=0)
    reason = models.CharField("差し戻しの理由", max_length=400, blank=True)
    started_at = models.DateTimeField("書き始めた日時", auto_now_add=True)
    saved_at = models.DateTimeField("保存した日時", auto_now=True)
    submitted_at = models.DateTimeField("申し込んだ日時", null=True, blank=True)
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="決めた職員", null=True, blank=True, related_name="+"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登録の申込み"
        ordering = ["-started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=Q(state__in=OPEN),
                name="application_one_open_per_applicant",
                violation_error_message="書きかけの申込みがあります。",
            ),
            models.UniqueConstraint(
                fields=["senior"],
                condition=Q(state__in=OPEN),
                name="application_one_open_per_senior",
                violation_error_message="この方には、まだ終わっていない申込みがあります。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ApplicationState.DRAFT, ApplicationState.CANCELLED])
                | Q(submitted_at__isnull=False),
                name="application_submitted_when",
                violation_error_message="申し込んだ日時がありません。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(decided_at__isnull=False),
                name="application_decided_when",
                violation_error_message="決めた日時がありません。",
            ),
            models.CheckConstraint(
                condition=Q(senior__isnull=False) | Q(state__in=[ApplicationState.DRAFT, ApplicationState.CANCELLED]),
                name="application_of_somebody",
                violation_error_message="だれの申込みかが分かりません。",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.RETURNED) | ~Q(reason=""),
                name="application_returned_with_a_reason",
                violation_error_message="差し戻しには理由が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}({self.get_state_display()})"

    @property
    def is_by_proxy(self) -> bool:
        """Whether the office writes it alone: nobody outside can open it."""
        return self.applicant_id is None
