"""Where an event stands and what comes next, as the pages show it."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from events.models import Event, Stage


@dataclass(frozen=True)
class NextStep:
    """One sentence with the figure in it, and where the one main button leads; `post` where it starts something at once."""

    sentence: str
    url: str
    label: str
    post: bool = False


def stage_bar(event: Event) -> list[dict]:
    """The stations of an event for the `stage_bar` tag: done before the present one, to come after it."""
    now = Stage(event.stage).position
    shown = [stage for stage in Stage if stage is not Stage.CLOSED]
    return [
        {
            "name": stage.label,
            "state": "done" if stage.position < now else "now" if stage.position == now else "todo",
            "fact": _fact(event, stage),
        }
        for stage in shown
    ]


def _fact(event: Event, stage: Stage) -> str:
    if stage is Stage.DAY:
        return _short(event.starts_on)
    if stage is Stage.ENTRY and event.entry_close_at:
        return f"{_short(event.entry_close_at.date())}まで"
    return ""


def _short(day: dt.date) -> str:
    return f"{day.month}/{day.day}"


def next_step(
    event: Event, *, entries: int, has_draft: bool, has_published: bool, documents: int, results: int, interviews: int
) -> NextStep | None:
    """What a coordinator does next for this event; None where nothing is left to do here."""
    key = [event.pk]
    if event.is_history or event.stage == Stage.CLOSED:
        return None
    if has_published and interviews and results >= interviews:
        return NextStep(
            f"面談{interviews}件の結果がそろいました。報告書を作れます。",
            reverse("matching:document_set", args=key),
            "書類のページへ進む",
        )
    if has_published and Stage(event.stage).position >= Stage.DAY.position:
        return NextStep(
            f"面談の結果を入力します(いま {results} / {interviews}件)。",
            reverse("matching:outcome_list", args=key),
            "面談の結果を入力する",
        )
    if has_draft:
        return NextStep(
            "時間割の下書きがあります。確かめて公開します。",
            reverse("matching:timetable_board", args=key),
            "時間割を確かめる",
        )
    if has_published and not documents:
        return NextStep(
            f"時間割を公開しました。面談{interviews}件のシートを作れます。",
            reverse("matching:document_set", args=key),
            "書類のページへ進む",
        )
    if has_published:
        return NextStep(
            "書類ができています。当日に備えて印刷します。",
            reverse("matching:document_set", args=key),
            "書類のページへ進む",
        )
    if entries:
        return NextStep(
            f"希望が{entries}件あります。時間割を作れます。",
            reverse("matching:plan_start", args=key),
            "時間割を作成",
            post=True,
        )
    return NextStep(
        "希望がまだありません。新現役の希望が届くのを待っています。",
        reverse("events:entry_list", args=key),
        "希望の一覧を見る",
    )
