"""How long the back office keeps what it keeps."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from institutions.models import Invitation
from office import classification, filing, scans
from office.erasing import empty_history
from office.models import (
    CLOSED,
    BackgroundCheck,
    ImportBatch,
    Inquiry,
    InquiryNote,
    Job,
    MailState,
    OutboxMail,
    ReadLog,
    RetentionRun,
    Scan,
)
from office.retention import Done, Period, Purpose, delete_all, purpose, remove_files

MAIL_OVER = (MailState.SENT, MailState.FAILED, MailState.BOUNCED, MailState.CANCELLED, MailState.TOLD)


def delete_with_history(rows: QuerySet, now: dt.datetime) -> Done:
    """The log of changes keeps that there was such a row, without its words."""
    keys = list(rows.values_list("pk", flat=True))
    rows.delete()
    empty_history(rows.model, keys)
    return Done(len(keys))


def delete_inquiries(rows: QuerySet, now: dt.datetime) -> Done:
    """With what was noted about them."""
    delete_with_history(InquiryNote.objects.filter(inquiry__in=rows), now)
    return delete_with_history(rows, now)


def over_long_ago(limit: dt.datetime, now: dt.datetime) -> QuerySet[OutboxMail]:
    """What has waited for months counts from when it left: whoever was told yesterday may still ask."""
    rows = OutboxMail.objects.filter(created_at__lt=limit, state__in=MAIL_OVER)
    return rows.exclude(sent_at__gte=limit).exclude(told_on__gte=timezone.localdate(limit))


def delete_scans(rows: QuerySet[Scan], now: dt.datetime) -> Done:
    """Rows first; files when that is final."""
    paths = [scans.path_of(row) for row in rows]
    done = delete_with_history(rows, now)
    transaction.on_commit(lambda: [path.unlink(missing_ok=True) for path in paths], robust=True)
    return done


def old_changes(limit: dt.datetime, now: dt.datetime) -> list[QuerySet]:
    """A queryset for each table of the log that has any."""
    every = [table._base_manager.filter(pgh_created_at__lt=limit) for table in classification.histories()]
    return [rows for rows in every if rows.exists()]


def delete_tables(tables: list[QuerySet], now: dt.datetime) -> Done:
    return Done(sum(rows.delete()[0] for rows in tables))


purpose(
    Purpose(
        key="sessions",
        what="ログインの記録(セッション)",
        period=Period(),
        since="期限が切れた日",
        then="削除します",
        why="期限の切れたものは使えないためです。",
        due=lambda limit, now: Session.objects.filter(expire_date__lt=limit),
        end=delete_all,
        describe=lambda session: f"{session.expire_date:%Y-%m-%d} に期限切れ",
    )
)
purpose(
    Purpose(
        key="invitations",
        what="使われなかった招待",
        period=Period(days=90),
        since="期限が切れた日",
        then="削除します",
        why="宛先のメールアドレスを、要らなくなった後も持ち続けないためです。",
        due=lambda limit, now: Invitation.objects.filter(expires_at__lt=limit, accepted_at=None),
        end=delete_with_history,
        describe=lambda invitation: f"{invitation.expires_at:%Y-%m-%d} に期限切れ",
    )
)
purpose(
    Purpose(
        key="mail",
        what="送信箱のメール",
        period=Period(years=1),
        since="作成した日、またはあとから送った日・知らせた日",
        then="削除します",
        why="届いたかどうかの問い合わせに答える期間です。送っていない下書きは残します。",
        due=over_long_ago,
        end=delete_all,
        describe=lambda mail: f"{mail.created_at:%Y-%m-%d} {mail.get_state_display()}",
    )
)
purpose(
    Purpose(
        key="inquiries",
        what="終わったお問い合わせ",
        period=Period(years=2),
        since="完了または見送りにした日",
        then="対応の記録ごと削除します",
        why="続けてご相談があったときに、前のやりとりが分かるようにする期間です。",
        due=lambda limit, now: Inquiry.objects.filter(closed_at__lt=limit, state__in=CLOSED),
        end=delete_inquiries,
        describe=lambda inquiry: f"{inquiry.number} {inquiry.closed_at:%Y-%m-%d} に終了",
    )
)
purpose(
    Purpose(
        key="imports",
        what="取り込みの記録",
        period=Period(days=90),
        since="取り込んだ日",
        then="削除します。そのあとは、取り込みを元に戻せません",
        why="まちがった取り込みに気づいて元に戻すための期間です。取り込んだ企業や交流会、新現役は残ります。",
        due=lambda limit, now: ImportBatch.objects.filter(made_at__lt=limit),
        end=lambda rows, now: Done(rows.delete()[1].get("office.ImportBatch", 0)),
        describe=lambda batch: f"{batch.made_at:%Y-%m-%d} {batch.kind}",
    )
)
purpose(
    Purpose(
        key="reads",
        what="閲覧の記録",
        period=Period(years=3),
        since="見た日",
        then="削除します",
        why="だれが見たかの問い合わせに答える期間です。名前ではなく番号だけの記録です。",
        due=lambda limit, now: ReadLog.objects.filter(at__lt=limit),
        end=delete_all,
        describe=lambda read: f"{read.at:%Y-%m-%d}",
    )
)
purpose(
    Purpose(
        key="changes",
        what="変更の記録",
        period=Period(years=10),
        since="変更した日",
        then="削除します",
        why="だれがいつ変えたかを示す期間です。消去した人の文章は、消去のときに消しています。",
        due=old_changes,
        end=delete_tables,
        describe=lambda rows: f"{rows.model._meta.verbose_name} {rows.count()}件",
        size=lambda tables: sum(rows.count() for rows in tables),
    )
)
purpose(
    Purpose(
        key="jobs",
        what="終わった処理の記録",
        period=Period(years=1),
        since="終わった日",
        then="削除します",
        why="うまくいかなかった理由を調べる期間です。",
        due=lambda limit, now: Job.objects.filter(finished_at__lt=limit),
        end=delete_all,
    )
)
purpose(
    Purpose(
        key="stray_files",
        what="どの書類にも属さないファイル",
        period=Period(days=1),
        since="書き込まれた日",
        then="削除します",
        why="途中で止まった作成の残りで、名前が入っていることがあるためです。",
        due=lambda limit, now: filing.strays(limit.timestamp()) + scans.strays(limit.timestamp()),
        end=remove_files,
        describe=lambda path: path.name,
    )
)
purpose(
    Purpose(
        key="retention_runs",
        what="この処理の記録",
        period=Period(years=10),
        since="実行した日",
        then="削除します",
        why="保存期間を守ったことを示すためです。件数だけで、名前は入っていません。",
        due=lambda limit, now: RetentionRun.objects.filter(at__lt=limit),
        end=delete_all,
        describe=lambda run: f"{run.at:%Y-%m-%d}",
    )
)
purpose(
    Purpose(
        key="scans",
        what="署名された書類の写し",
        period=Period(years=5),
        since="入れた日",
        then="ファイルごと削除します",
        why="同意や約束の内容を示す期間です。紙の原本は、事務局の決まりで保管します。",
        due=lambda limit, now: Scan.objects.filter(added_at__lt=limit).order_by("added_at", "pk"),
        end=delete_scans,
        describe=lambda scan: f"{scan.get_kind_display()} {scan.added_at:%Y-%m-%d}",
    )
)
purpose(
    Purpose(
        key="background_checks",
        what="反社チェックの記録",
        period=Period(years=5),
        since="確認した日",
        then="削除します",
        why="確かめたうえで会わせたことを示す期間です。",
        due=lambda limit, now: BackgroundCheck.objects.filter(checked_on__lt=timezone.localdate(limit)),
        end=delete_with_history,
        describe=lambda check: f"{check.checked_on:%Y-%m-%d} {check.get_result_display()}",
    )
)
