"""What comes before an entry: the issues that a senior has marked, and the wish that she is still writing.

Both stand by themselves (event, public title), for the brief is no longer hers to read once it is closed. They point at the brief by a
key that the database alone holds: who deletes a brief may not read these rows, and takes them along all the same.
"""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from companies.models import IssueBrief
from events.models.event import Event
from institutions.reading import SeenRow
from institutions.walls import WalledQuerySet


class OfHerOwnQuerySet(WalledQuerySet):
    """The office and the senior herself; she writes them."""

    institution_path = None
    senior_path = "senior__user_id"

    def editable_by(self, user) -> "OfHerOwnQuerySet":
        return self.visible_to(user)


class BriefMark(SeenRow):
    """気になる: an issue that a senior wishes to find again."""

    tells_of = {"senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey("talent.Senior", models.CASCADE, verbose_name="新現役", related_name="+")
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="+")
    brief = models.ForeignKey(
        IssueBrief, models.DO_NOTHING, verbose_name="課題の公開版", related_name="+", db_constraint=False
    )
    marked_at = models.DateTimeField("印を付けた日時")

    objects = OfHerOwnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "気になる課題"
        ordering = ["-marked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["senior", "brief"],
                name="brief_mark_unique",
                violation_error_message="この課題には印が付いています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.senior} {self.brief_id}"


class EntryDraft(SeenRow):
    """A wish being written, or one being rewritten. Its key becomes the key of the entry, so that it is handed in once."""

    tells_of = {"senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey("talent.Senior", models.CASCADE, verbose_name="新現役", related_name="+")
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="+")
    brief = models.ForeignKey(
        IssueBrief, models.DO_NOTHING, verbose_name="課題の公開版", related_name="+", db_constraint=False
    )
    public_title = models.CharField("公開の題名", max_length=80, blank=True)
    # Longer than an entry takes: what is too long is kept too, and she shortens it herself.
    proposal_text = models.TextField(
        "私ができること(書きかけ)", max_length=20_000, blank=True, validators=[MaxLengthValidator(20_000)]
    )
    preference = models.PositiveSmallIntegerField("希望順位(書きかけ)", null=True, blank=True)
    is_as_filled = models.BooleanField("入れた文のまま", default=False)
    version = models.PositiveIntegerField("版", default=1)
    window = models.CharField("最後に保存した画面", max_length=21, blank=True)
    began_at = models.DateTimeField("書き始めた日時")
    saved_at = models.DateTimeField("保存日時")

    objects = OfHerOwnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "書きかけの希望"
        ordering = ["-saved_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["senior", "brief"],
                name="entry_draft_unique",
                violation_error_message="この課題への希望は、もう書き始めています。",
            ),
            models.CheckConstraint(
                condition=Q(preference=None) | Q(preference__range=(1, 99)),
                name="entry_draft_preference",
                violation_error_message="希望順位は1以上の数です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.senior} {self.public_title}"
