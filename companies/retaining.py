"""How long firms' links are kept once they open nothing any more."""

import datetime as dt

from django.db.models import QuerySet

from companies.models import PresidentLink
from office.retention import Period, Purpose, delete_all, purpose


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
