"""Work in the background: jobs and documents as leases on their rows. Rows hold state, attempts and progress; the broker is only a nudge."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from institutions.models import Branch, Institution, User
from institutions.reading import SeenRow
from institutions.walls import WalledQuerySet

MAX_ATTEMPTS = 3


class WorkState(models.TextChoices):
    QUEUED = "queued", "順番待ち"
    RUNNING = "running", "作成中"
    DONE = "done", "できました"
    FAILED = "failed", "できませんでした"
    CANCELLED = "cancelled", "取りやめ"


class OfficeQuerySet(WalledQuerySet):
    """A head office sees what was made about its own rows, and nothing else does but coordinators."""


class Work(models.Model):
    """A piece of work as a lease on its row: who holds it, until when, how often it was tried, how far it is."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("種類", max_length=40)
    subject_kind = models.CharField("対象の種類", max_length=40)
    subject_id = models.UUIDField("対象")
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name="金融機関", null=True, blank=True, related_name="+"
    )
    title = models.CharField("題名", max_length=160)
    state = models.CharField("状態", max_length=12, choices=WorkState, default=WorkState.QUEUED)
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    lease_until = models.DateTimeField("作業の期限", null=True, blank=True)
    holder = models.CharField("作業者", max_length=100, blank=True)
    progress_done = models.PositiveIntegerField("済み", default=0)
    progress_total = models.PositiveIntegerField("全部", default=0)
    progress_note = models.CharField("いま", max_length=200, blank=True)
    error = models.TextField("できなかった理由", blank=True)
    requested_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="依頼者", null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField("依頼日時")
    nudged_at = models.DateTimeField("作業者に知らせた日時", null=True, blank=True)
    started_at = models.DateTimeField("開始日時", null=True, blank=True)
    finished_at = models.DateTimeField("終了日時", null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["state", "nudged_at"],
                condition=Q(state__in=[WorkState.QUEUED, WorkState.RUNNING]),
                name="%(class)s_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=WorkState.RUNNING, lease_until__isnull=False)
                | (~Q(state=WorkState.RUNNING) & Q(lease_until=None)),
                name="%(class)s_running_is_leased",
                violation_error_message="作成中の処理には作業の期限が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[WorkState.QUEUED, WorkState.RUNNING], finished_at=None)
                | Q(state__in=[WorkState.DONE, WorkState.FAILED, WorkState.CANCELLED], finished_at__isnull=False),
                name="%(class)s_finished_has_its_time",
                violation_error_message="終わった処理には終了日時が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in (WorkState.QUEUED, WorkState.RUNNING)


class Job(Work):
    """Long work that leaves rows behind: planning, importing."""

    payload = models.JSONField("依頼の内容", default=dict)
    result = models.JSONField("結果", default=dict)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "処理"
        ordering = ["-requested_at", "id"]
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id"],
                condition=Q(state__in=[WorkState.QUEUED, WorkState.RUNNING]),
                name="one_open_job_per_subject",
                violation_error_message="この処理は、すでに進んでいます。",
            ),
        ]


def keys_of(label: str) -> ArrayField:
    return ArrayField(models.UUIDField(), verbose_name=label, default=list, blank=True, editable=False)


class DocumentQuerySet(OfficeQuerySet):
    """A branch sees the papers of its own firms."""

    branch_path = "branch_id"


class Document(Work, SeenRow):
    """A file that can be made again from rows: one row per (kind, subject). Stale when the hash of its data differs."""

    tells_of = {"named_senior_id": "seniors", "named_company_id": "companies"}

    branch = models.ForeignKey(
        Branch, models.PROTECT, verbose_name="支店", null=True, blank=True, related_name="+", db_constraint=False
    )
    content_hash = models.CharField("中身の印", max_length=64, blank=True)
    file = models.FileField("ファイル", upload_to="documents", blank=True, max_length=200)
    file_name = models.CharField("ファイル名", max_length=200, blank=True)
    size = models.PositiveIntegerField("大きさ", default=0)
    pages = models.PositiveIntegerField("ページ数", default=0)
    made_at = models.DateTimeField("作成日時", null=True, blank=True)
    group_id = models.UUIDField("まとまり", null=True, blank=True, db_index=True)
    # Whom the title names, and who stands in the file: for the log of reads, and so that erasing a person finds the file.
    named_senior_id = models.UUIDField("題名の新現役", null=True, blank=True, editable=False)
    named_company_id = models.UUIDField("題名の企業", null=True, blank=True, editable=False)
    people = keys_of("書類に載る新現役")
    firms = keys_of("書類に載る企業")

    objects = DocumentQuerySet.as_manager()

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "書類"
        ordering = ["kind", "title", "id"]
        indexes = [
            *Work.Meta.indexes,
            GinIndex(fields=["people"], name="document_people"),
            GinIndex(fields=["firms"], name="document_firms"),
        ]
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id"],
                name="one_document_per_subject",
                violation_error_message="この書類は登録済みです。",
            ),
        ]
