"""Drafts in the outbox: a letter filled in for each of its readers. Whoever lacks a value gets none, and is named."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from uuid import UUID

from django.db import transaction

from events.letters import LetterError, values
from events.letters.audiences import SUBJECT, Recipient
from events.letters.checking import LONGEST_TITLE, empty_in, filled, filled_title, names_in
from events.letters.kinds import HALTS, LetterKind
from events.letters.placeholders import OF_PERSON, PLACEHOLDERS
from events.letters.writing import Text, faults_in, text_of
from events.models import Event, EventHost
from institutions.models import User
from office.models import OutboxMail
from office.notices import Notice, Told, take_back_drafts, tell_all

TOO_LONG = "題名(長すぎます)"
HALTED = "この交流会は{word}になっているため、この手紙は用意できません。"


@dataclass(frozen=True)
class Page:
    """The letter as one person will read it."""

    title: str
    body: str
    empty: tuple[str, ...]  # placeholders without a value: then it is not prepared


@dataclass
class Sheet:
    """A letter's text and the event's values, ready to be filled in for one person after the other."""

    event: Event
    kind: LetterKind
    text: Text
    common: dict[str, str] = field(default_factory=dict)
    hosts: list[EventHost] = field(default_factory=list)

    def values_for(self, institution_id: UUID | None) -> dict[str, str]:
        """The event's values as people of this institution may read them."""
        if institution_id is None:
            return self.common
        return self.common | {"問い合わせ先": values.whom_to_ask(self.hosts, institution_id)}

    def for_person(self, one: Recipient) -> Page:
        found = self.values_for(one.institution_id) | {"氏名": one.name} | one.values
        title = filled_title(self.text.title, found)
        empty = empty_in(f"{self.text.title}\n{self.text.body}", found)
        if len(title) > LONGEST_TITLE:
            empty.append(TOO_LONG)
        return Page(title, filled(self.text.body, found), tuple(empty))

    def faults(self) -> list[str]:
        """Why nobody can get it as it is: its text, or a fact of the event that is not written down."""
        found = [fault for some in faults_in(self.kind, self.text.title, self.text.body).values() for fault in some]
        used = names_in(f"{self.text.title}\n{self.text.body}") - OF_PERSON
        for name in sorted(used):
            if name in PLACEHOLDERS and not self.common.get(name, "").strip():
                where = PLACEHOLDERS[name].where
                found.append(f"「{{{name}}}」の中身が、まだありません。{f'({where})' if where else ''}")
        if self.event.halt and self.kind.key not in HALTS:
            found.append(HALTED.format(word=self.event.get_halt_display()))
        return found


def sheet_for(event: Event, kind: LetterKind) -> Sheet:
    hosts = values.hosts_of(event)
    return Sheet(event, kind, text_of(event, kind), values.event_values(event, hosts), hosts)


@dataclass
class Prepared(Told):
    """What came of preparing; `lacking`: who got none, and which values were missing."""

    lacking: list[tuple[Recipient, tuple[str, ...]]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """In one sentence for the office."""
        parts = [f"{self.made}通を送信箱に用意しました。"]
        if self.by_hand:
            parts.append(f"メールアドレスのない{self.by_hand}人は、手紙か電話で知らせる一覧に入れました。")
        if self.rewritten:
            parts.append(f"前に用意した下書き{self.rewritten}通を、いまの文面に書き直しました。")
        if self.left:
            parts.append(f"{self.left}人には前に送ったか、取りやめたため、用意していません。")
        if self.lacking:
            names = "、".join(f"{one.name}({'・'.join(empty)})" for one, empty in self.lacking[:5])
            more = f"ほか{len(self.lacking) - 5}人" if len(self.lacking) > 5 else ""
            parts.append(f"差し込む中身がないため、{len(self.lacking)}人には用意していません: {names}{more}。")
        return "".join(parts)


@transaction.atomic
def prepare(
    *,
    event: Event,
    kind: LetterKind,
    people: Collection[Recipient],
    by: User | None,
    now: dt.datetime,
    calendars: Callable[[Recipient], str] = lambda one: "",
    progress: Callable[[int, int], None] | None = None,
) -> Prepared:
    """A draft for each of `people`, once. Raises LetterError where nobody can get it. Doing it twice makes nothing twice.

    `calendars`: what goes with a letter whose calendar is the person's own.
    """
    sheet = sheet_for(event, kind)
    if faults := sheet.faults():
        raise LetterError(" ".join(faults))
    done = Prepared()
    if kind.calendar == "cancel":
        common = values.cancellation_of(event, now=now)
    else:
        common = values.calendar_of(event, now=now) if kind.calendar == "event" else ""
    stored = kind.stored(event)
    of_whom = cache(partial(values.reply_address, event))

    def notices() -> Iterator[Notice]:
        for number, one in enumerate(people, 1):
            page = sheet.for_person(one)
            if progress and number % 100 == 0:
                progress(number, len(people))
            if page.empty:
                done.lacking.append((one, page.empty))
                continue
            yield Notice(
                kind=stored_for(stored, one),
                subject_kind=SUBJECT,
                subject_id=one.subject_at(event),
                to=one.address,
                title=page.title,
                body=page.body,
                group_id=event.pk,
                named_senior_id=one.senior_id,
                to_name=f"{one.note} {one.name}".strip() if one.senior_id is None else one.name,
                to_phone=one.phone,
                reply_to=reply_to if (reply_to := of_whom(one.institution_id)) != one.address else "",
                calendar=calendars(one) if kind.calendar == "person" else common,
            )

    told = tell_all(notices(), now=now, by=by)
    done.made, done.by_hand, done.rewritten, done.left = told.made, told.by_hand, told.rewritten, told.left
    return done


def stored_for(stored: str, one: Recipient) -> str:
    """How the outbox knows her letter; `stored`: how it knows everybody's."""
    return f"{stored}_{one.variant}" if one.variant else stored


def told_before(event: Event, kind: LetterKind) -> dict:
    """Subject -> state of the letter that was prepared or sent before."""
    rows = OutboxMail.objects.filter(group_id=event.pk, kind=kind.stored(event), subject_kind=SUBJECT)
    return dict(rows.order_by("created_at").values_list("subject_id", "state"))


def forget_drafts(event: Event, kinds: Iterable[str] = (), *, but: Iterable[str] = ()) -> int:
    """What waits of the event, for mail or to be told by hand, and is no longer true is taken back: of these stored kinds, or of all but those."""
    rows = OutboxMail.objects.filter(group_id=event.pk)
    if kinds := list(kinds):
        rows = rows.filter(kind__in=kinds)
    return take_back_drafts(rows.exclude(kind__in=list(but)))
