"""How long the back office keeps what it keeps."""

from django.contrib.sessions.models import Session

from office import filing
from office.models import Job, RetentionRun
from office.retention import Period, Purpose, delete_all, purpose, remove_files

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
        due=lambda limit, now: filing.strays(limit.timestamp()),
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
