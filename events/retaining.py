"""How long events keep what was confided for them."""

import datetime as dt

from django.db.models import DateField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from companies.models import Hearing
from events.importing import uploads
from events.models import Participation
from office.erasing import empty_history
from office.retention import Done, Period, Purpose, purpose, remove_files


def old_notes(limit: dt.datetime, now: dt.datetime) -> QuerySet[Hearing]:
    """Hearings with a confidential note whose firm last took part in an event before that day, or was only heard before it."""
    last = (
        Participation.objects.filter(company=OuterRef("company"))
        .order_by()
        .values("company")
        .annotate(day=Max("event__ends_on"))
        .values("day")
    )
    since = Coalesce(Subquery(last, output_field=DateField()), "heard_on", TruncDate("created_at"))
    rows = Hearing.objects.exclude(confidential_note="").annotate(since=since)
    return rows.filter(since__lt=timezone.localdate(limit)).select_related("institution").order_by("since", "pk")


def empty_notes(rows: QuerySet[Hearing], now: dt.datetime) -> Done:
    keys = list(rows.values_list("pk", flat=True))
    count = Hearing.objects.filter(pk__in=keys).update(confidential_note="")
    empty_history(Hearing, keys, only=["confidential_note"])  # after the change, which has noted what was there
    return Done(count)


purpose(
    Purpose(
        key="hearing_notes",
        what="ヒアリングの口頭メモ(非公開)",
        period=Period(years=5),
        since="その企業が最後に参加した交流会の日",
        then="メモの文章を消去します",
        why="支援の相談に使う期間です。お預かりした秘密を、用が済んだ後も持ち続けないためです。",
        due=old_notes,
        end=empty_notes,
        describe=lambda hearing: f"{hearing.institution.short_name} {hearing.since:%Y-%m-%d}",
    )
)
purpose(
    Purpose(
        key="uploads",
        what="取り込みを待つ表計算ファイル",
        period=Period(days=1),
        since="選んだ日",
        then="削除します",
        why="確認が済むまでの預かりです。元のファイルは、選んだ人のところにあります。",
        due=lambda limit, now: uploads.waiting(before=limit.timestamp()),
        end=remove_files,
        describe=lambda path: path.name,
    )
)
