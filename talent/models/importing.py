"""A list on its way into the register: where it comes from, what its columns mean, what each of its rows would do.

The rows hold people's data, and go as soon as the import is done or given up.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from institutions.reading import SeenRow
from institutions.walls import WalledQuerySet
from talent.models.senior import Senior


class OfOfficeQuerySet(WalledQuerySet):
    """The office alone."""

    institution_path = None

    def editable_by(self, user) -> "OfOfficeQuerySet":
        return self.visible_to(user)


class ImportSource(models.Model):
    """An agency or a list. `columns`: heading -> what it fills, as somebody has said so; "" is left out."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("名簿の名前", max_length=60, unique=True)
    columns = models.JSONField("列の意味", default=dict, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "取り込み元"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportStage(models.TextChoices):
    COLUMNS = "columns", "列の確認"
    PREVIEW = "preview", "内容の確認"
    DONE = "done", "取り込み済み"
    DROPPED = "dropped", "取りやめ"


class EntersAs(models.TextChoices):
    ACTIVE = "active", "登録中(すぐに使える)"
    SUBMITTED = "submitted", "審査中(事務局が一人ずつ確かめる)"


class RegisterImport(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(ImportSource, models.PROTECT, verbose_name="取り込み元", related_name="imports")
    file_name = models.CharField("ファイル名", max_length=200)
    stage = models.CharField("段階", max_length=8, choices=ImportStage, default=ImportStage.COLUMNS)
    enters_as = models.CharField("新しい方の状態", max_length=12, choices=EntersAs, default=EntersAs.ACTIVE)
    empty_deletes = models.BooleanField("空欄は消す", default=False)
    headings = models.JSONField("見出し", default=list)
    samples = models.JSONField("はじめの行", default=list)
    fields = models.JSONField("列の使い道", default=list)
    notes = models.JSONField("お知らせ", default=list)
    counts = models.JSONField("件数", default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="始めた人", null=True, related_name="+"
    )
    made_at = models.DateTimeField("始めた日時")
    checked_at = models.DateTimeField("調べた日時", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="取り込んだ人", null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField("取り込んだ日時", null=True, blank=True)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名簿の取り込み"
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage=ImportStage.DONE) | Q(done_at__isnull=False),
                name="registerimport_done_when",
                violation_error_message="取り込んだ日時がありません。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"

    @property
    def is_open(self) -> bool:
        return self.stage in (ImportStage.COLUMNS, ImportStage.PREVIEW)


class RowKind(models.TextChoices):
    FAULTY = "faulty", "誤りのある行"
    POSSIBLE = "possible", "同じ方かもしれない行"
    NEW = "new", "新しい方"
    CHANGED = "changed", "内容が変わる方"
    SAME = "same", "変わらない方"
    LEFT = "left", "前に「取り込まない」とした行"


class Decision(models.TextChoices):
    SAME = "same", "同じ方です"
    NEW = "new", "別の方です"
    SKIP = "skip", "取り込まない"


class ImportRow(SeenRow):
    """What one row of the list would do. `mark`: how the senior's sheet was when it was compared."""

    tells_of = {"senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    register_import = models.ForeignKey(RegisterImport, models.CASCADE, verbose_name="取り込み", related_name="rows")
    number = models.PositiveIntegerField("行")
    kind = models.CharField("区分", max_length=8, choices=RowKind)
    senior = models.ForeignKey(
        Senior, models.CASCADE, verbose_name="新現役", null=True, blank=True, related_name="import_rows"
    )
    values = models.JSONField("読み取った値", default=dict)
    keys = models.JSONField("変わる項目", default=list)
    candidates = models.JSONField("同じ方かもしれない方", default=list)
    faults = models.JSONField("誤り", default=list)
    mark = models.CharField("比べたときの印", max_length=16, blank=True)
    decision = models.CharField("判断", max_length=4, choices=Decision, blank=True)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "取り込む行"
        ordering = ["register_import", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["register_import", "number"],
                name="importrow_unique",
                violation_error_message="この行は読み取り済みです。",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.SAME) | Q(senior__isnull=False),
                name="importrow_same_as_somebody",
                violation_error_message="どなたと同じ方かを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}行目"

    @property
    def name(self) -> str:
        """Who the row says it is."""
        values = self.values
        return values.get("full_name") or f"{values.get('family_name', '')} {values.get('given_name', '')}".strip()


class ImportLink(SeenRow):
    """Whom a row of a source was: its own key, or a mark over name, birth and telephone. Nobody: it was decided to leave it out."""

    tells_of = {"senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(ImportSource, models.CASCADE, verbose_name="取り込み元", related_name="links")
    key = models.CharField("名簿での印", max_length=64)
    senior = models.ForeignKey(
        Senior, models.CASCADE, verbose_name="新現役", null=True, blank=True, related_name="import_links"
    )

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名簿とのつながり"
        ordering = ["source", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"],
                name="importlink_unique",
                violation_error_message="この行は取り込み済みです。",
            )
        ]

    def __str__(self) -> str:
        return self.key
