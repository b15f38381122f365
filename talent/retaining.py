"""How long the register keeps a senior: asked after a year, dormant after two, erased after three without a word of hers."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from office.models import OutboxMail
from office.notices import unsent
from office.retention import Done, Period, Purpose, by_the_eraser, delete_all, purpose
from talent.lifecycle import put_to_rest
from talent.models import Application, ApplicationState, ImportRow, ImportStage, RegisterImport, Senior, SeniorState
from talent.reconfirmation import KIND, LINK_DAYS, ask, with_last_word

PRESENT = (SeniorState.ACTIVE, SeniorState.PAUSED)
GONE = (SeniorState.WITHDRAWN, SeniorState.SUBMITTED, SeniorState.RETURNED)
SINCE = "登録日、または最後に登録を確認した日"
SINCE_GONE = f"{SINCE}。退会した人は退会した日、審査中・差し戻し中の人は最後の申込みか差し戻しの日"
# Who left before that day was written down: her row is no older than her leaving.
LEFT_ON = Case(When(state=SeniorState.WITHDRAWN, then=Coalesce("withdrawn_on", TruncDate("updated_at"))))


def silent_since(limit: dt.datetime) -> QuerySet[Senior]:
    """Those without a word since that day, in the order of their last one."""
    rows = with_last_word(Senior.objects.filter(erased_at=None))
    return rows.filter(last_word__lte=timezone.localdate(limit)).order_by("last_word", "number")


def asked_long_ago(now: dt.datetime) -> Q:
    """Nobody loses anything before the link in the question has run out, nor while it waits, nor soon after it has left at last."""
    last = timezone.localdate(now) - dt.timedelta(days=LINK_DAYS)
    questions = OutboxMail.objects.filter(kind__startswith=KIND, subject_kind="senior", subject_id=OuterRef("pk"))
    lately = questions.filter(Q(told_on__gte=last) | Q(sent_at__date__gte=last))
    waiting = unsent(KIND, "senior").filter(subject_id=OuterRef("pk"))
    return Q(reminded_on__lt=last) & ~Exists(waiting) & ~Exists(lately)


def to_ask(limit: dt.datetime, now: dt.datetime) -> QuerySet[Senior]:
    """Once after every word of hers."""
    rows = silent_since(limit).filter(state__in=PRESENT)
    return rows.filter(Q(reminded_on=None) | Q(reminded_on__lt=F("last_word")))


def ask_all(rows: Iterable[Senior], now: dt.datetime) -> Done:
    found = list(rows)
    unreached = [senior for senior in found if not ask(senior, now)]
    return Done(
        len(found),
        [
            f"{described(s)}: メールアドレスがないため、送信箱の「届いていない人」に入れました。手紙か電話で確認してください。"
            for s in unreached
        ],
    )


def to_rest(limit: dt.datetime, now: dt.datetime) -> QuerySet[Senior]:
    return silent_since(limit).filter(asked_long_ago(now), state__in=PRESENT)


def let_rest(rows: QuerySet[Senior], now: dt.datetime) -> Done:
    """They are asked a last time: what comes next cannot be taken back."""
    found = list(rows)
    for senior in found:
        put_to_rest(senior=senior, by=None, now=now)
    return ask_all(found, now)


def with_gone_since(seniors: QuerySet[Senior], left_on: Combinable = LEFT_ON) -> QuerySet[Senior]:
    """Adds `gone_since`: the day from which the period of those in GONE counts. It is never before they left, applied or were sent back."""
    applied = Application.objects.filter(senior=OuterRef("pk")).order_by().values("senior")
    applied = applied.annotate(last=Max(Greatest("submitted_at", "decided_at"))).values("last")
    return with_last_word(seniors).annotate(gone_since=Greatest("last_word", left_on, TruncDate(Subquery(applied))))


def to_erase(limit: dt.datetime, now: dt.datetime) -> QuerySet[Senior]:
    """Dormant ones who were asked in vain, and those who have left or never came in; nobody whose application waits for the office."""
    day = timezone.localdate(limit)
    gone = Q(state__in=GONE, gone_since__lte=day)
    silent = Q(state=SeniorState.DORMANT, last_word__lte=day) & asked_long_ago(now)
    waiting = Application.objects.filter(senior=OuterRef("pk"), state=ApplicationState.SUBMITTED)
    rows = with_gone_since(Senior.objects.filter(erased_at=None))
    return rows.filter(gone | silent).exclude(Exists(waiting)).order_by("last_word", "number")


def settled_applications(limit: dt.datetime, now: dt.datetime) -> QuerySet[Application]:
    settled = [ApplicationState.APPROVED, ApplicationState.CANCELLED]
    return Application.objects.filter(state__in=settled, saved_at__lte=limit)


def described(senior: Senior) -> str:
    return f"登録番号 {senior.number}"


purpose(
    Purpose(
        key="senior_asked",
        what="新現役への登録の確認",
        period=Period(years=1),
        since=SINCE,
        then="登録を続けるかどうかをお尋ねするメールか手紙を、送信箱に用意します",
        why="登録の内容を正しく保つためです(個人情報保護法 第22条)。",
        due=to_ask,
        end=ask_all,
        describe=described,
    )
)
purpose(
    Purpose(
        key="senior_dormant",
        what="新現役の登録(返事のない人)",
        period=Period(years=2),
        since=SINCE,
        then="「長期不在」にして案内を止め、もう一度お尋ねします",
        why="使わない個人の情報を利用しないためです。",
        due=to_rest,
        end=let_rest,
        describe=described,
    )
)
UNTIL_ERASED = Period(years=3)
purpose(
    Purpose(
        key="senior_erased",
        what="新現役の個人の情報",
        period=UNTIL_ERASED,
        since=SINCE_GONE,
        then="名前・連絡先・文章をすべて消去します",
        why="要らなくなった個人の情報は、遅れずに消すためです(個人情報保護法 第22条)。",
        due=to_erase,
        end=by_the_eraser,
        describe=described,
        person="senior",
    )
)


def forgotten_imports(limit: dt.datetime, now: dt.datetime) -> QuerySet[RegisterImport]:
    open_stages = (ImportStage.COLUMNS, ImportStage.PREVIEW)
    return RegisterImport.objects.filter(stage__in=open_stages, made_at__lt=limit).order_by("made_at", "pk")


def drop_imports(rows: QuerySet[RegisterImport], now: dt.datetime) -> Done:
    keys = list(rows.values_list("pk", flat=True))
    ImportRow.objects.filter(register_import__in=keys).delete()
    return Done(RegisterImport.objects.filter(pk__in=keys).update(stage=ImportStage.DROPPED, samples=[]))


purpose(
    Purpose(
        key="lists",
        what="取り込みの途中の名簿",
        period=Period(days=14),
        since="取り込みを始めた日",
        then="読み取った行を削除し、取り込みを取りやめます",
        why="確認が済むまでの預かりです。元の名簿は、取り込んだ人のところにあります。",
        due=forgotten_imports,
        end=drop_imports,
        describe=lambda one: f"{one.made_at:%Y-%m-%d} {one.file_name}",
    )
)
purpose(
    Purpose(
        key="application_settled",
        what="承認・取りやめになった登録の申込み",
        period=Period(years=2),
        since="最後に保存した日",
        then="申込みの写しを削除します(登録の内容は残ります)",
        why="登録に写し終えた内容を、二重に持たないためです。",
        due=settled_applications,
        end=delete_all,
    )
)

from talent import retaining_drafts  # noqa: E402, F401  its purposes come after those above
