"""The dates that lead to an event and away from it, each with who must act."""

import uuid

from django.db import models
from django.db.models import Q

from events.models.event import Event
from institutions.history import tracked
from institutions.models import Institution


class MilestoneKind(models.TextChoices):
    """What is due, in the order of time. What only one event has is `OTHER`, with a title of its own."""

    START = "start", "目的と進め方の説明・日程と会場の決定"
    KICKOFF = "kickoff", "キックオフ(主催者の打ち合わせ)"
    HEARINGS_BEGIN = "hearings_begin", "企業のヒアリングの開始"
    HEARINGS_END = "hearings_end", "企業のヒアリングの締め切り"
    LIST = "list", "課題一覧の公開・希望登録の開始"
    ENTRIES_END = "entries_end", "希望登録の締め切り"
    SELECTION = "selection", "面談の相手の選定"
    NOTICE = "notice", "結果のお知らせ・時間割の公開"
    PACKS = "packs", "企業への資料の送付"
    DAY = "day", "開催日"
    CONSENTS = "consents", "二次面談の希望のとりまとめ"
    SECOND_INTERVIEWS = "second_interviews", "二次面談の完了"
    VISITS = "visits", "お試し支援(3回まで)の完了"
    FOLLOW_UP = "follow_up", "その後の確認"
    OTHER = "other", "そのほか"


class MilestoneOwner(models.TextChoices):
    OFFICE = "office", "事務局"
    HOSTS = "hosts", "主催・共催の各機関"
    INSTITUTION = "institution", "1つの機関"


class MilestoneQuerySet(models.QuerySet):
    """The plan of an event is shared by those who make it: the office and the institutions that host or bring firms."""

    def visible_to(self, user) -> "MilestoneQuerySet":
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_coordinator:
            return self
        if user.is_bank:
            return self.filter(event__in=Event.objects.visible_to(user))
        return self.none()

    def editable_by(self, user) -> "MilestoneQuerySet":
        return self if user.is_authenticated and user.is_coordinator else self.none()

    def finishable_by(self, user) -> "MilestoneQuerySet":
        """Done is said by the office, and by a head office of what is its own."""
        if user.is_authenticated and user.is_bank and user.branch_id is None:
            mine = Q(owner=MilestoneOwner.INSTITUTION, institution=user.institution_id)
            return self.visible_to(user).filter(mine)
        return self.editable_by(user)


@tracked()
class Milestone(models.Model):
    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="milestones")
    kind = models.CharField("種類", max_length=20, choices=MilestoneKind, default=MilestoneKind.OTHER)
    title = models.CharField("内容", max_length=100, blank=True)
    due_on = models.DateField("期日")
    owner = models.CharField("担当", max_length=12, choices=MilestoneOwner, default=MilestoneOwner.OFFICE)
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name="担当の機関", null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="担当の人", null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField("済んだ日時", null=True, blank=True)
    done_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="済みにした人", null=True, blank=True, related_name="+"
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期日"
        ordering = ["event", "due_on", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind"],
                condition=~Q(kind=MilestoneKind.OTHER),
                name="milestone_kind_unique",
                violation_error_message="この期日はすでにあります。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MilestoneKind.OTHER) | ~Q(title=""),
                name="milestone_says_what",
                violation_error_message="何の期日かを書いてください。",
            ),
            models.CheckConstraint(
                condition=Q(owner=MilestoneOwner.INSTITUTION, institution__isnull=False, person=None)
                | Q(owner=MilestoneOwner.HOSTS, institution=None, person=None)
                | Q(owner=MilestoneOwner.OFFICE, institution=None),
                name="milestone_has_its_owner",
                violation_error_message="担当の機関か担当の人を1つ選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="milestone_done_by_somebody",
                violation_error_message="済みには、日時と人が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()
