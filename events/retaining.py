"""How long events keep what was confided for them."""

import datetime as dt

from django.db.models import DateField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from companies.models import HearingNote
from events.models import Avoidance, BriefMark, EntryDraft, Participation, ReceptionName
from office.erasing import empty_history
from office.importing import uploads
from office.retention import Done, Period, Purpose, delete_all, purpose, remove_files


def old_notes(limit: dt.datetime, now: dt.datetime) -> QuerySet[HearingNote]:
    """Confidential notes of hearings whose firm last took part in an event before that day, or was only heard before it."""
    last = (
        Participation.objects.filter(company=OuterRef("hearing__company"))
        .order_by()
        .values("company")
        .annotate(day=Max("event__ends_on"))
        .values("day")
    )
    heard = Coalesce("hearing__heard_on", TruncDate("hearing__created_at"))
    rows = HearingNote.objects.annotate(since=Coalesce(Subquery(last, output_field=DateField()), heard))
    return rows.filter(since__lt=timezone.localdate(limit)).select_related("institution").order_by("since", "pk")


def delete_notes(rows: QuerySet[HearingNote], now: dt.datetime) -> Done:
    keys = list(rows.values_list("pk", flat=True))
    done = Done(HearingNote.objects.filter(pk__in=keys).delete()[0])
    empty_history(HearingNote, keys)  # after the change, which has noted what was there
    return done


def delete_avoidances(rows: QuerySet[Avoidance], now: dt.datetime) -> Done:
    keys = list(rows.values_list("pk", flat=True))
    done = Done(Avoidance.objects.filter(pk__in=keys).delete()[0])
    empty_history(Avoidance, keys)
    return done


def old_names(limit: dt.datetime, now: dt.datetime) -> QuerySet[ReceptionName]:
    return ReceptionName.objects.filter(date__lt=timezone.localdate(limit)).order_by("date", "pk")


def old_drafts(limit: dt.datetime, now: dt.datetime) -> QuerySet[EntryDraft]:
    return EntryDraft.objects.filter(event__ends_on__lt=timezone.localdate(limit)).order_by("event__ends_on", "pk")


def old_marks(limit: dt.datetime, now: dt.datetime) -> QuerySet[BriefMark]:
    return BriefMark.objects.filter(event__ends_on__lt=timezone.localdate(limit)).order_by("event__ends_on", "pk")


purpose(
    Purpose(
        key="entry_drafts",
        what="書きかけの希望",
        period=Period(days=30),
        since="交流会の日",
        then="削除します",
        why="締め切りのあとに電話で受け付けるときのためです。出された希望は、別に残ります。",
        due=old_drafts,
        end=delete_all,
        describe=lambda row: f"{row.saved_at:%Y-%m-%d} 書きかけの希望",
    )
)
purpose(
    Purpose(
        key="brief_marks",
        what="「気になる」の印",
        period=Period(days=30),
        since="交流会の日",
        then="削除します",
        why="受付が終わった課題の印は、使い道がないためです。",
        due=old_marks,
        end=delete_all,
        describe=lambda row: f"{row.marked_at:%Y-%m-%d} 気になる課題",
    )
)
purpose(
    Purpose(
        key="hearing_notes",
        what="ヒアリングの口頭メモ(非公開)",
        period=Period(years=5),
        since="その企業が最後に参加した交流会の日",
        then="メモを削除します",
        why="支援の相談に使う期間です。お預かりした秘密を、用が済んだ後も持ち続けないためです。",
        due=old_notes,
        end=delete_notes,
        describe=lambda note: f"{note.institution.short_name} {note.since:%Y-%m-%d}",
    )
)
purpose(
    Purpose(
        key="avoidances",
        what="会わせない組み合わせ(取り消したもの)",
        period=Period(years=1),
        since="取り消した日",
        then="削除します",
        why="取り消しを誤ったときに確かめる期間です。秘密の記録なので、用が済んだら持ち続けません。",
        due=lambda limit, now: Avoidance.objects.filter(ended_at__lt=limit).order_by("ended_at", "pk"),
        end=delete_avoidances,
        describe=lambda row: f"{row.get_kind_display()} {row.created_at:%Y-%m-%d}",
    )
)
purpose(
    Purpose(
        key="reception_names",
        what="受付の名簿",
        period=Period(days=7),
        since="開催日",
        then="削除します",
        why="当日の受付のためだけの写しです。元の記録は交流会にあります。",
        due=old_names,
        end=delete_all,
        describe=lambda row: f"{row.date:%Y-%m-%d} {row.get_kind_display()} {row.number}番",
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
