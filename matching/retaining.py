"""How long the papers of an event are kept: they name people, and can be made again from rows."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.models import Event
from matching.sheets.makers import EVENT_REPORT
from office.actions import withdraw_files
from office.erasing import remove_paths
from office.models import Document
from office.retention import Done, Period, Purpose, purpose


def old_papers(limit: dt.datetime, now: dt.datetime) -> QuerySet[Document]:
    events = Event.objects.filter(ends_on__lt=timezone.localdate(limit))
    papers = Document.objects.filter(group_id__in=events.values("pk")).exclude(file="").exclude(kind=EVENT_REPORT)
    return papers.order_by("kind", "pk")


def remove_papers(rows: QuerySet[Document], now: dt.datetime) -> Done:
    folders = withdraw_files(documents=rows, now=now)
    transaction.on_commit(lambda: remove_paths(folders), robust=True)
    return Done(len(folders))


purpose(
    Purpose(
        key="papers",
        what="面談シート・時間割のファイル",
        period=Period(years=2),
        since="交流会の最終日",
        then="ファイルを削除します(必要なときは、もう一度作れます)",
        why="二次面談と支援の間だけ使うためです。開催結果報告書は残します。",
        due=old_papers,
        end=remove_papers,
        describe=lambda document: f"{document.kind} {document.made_at:%Y-%m-%d}" if document.made_at else document.kind,
    )
)
