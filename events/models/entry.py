"""Who wishes to meet whom: a senior's entry for a firm's issue."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from events.models.event import Event
from events.models.people import Attendance, Participation, ParticipationState
from institutions.history import tracked
from institutions.models import Institution
from institutions.walls import WalledQuerySet


class EntryState(models.TextChoices):
    SUBMITTED = "submitted", "希望"
    SELECTED = "selected", "選定"
    RESERVED = "reserved", "控え"
    DECLINED = "declined", "見送り"
    WITHDRAWN = "withdrawn", "取り下げ"


class Channel(models.TextChoices):
    """By what way a wish came."""

    WEB = "web", "ウェブ"
    PAPER = "paper", "紙"
    PHONE = "phone", "電話"
    IMPORT = "import", "取り込み"


# Entries that the planner may make interviews of.
PLANNABLE_STATES = (EntryState.SUBMITTED, EntryState.SELECTED)


class EntryQuerySet(WalledQuerySet):
    branch_path = "participation__company__branch_id"
    senior_path = "senior__user_id"

    def plannable(self) -> "EntryQuerySet":
        return self.filter(
            state__in=PLANNABLE_STATES,
            participation__state=ParticipationState.REGISTERED,
            attendance__state=ParticipationState.REGISTERED,
        )


@tracked(under=("senior", "company"))
class Entry(models.Model):
    """A senior's wish to meet one firm about one issue, with what he or she can do for it. The pair that outcomes hang on."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="entries")
    institution = models.ForeignKey(Institution, models.PROTECT, verbose_name="金融機関", related_name="+")
    participation = models.ForeignKey(
        Participation, models.CASCADE, verbose_name="企業", related_name="entries", db_constraint=False
    )
    company = models.ForeignKey(
        "companies.Company", models.PROTECT, verbose_name="企業", related_name="+", db_constraint=False
    )
    attendance = models.ForeignKey(
        Attendance, models.CASCADE, verbose_name="新現役の参加", related_name="entries", db_constraint=False
    )
    senior = models.ForeignKey("talent.Senior", models.PROTECT, verbose_name="新現役", related_name="+")
    issue = models.ForeignKey(
        "companies.Issue", models.PROTECT, verbose_name="課題", related_name="+", db_constraint=False
    )
    # The issue as the senior knew it when she wished: the issue itself is not hers to read before she meets the firm.
    public_title = models.CharField("公開の題名", max_length=80, blank=True)
    preference = models.PositiveSmallIntegerField("希望順位")
    proposal_text = models.TextField("私ができること", max_length=1200, validators=[MaxLengthValidator(1200)])
    score = models.PositiveIntegerField("点")
    state = models.CharField("状態", max_length=12, choices=EntryState, default=EntryState.SUBMITTED)
    selection_reason = models.CharField("選定の理由", max_length=200, blank=True)
    submitted_at = models.DateTimeField("受付日時")
    changed_at = models.DateTimeField("書き直した日時", null=True, blank=True)
    channel = models.CharField("受付の方法", max_length=8, choices=Channel, default=Channel.IMPORT)
    typed_by = models.ForeignKey(
        "institutions.User", models.PROTECT, verbose_name="代わりに入力した人", null=True, blank=True, related_name="+"
    )
    typed_reason = models.CharField("代わりに入力した事情", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("取り下げの日時", null=True, blank=True)
    withdrawn_reason = models.CharField("取り下げの理由", max_length=200, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "希望"
        # Without joins: what a reader may not see beside a row must not take the row along.
        ordering = ["event_id", "preference", "submitted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "senior"],
                name="entry_unique",
                violation_error_message="この企業への希望は登録済みです。",
            ),
            models.UniqueConstraint(
                fields=["event", "senior", "preference"],
                condition=~Q(state=EntryState.WITHDRAWN),
                name="entry_preference_unique",
                violation_error_message="同じ順位の希望がすでにあります。",
            ),
            models.UniqueConstraint(fields=["event", "id"], name="entry_in_event"),
            models.UniqueConstraint(fields=["institution", "id"], name="entry_in_institution"),
            models.UniqueConstraint(fields=["id", "participation", "senior"], name="entry_of_pair"),
            models.CheckConstraint(
                condition=~Q(channel__in=[Channel.PAPER, Channel.PHONE]) | Q(typed_by__isnull=False),
                name="entry_typed_by_somebody",
                violation_error_message="紙や電話の希望には、入力した人が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(preference__range=(1, 99)),
                name="entry_preference_positive",
                violation_error_message="希望順位は1以上の数です。",
            ),
            models.CheckConstraint(
                condition=Q(score__range=(1, 1_000_000)),
                name="entry_score_positive",
                violation_error_message="点は1以上の整数です。",
            ),
            models.CheckConstraint(
                condition=~Q(proposal_text=""),
                name="entry_says_what_one_can_do",
                violation_error_message="「私ができること」を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.senior} → {self.participation}"

    @property
    def receipt_number(self) -> str:
        """What she says on the telephone: eight digits that follow from the key."""
        digits = f"{self.pk.int % 10**8:08d}"
        return f"{digits[:4]}-{digits[4:]}"

    @property
    def is_standing(self) -> bool:
        return self.state != EntryState.WITHDRAWN
