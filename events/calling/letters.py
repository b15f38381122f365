"""What seniors are told of wishes: the call, the reminder, the invitation to one issue, the copy of what was handed in.

Each letter is one function that gives (title, body), so that a template of the event can take its place.
"""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from companies.models import IssueBrief
from events.models import Entry, Event
from kouryukai.lib.era import format_date
from office.notices import Notice, tell
from talent.models import Senior, SeniorContact

FOOT = """
ご不明なときは、事務局へお電話ください。

{office} {phone}
"""


def _foot() -> str:
    return FOOT.format(office=settings.SECRETARIAT_NAME, phone=settings.SECRETARIAT_PHONE)


def _moment(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{format_date(local.date())} {local.hour}:{local.minute:02}"


def _link(name: str, *args) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def _listed(briefs: Sequence[IssueBrief]) -> str:
    return "\n".join(f"・{brief.public_title}({brief.trade}・{brief.region})" for brief in briefs)


def _closing(event: Event) -> str:
    return f"{_moment(event.entry_close_at)}まで" if event.entry_close_at else "受付中"


def call_letter(event: Event, senior: Senior, briefs: Sequence[IssueBrief]) -> tuple[str, str]:
    """The call; `briefs`: the open issues that suit her best, best first."""
    suited = f"\nあなたの経歴に合いそうな課題:\n{_listed(briefs)}\n" if briefs else ""
    body = f"""{senior.name} 様

「{event.name}」の希望登録が始まりました。
開催日: {format_date(event.starts_on)} {event.venue}
受付: {_closing(event)}
{suited}
次の画面で課題を読み、面談したい会社に「私ができること」を書いてお出しください。
1人{event.max_entries_per_senior}件まで出せます。

{_link("events:brief_list")}

画面を使わない方は、紙の「出席希望登録票」かお電話でも受け付けます。
"""
    return f"面談の希望を受け付けています({event.name})"[:160], body + _foot()


def reminder_letter(event: Event, senior: Senior, briefs: Sequence[IssueBrief]) -> tuple[str, str]:
    """To who has marked issues and has not entered yet."""
    body = f"""{senior.name} 様

「{event.name}」の希望登録は、{_closing(event)}です。
「気になる」を付けた課題、書きかけの希望が、まだ出されていません。

{_listed(briefs)}

続きは、次の画面から書けます。出さない場合は、何もなさらなくて結構です。

{_link("events:brief_marks")}
"""
    return f"まもなく締め切りです({event.name})"[:160], body + _foot()


def invite_letter(event: Event, senior: Senior, brief: IssueBrief) -> tuple[str, str]:
    """The office thinks of her for an issue that few have wished for."""
    body = f"""{senior.name} 様

「{event.name}」の次の課題は、あなたのご経歴が役に立つと考え、ご案内します。

{brief.public_title}
{brief.trade}・{brief.region}

課題は、次の画面でお読みいただけます。受付は{_closing(event)}です。
面談をお望みのときは、「私ができること」を書いてお出しください。

{_link("events:brief_detail", brief.pk)}
"""
    return f"課題のご案内({brief.public_title})"[:160], body + _foot()


def copy_letter(entry: Entry, event: Event, senior: Senior) -> tuple[str, str]:
    """What she has handed in, word for word, or that she has taken it back."""
    number = f"受付番号 {entry.receipt_number}"
    if not entry.is_standing:
        body = f"""{senior.name} 様

次の希望の取り下げを受け付けました({number})。

{event.name}
{entry.public_title}

締め切りまでは、同じ課題にもう一度お出しになれます。
"""
        return f"希望の取り下げを受け付けました({number})", body + _foot()
    body = f"""{senior.name} 様

面談の希望を受け付けました({number})。

{event.name} {format_date(event.starts_on)} {event.venue}
第{entry.preference}希望 {entry.public_title}

私ができること:
{entry.proposal_text}

このあとのこと:
・{_closing(event)}、画面から書き直しや取り下げができます。
・締め切りのあと、企業と金融機関が面談する方を選びます。結果は、選ばれなかったときもお知らせします。

{_link("events:my_entry", entry.pk)}
"""
    return f"面談の希望を受け付けました({number})", body + _foot()


def send_copy(entry: Entry, event: Event, senior: Senior, *, now: dt.datetime) -> None:
    """Into the outbox, where she has an address. A change on another day, or a withdrawal, is another letter."""
    contact = SeniorContact.objects.filter(senior=senior).exclude(email="").first()
    if contact is None:
        return
    what = "entry_copy" if entry.is_standing else "entry_withdrawn"
    title, body = copy_letter(entry, event, senior)
    tell(
        Notice(
            kind=f"{what}_{timezone.localdate(now):%Y%m%d}",
            subject_kind="entry",
            subject_id=entry.pk,
            to=contact.email,
            title=title[:160],
            body=body,
        ),
        now=now,
    )
