"""What the search of the register reads: one row a senior, made out of all her texts, and the searches that a person keeps.

Nothing here is a source: talent/search/indexing.py makes it again at any time. Triggers on the tables of the register write down in
`SearchWaiting` whose row no longer holds, whoever changed what and however.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from institutions.reading import SeenRow
from institutions.walls import WalledQuerySet
from talent.models.senior import Senior


class OfTheOfficeQuerySet(WalledQuerySet):
    institution_path = None


class SearchRow(SeenRow):
    """`words`: every word and every two neighbours, without positions, once more those of what she is known for, and how she is called
    and reached (talent/search/lexemes.py): all that one look into the index can answer. The numbers named after facets are sets of bits,
    in the order in which their vocabularies are written (talent/search/facets.py).
    """

    tells_of = {"senior_id": "seniors"}

    senior = models.OneToOneField(Senior, models.CASCADE, verbose_name="新現役", primary_key=True, related_name="+")
    words = SearchVectorField("言葉")
    number = models.CharField("登録番号", max_length=12)
    categories = models.BigIntegerField("専門分野", default=0)
    industries = models.BigIntegerField("業種", default=0)
    topics = models.BigIntegerField("テーマ", default=0)
    regions = models.BigIntegerField("地域", default=0)
    marks = models.BigIntegerField("曜日・状態・これまでの参加", default=0)
    qualifications = ArrayField(models.CharField(max_length=80), verbose_name="資格", default=list)
    kana = models.CharField("並べるための名前", max_length=200)
    registered_on = models.DateField("登録日", null=True)
    interviews = models.PositiveIntegerField("面談", default=0)
    waiting = models.PositiveIntegerField("通らなかった希望", default=0)
    digest = models.CharField("文章の要約値", max_length=64)
    version = models.BigIntegerField("索引の版")

    objects = OfTheOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "検索の索引"
        indexes = [
            GinIndex(fields=["words"], name="search_row_words", fastupdate=False),
            models.Index(fields=["version"], name="search_row_version"),
        ]

    def __str__(self) -> str:
        return self.number


class SearchWord(models.Model):
    """A word of somebody's texts or a part of somebody's name, and how it sounds in Latin letters: PostgreSQL's trigrams know no others
    here. What a misspelt word is compared with. It goes with the last person who has it.
    """

    id = models.BigAutoField("ID", primary_key=True)
    word = models.CharField("言葉", max_length=200)
    is_name = models.BooleanField("名前", default=False)
    sound = models.CharField("読み", max_length=400)

    objects = OfTheOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "検索の言葉"
        constraints = [
            models.UniqueConstraint(
                fields=["word", "is_name"],
                name="search_word_unique",
                violation_error_message="この言葉は、すでに索引にあります。",
            )
        ]
        indexes = [GinIndex(fields=["sound"], name="search_word_sound", opclasses=["gin_trgm_ops"], fastupdate=False)]

    def __str__(self) -> str:
        return self.word


class SearchWaiting(models.Model):
    """A senior whose row is to be made anew. Only added to by triggers, so that no two writers ever wait for each other."""

    id = models.BigAutoField("ID", primary_key=True)
    senior_id = models.UUIDField("新現役")
    at = models.DateTimeField("日時")

    objects = OfTheOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "索引を待つ人"

    def __str__(self) -> str:
        return str(self.senior_id)


class SavedSearchQuerySet(models.QuerySet):
    """Whoever made it, and nobody else: not even the rest of the office."""

    def visible_to(self, user) -> "SavedSearchQuerySet":
        return self.filter(owner=user.pk) if user.is_authenticated and user.is_active else self.none()

    editable_by = visible_to


class SavedSearch(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="利用者", related_name="+")
    name = models.CharField("名前", max_length=40)
    query = models.CharField("条件", max_length=2000)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存した検索"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_search_unique",
                violation_error_message="同じ名前の検索があります。別の名前を付けてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name
