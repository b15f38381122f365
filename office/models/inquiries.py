"""What people ask the office before they have an account: to host an event, for a lecture, to be called back about registering."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from institutions.history import tracked
from institutions.models import User
from office.models.erasures import OfOfficeQuerySet


class InquiryKind(models.TextChoices):
    HOST = "host", "開催のご相談"
    LECTURE = "lecture", "講演・説明会のご依頼"
    REGISTER = "register", "新現役登録のお問い合わせ"


class InquiryState(models.TextChoices):
    NEW = "new", "新着"
    TAKEN = "taken", "対応中"
    DONE = "done", "完了"
    DECLINED = "declined", "見送り"


class InquirySource(models.TextChoices):
    PAGE = "page", "ホームページ"
    TELEPHONE = "telephone", "電話"
    MAIL = "mail", "メール"
    VISIT = "visit", "来訪・会合"


class Reply(models.TextChoices):
    """How the sender wishes to be answered."""

    EITHER = "either", "どちらでもよい"
    MAIL = "mail", "メール"
    TELEPHONE = "telephone", "電話"


class Audience(models.TextChoices):
    BOARD = "board", "理事会・取締役会"
    MANAGERS = "managers", "支店長会議"
    BLOCK = "block", "ブロック会議"
    STAFF = "staff", "職員"
    CLIENTS = "clients", "取引先"


OPEN = (InquiryState.NEW, InquiryState.TAKEN)
CLOSED = (InquiryState.DONE, InquiryState.DECLINED)


class InquiryQuerySet(OfOfficeQuerySet):
    """For the office alone. A stranger's form writes through the system and reads nothing back but her number."""


@tracked()
class Inquiry(models.Model):
    """One inquiry and what the office does about it. Its key comes from the form, so that a second click makes no second one."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("受付番号", max_length=9)
    kind = models.CharField("種類", max_length=12, choices=InquiryKind)
    source = models.CharField("受けた方法", max_length=12, choices=InquirySource, default=InquirySource.PAGE)
    name = models.CharField("お名前", max_length=60)
    organisation = models.CharField("所属", max_length=100, blank=True)
    position = models.CharField("部署・役職", max_length=60, blank=True)
    email = models.EmailField("メールアドレス", max_length=254, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    reply_by = models.CharField("返事の方法", max_length=12, choices=Reply, default=Reply.EITHER)
    reply_when = models.CharField("連絡のつきやすい時間", max_length=60, blank=True)
    body = models.TextField("ご相談の内容", max_length=2000, blank=True)
    wished_when = models.CharField("希望の時期", max_length=60, blank=True)
    place = models.CharField("場所", max_length=100, blank=True)
    audience = ArrayField(
        models.CharField(max_length=12, choices=Audience), verbose_name="聞く方", default=list, blank=True
    )
    people = models.PositiveIntegerField("人数", null=True, blank=True)
    state = models.CharField("状態", max_length=12, choices=InquiryState, default=InquiryState.NEW)
    owner = models.ForeignKey(User, models.PROTECT, verbose_name="担当", null=True, blank=True, related_name="+")
    next_step = models.CharField("次にすること", max_length=200, blank=True)
    next_on = models.DateField("いつまでに", null=True, blank=True)
    result = models.TextField("結果", max_length=1000, blank=True)
    event_id = models.UUIDField("生まれた交流会", null=True, blank=True)
    received_at = models.DateTimeField("受付日時")
    written_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="記録した人", null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("終了日時", null=True, blank=True)
    erased_at = models.DateTimeField("消去日時", null=True, blank=True, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "お問い合わせ"
        ordering = ["-received_at", "id"]
        indexes = [models.Index(fields=["state", "next_on"], condition=Q(state__in=OPEN), name="inquiry_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="inquiry_number_unique",
                violation_error_message="この受付番号は使われています。もう一度送ってください。",
            ),
            models.CheckConstraint(
                condition=~Q(email="", phone="") | Q(erased_at__isnull=False),
                name="inquiry_can_be_answered",
                violation_error_message="メールアドレスか電話番号の、どちらかを入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(state=InquiryState.NEW, owner=None) | ~Q(state=InquiryState.NEW),
                name="inquiry_new_has_no_owner",
                violation_error_message="新着のお問い合わせに、担当はまだいません。",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(state__in=[InquiryState.TAKEN, InquiryState.DONE]),
                name="inquiry_taken_has_its_owner",
                violation_error_message="対応中と完了のお問い合わせには、担当が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_at__isnull=False) | Q(state__in=OPEN, closed_at=None),
                name="inquiry_closed_has_its_time",
                violation_error_message="終わったお問い合わせには終了日時が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN) | Q(next_step="", next_on=None),
                name="inquiry_closed_waits_for_nothing",
                violation_error_message="終わったお問い合わせに、次にすることはありません。",
            ),
            models.CheckConstraint(
                condition=Q(people=None) | Q(people__gte=1),
                name="inquiry_people_positive",
                violation_error_message="人数は1人以上にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"お問い合わせ {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def audience_words(self) -> str:
        return "、".join(Audience(one).label for one in self.audience)


class NoteKind(models.TextChoices):
    WRITTEN = "written", "対応の記録"
    STEP = "step", "状態の変更"


class InquiryNoteQuerySet(OfOfficeQuerySet):
    """What was done about an inquiry: for the office, as the inquiry itself."""


@tracked(under=("inquiry",))
class InquiryNote(models.Model):
    """Who did what about an inquiry, and when. A step of its state is noted here too, so that one list tells all."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, models.CASCADE, verbose_name="お問い合わせ", related_name="notes")
    kind = models.CharField("種類", max_length=8, choices=NoteKind, default=NoteKind.WRITTEN)
    at = models.DateTimeField("日時")
    by = models.ForeignKey(User, models.PROTECT, verbose_name="記録した人", null=True, blank=True, related_name="+")
    text = models.TextField("内容", max_length=2000)

    objects = InquiryNoteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "お問い合わせの記録"
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.get_kind_display()}"
