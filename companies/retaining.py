"""How long firms' links are kept once they open nothing any more, and the savings on the way to a finished sheet."""

import datetime as dt

from django.db.models import QuerySet

from companies.models import HearingState, HearingVersion, PresidentLink, VersionKind
from office.erasing import empty_history
from office.retention import Done, Period, Purpose, delete_all, purpose


def old_links(limit: dt.datetime, now: dt.datetime) -> QuerySet[PresidentLink]:
    return PresidentLink.objects.filter(expires_at__lt=limit).select_related("institution").order_by("expires_at", "pk")


purpose(
    Purpose(
        key="president_links",
        what="社長に見せるリンク",
        period=Period(days=90),
        since="期限が切れた日",
        then="削除します",
        why="いつ誰が作ったかの問い合わせに答える期間です。リンクそのものは、期限が切れた日から開きません。",
        due=old_links,
        end=delete_all,
        describe=lambda link: f"{link.institution.short_name} {link.expires_at:%Y-%m-%d}",
    )
)


def old_savings(limit: dt.datetime, now: dt.datetime) -> QuerySet[HearingVersion]:
    """What was saved on the way, of sheets that are finished; every step keeps its version, and so does what a step was told by."""
    rows = HearingVersion.objects.filter(kind__in=[VersionKind.DRAFT, VersionKind.DEEPENED], reason="")
    finished = rows.filter(made_at__lt=limit, hearing__state__in=[HearingState.APPROVED, HearingState.WITHDRAWN])
    return finished.select_related("institution").order_by("made_at", "pk")


def delete_savings(rows: QuerySet[HearingVersion], now: dt.datetime) -> Done:
    keys = [row.pk for row in rows]
    done = Done(HearingVersion.objects.filter(pk__in=keys).delete()[0])
    empty_history(HearingVersion, keys)  # after the change, which has noted what was there
    return done


purpose(
    Purpose(
        key="hearing_savings",
        what="ヒアリングシートの途中の保存",
        period=Period(days=365),
        since="保存した日",
        then="削除します",
        why="書いている人どうしの行き違いを直すための控えです。提出・差し戻し・承認・社長の確認の版は残ります。",
        due=old_savings,
        end=delete_savings,
        describe=lambda row: f"{row.institution.short_name} {row.made_at:%Y-%m-%d} 第{row.revision}版",
    )
)
