"""How long registrations are kept that nobody has handed in: accounts that never came in, and drafts that nobody goes on with."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from institutions.actions.accounts import forget, never_came_in
from institutions.models import User
from institutions.roles import Role
from kouryukai.lib.era import format_date
from office.models import OutboxMail
from office.notices import Notice, tell
from office.retention import Done, Period, Purpose, purpose
from talent.models import Application, ApplicationState, Senior

KIND = "draft_kept"
WARNED, GONE = Period(days=166), Period(days=180)
BODY = """新現役交流会の登録に、書きかけの内容があります。

{last}までに続きを書かれないときは、書きかけの内容を消します。
続きは、次のページから書けます。

{link}

登録をやめられるときは、そのままで構いません。
ご不明なときは、事務局へお電話ください。

{office} {phone}
"""


def unproved(limit: dt.datetime, now: dt.datetime) -> QuerySet[User]:
    joined = Senior.objects.exclude(user=None).values("user")  # the office has opened these for whom it knows
    return never_came_in().filter(created_at__lte=limit).exclude(pk__in=joined).order_by("created_at")


def untouched(limit: dt.datetime, now: dt.datetime) -> QuerySet[Application]:
    return Application.objects.filter(state=ApplicationState.DRAFT, saved_at__lte=limit).order_by("saved_at")


def to_warn(limit: dt.datetime, now: dt.datetime) -> QuerySet[Application]:
    """Those with a mail address of their own, once for every time that they were left."""
    told = OutboxMail.objects.filter(
        kind__startswith=KIND, subject_id=OuterRef("pk"), created_at__gt=OuterRef("saved_at")
    )
    return untouched(limit, now).exclude(applicant=None).filter(~Exists(told)).select_related("applicant")


def warn(rows: Iterable[Application], now: dt.datetime) -> Done:
    found = list(rows)
    for row in found:
        tell(
            Notice(
                kind=f"{KIND}_{row.saved_at:%y%m%d}",
                subject_kind="application",
                subject_id=row.pk,
                to=row.applicant.email,
                title="書きかけの登録のお知らせ(新現役交流会)",
                body=BODY.format(
                    last=format_date((row.saved_at + dt.timedelta(days=GONE.days)).date()),
                    link=settings.BASE_URL + reverse("institutions:register"),
                    office=settings.SECRETARIAT_NAME,
                    phone=settings.SECRETARIAT_PHONE,
                ),
            ),
            now=now,
        )
    return Done(len(found))


def throw_away(rows: QuerySet[Application], now: dt.datetime) -> Done:
    """With the account, where nobody is registered by it."""
    found = list(rows)
    keys = [row.pk for row in found]
    accounts = [row.applicant_id for row in found if row.applicant_id]
    Application.objects.filter(pk__in=keys).delete()
    OutboxMail.objects.filter(kind__startswith=KIND, subject_id__in=keys).delete()
    registered = Senior.objects.filter(user=OuterRef("pk"))
    forget(User.objects.filter(~Exists(registered), pk__in=accounts, role=Role.SENIOR))
    return Done(len(found))


def described(row: Application) -> str:
    return f"{format_date(row.saved_at.date())}に保存した書きかけ"


purpose(
    Purpose(
        key="accounts_unproved",
        what="登録のページで入れられ、番号で確かめられなかったメールアドレス",
        period=Period(days=30),
        since="入れられた日",
        then="消去します",
        why="ご本人のものか分からないアドレスを持ち続けないためです。",
        due=unproved,
        end=lambda rows, now: Done(forget(rows)),
        describe=lambda row: format_date(row.created_at.date()),
    )
)
purpose(
    Purpose(
        key="drafts_warned",
        what="書きかけの登録(続きのお尋ね)",
        period=WARNED,
        since="最後に保存した日",
        then="消す前のお知らせのメールを、送信箱に用意します",
        why="書いたものが、知らないうちに消えないためです。",
        due=to_warn,
        end=warn,
        describe=described,
    )
)
purpose(
    Purpose(
        key="drafts",
        what="書きかけの登録",
        period=GONE,
        since="最後に保存した日",
        then="書いた内容と、登録のない利用者を消去します",
        why="申し込まれなかった個人の情報を持ち続けないためです。",
        due=untouched,
        end=throw_away,
        describe=described,
    )
)
