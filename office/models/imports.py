"""What an import of a table has made and changed, so that it can be undone as a whole."""

import uuid

from django.db import models
from django.db.models import Q

from institutions.models import Branch, Institution, User
from institutions.walls import WalledQuerySet

FILE_NAME_LENGTH = 200


class ImportBatchQuerySet(WalledQuerySet):
    """A bank sees imports of its own firms, a branch those of its own branch; an import over several banks is the office's."""

    branch_path = "branch_id"

    def editable_by(self, user) -> "ImportBatchQuerySet":
        """A bank undoes what a bank's own people have imported; the office undoes everything."""
        rows = self.visible_to(user)
        return rows if user.is_authenticated and user.is_coordinator else rows.filter(by_office=False)


class ImportBatch(models.Model):
    """One import that was carried out. It is gone after its retention period, and with it the way back."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("種類", max_length=20)
    title = models.CharField("内容", max_length=200)
    file_name = models.CharField("ファイル名", max_length=FILE_NAME_LENGTH, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name="金融機関", null=True, blank=True, related_name="+"
    )
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="支店", null=True, blank=True, related_name="+")
    made_at = models.DateTimeField("取り込んだ日時")
    made_by = models.ForeignKey(
        User, models.SET_NULL, verbose_name="取り込んだ人", null=True, blank=True, related_name="+"
    )
    by_office = models.BooleanField("事務局による", default=False)
    made = models.PositiveIntegerField("作った行", default=0)
    changed = models.PositiveIntegerField("変えた行", default=0)
    undone_at = models.DateTimeField("元に戻した日時", null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.SET_NULL, verbose_name="元に戻した人", null=True, blank=True, related_name="+"
    )
    kept = models.PositiveIntegerField("残した行", default=0)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "取り込み"
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(branch=None) | Q(institution__isnull=False),
                name="import_branch_has_its_bank",
                violation_error_message="支店の取り込みには、金融機関も指定します。",
            ),
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False),
                name="import_undone_has_its_time",
                violation_error_message="元に戻した人がいるときは、日時も要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ImportedRowQuerySet(WalledQuerySet):
    branch_path = "batch__branch_id"


class ImportedRow(models.Model):
    """A row that an import made (`mark`: what it was then) or changed (`before`, `after`: column -> value). Gone once it is undone.

    It names the row by table and key: office knows no upper app.
    """

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, verbose_name="取り込み", related_name="rows")
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name="金融機関", null=True, blank=True, related_name="+"
    )
    table = models.CharField("表", max_length=60)
    key = models.UUIDField("行")
    mark = models.CharField("作ったときの印", max_length=32, blank=True)
    before = models.JSONField("変える前", null=True, blank=True)
    after = models.JSONField("変えた後", null=True, blank=True)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "取り込みの行"
        ordering = ["batch", "table", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "table", "key"],
                name="imported_row_once",
                violation_error_message="この行は、この取り込みに記録済みです。",
            ),
            models.CheckConstraint(
                condition=~Q(mark="") & Q(before__isnull=True, after__isnull=True)
                | Q(mark="") & Q(before__isnull=False, after__isnull=False),
                name="imported_row_made_or_changed",
                violation_error_message="作った行か変えた行のどちらかです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
