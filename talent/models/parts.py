"""What belongs to a senior's professional face: careers, specialities, qualifications."""

import uuid

from django.db import models
from django.db.models import F, Q

from institutions.categories import Category
from institutions.history import tracked
from institutions.reading import SeenRow
from talent.models.senior import Senior, text

CAREER_SIZES = ("20人以下", "21〜100人", "101〜300人", "301〜2,000人", "2,001人以上")


class OfSeniorQuerySet(models.QuerySet):
    """What belongs to the professional face: whoever sees the senior sees it."""

    def visible_to(self, user) -> "OfSeniorQuerySet":
        return self.filter(senior__in=Senior.objects.visible_to(user))


@tracked(under=("senior",))
class Career(SeenRow):
    tells_of = {"senior_id": "seniors"}

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="careers")
    position_in_list = models.PositiveSmallIntegerField("順番", default=1)
    company_name = models.CharField("勤務先", max_length=100)
    industry = models.CharField("業種", max_length=60, blank=True)
    size_band = models.CharField("規模", max_length=20, blank=True)
    department = models.CharField("部署", max_length=60, blank=True)
    position = models.CharField("役職", max_length=60, blank=True)
    from_year = models.PositiveSmallIntegerField("開始年", null=True, blank=True)
    to_year = models.PositiveSmallIntegerField("終了年", null=True, blank=True)
    summary = text("仕事の内容", 2000)

    objects = OfSeniorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "職歴"
        ordering = ["senior", "position_in_list", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_year=None) | Q(to_year=None) | Q(to_year__gte=F("from_year")),
                name="career_years_in_order",
                violation_error_message="終了年は開始年より後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.company_name

    @property
    def years(self) -> int | None:
        return self.to_year - self.from_year if self.from_year and self.to_year else None


@tracked(under=("senior",))
class Speciality(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="specialities")
    category = models.CharField("専門分野", max_length=12, choices=Category)
    years = models.PositiveSmallIntegerField("経験年数", null=True, blank=True)

    objects = OfSeniorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "専門分野"
        ordering = ["senior", F("years").desc(nulls_last=True), "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["senior", "category"],
                name="speciality_unique",
                violation_error_message="同じ専門分野が2回入っています。",
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values),
                name="speciality_known",
                violation_error_message="専門分野は10分類の中から選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_category_display()


@tracked(under=("senior",))
class Qualification(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    senior = models.ForeignKey(Senior, models.CASCADE, verbose_name="新現役", related_name="qualifications")
    name = models.CharField("資格", max_length=80)
    year = models.PositiveSmallIntegerField("取得年", null=True, blank=True)

    objects = OfSeniorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "資格"
        ordering = ["senior", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["senior", "name"],
                name="qualification_unique",
                violation_error_message="同じ資格が2回入っています。",
            )
        ]

    def __str__(self) -> str:
        return self.name
