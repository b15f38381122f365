"""Which letters there are: what each is for, to whom it may go, what must stand in it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone

from events.letters import texts_banks as banks
from events.letters import texts_seniors as seniors
from events.letters.placeholders import IN_EVERY_LETTER, OF_EVENT
from events.letters.values import dates_of, place_of, times_of
from events.models import Event

TO_SENIORS, TO_BANKS, TO_ALL = "新現役へ", "金融機関・支店へ", "関係する全員へ"
RESULTS = ("selected", "reserve", "declined")
HALTS = ("postponed", "cancelled", "date_changed")


@dataclass(frozen=True)
class LetterKind:
    """`audiences`: keys in `audiences`. `by_itself`: the application prepares it for each case; the page only writes its text.

    `variant`: what makes the same letter another one, so that it may be sent once more: a new deadline, a new date.
    """

    key: str
    label: str
    group: str
    when: str
    text: tuple[str, str]
    audiences: tuple[str, ...] = ()
    own: tuple[str, ...] = ()  # placeholders besides those of every event
    needed: tuple[str, ...] = ()
    calendar: str = ""  # "event", "person" or "cancel"
    by_itself: str = ""
    page: str = ""  # where it is prepared instead, an address that takes the event
    variant: Callable[[Event], str] | None = None

    @property
    def title(self) -> str:
        return self.text[0]

    @property
    def body(self) -> str:
        return self.text[1].strip()

    @property
    def offered(self) -> tuple[str, ...]:
        return ("氏名", *OF_EVENT, *self.own)

    @property
    def required(self) -> tuple[str, ...]:
        return (*IN_EVERY_LETTER, *self.needed)

    def stored(self, event: Event) -> str:
        """How the outbox knows it."""
        variant = self.variant(event) if self.variant else ""
        return f"{self.key}_{variant}" if variant else self.key


def _deadline(event: Event) -> str:
    return f"{timezone.localtime(event.entry_close_at):%y%m%d}" if event.entry_close_at else ""


def _halt(event: Event) -> str:
    return f"{timezone.localtime(event.halted_at):%y%m%d%H%M}" if event.halted_at else ""


def _plan(event: Event) -> str:
    """Changes with what the letter says of the day: dates, times and venues."""
    told = "\n".join((dates_of(event), times_of(event), place_of(event)))
    return sha256(told.encode()).hexdigest()[:8]


FIRMS = ("金融機関名", "企業の一覧")
ENTRY = ("受付番号", "課題名", "希望順位", "私ができること", "希望のページ")
RESULT = ("希望の結果", "名札番号")
EVERYBODY = ("concerned_seniors", "concerned_banks", "hosts")

KINDS = {
    kind.key: kind
    for kind in (
        LetterKind("announce", "日程のご案内(募集の前)", TO_SENIORS, "日程が決まったとき", seniors.ANNOUNCE, ("all_active",), calendar="event"),
        LetterKind("call", "募集案内", TO_SENIORS, "課題の一覧を公開したとき", seniors.CALL, own=("合う課題",), needed=("締め切り",), by_itself="「希望登録の案内」のページから用意します。", page="events:entry_call"),
        LetterKind("few_entries", "希望の少ない課題の案内", TO_SENIORS, "募集のあいだ、希望が少ない課題があるとき", seniors.FEW_ENTRIES, ("not_entered", "all_active"), ("希望の少ない課題",), ("希望の少ない課題", "締め切り"), variant=_deadline),
        LetterKind("invite", "課題へのお誘い", TO_SENIORS, "希望の少ない課題に合う方がいるとき", seniors.INVITE, own=("課題名", "課題の説明", "課題のページ"), needed=("課題名", "締め切り"), by_itself="「希望の集まり方」のページから、課題ごとに用意します。", page="events:entry_board"),
        LetterKind("remind", "締め切り前のお知らせ", TO_SENIORS, "締め切りの1週間ほど前", seniors.REMINDER, own=("気になる課題",), needed=("締め切り",), by_itself="「希望登録の案内」のページから用意します。", page="events:entry_call"),
        LetterKind("entry_copy", "希望の受付", TO_SENIORS, "希望を受け付けたとき", seniors.ENTRY_RECEIVED, own=ENTRY, needed=("受付番号", "課題名"), calendar="event", by_itself="希望が出されるたびに、送信箱に用意されます。"),
        LetterKind("entry_withdrawn", "希望の取り下げ", TO_SENIORS, "希望が取り下げられたとき", seniors.ENTRY_WITHDRAWN, own=("課題名", "受付番号"), needed=("受付番号", "課題名"), by_itself="取り下げのたびに、送信箱に用意されます。"),
        LetterKind("selected", "面談決定", TO_SENIORS, "時間割を公開したあと", seniors.SELECTED, own=("面談の予定", *RESULT), needed=("面談の予定",), calendar="person", by_itself="「結果のお知らせ」のページから、控え・見送りとまとめて用意します。", page="matching:result_letters"),
        LetterKind("reserve", "控え", TO_SENIORS, "時間割を公開したあと", seniors.RESERVE, own=RESULT, needed=("希望の結果",), by_itself="「結果のお知らせ」のページから、まとめて用意します。", page="matching:result_letters"),
        LetterKind("declined", "見送り", TO_SENIORS, "時間割を公開したあと", seniors.DECLINED, own=RESULT, needed=("希望の結果",), by_itself="「結果のお知らせ」のページから、まとめて用意します。", page="matching:result_letters"),
        LetterKind("promoted", "控えからの繰り上げ", TO_SENIORS, "控えから選んだとき", seniors.PROMOTED, own=("課題名", "受付番号"), needed=("課題名",), by_itself="控えから選ぶたびに、送信箱に用意されます。", page="events:reserve_list"),
        LetterKind("attendance_withdrawn", "参加の取りやめの受付", TO_SENIORS, "新現役の参加を取りやめたとき", seniors.ATTENDANCE_WITHDRAWN, by_itself="取りやめのたびに、送信箱に用意されます。"),
        LetterKind("thanks_seniors", "お礼", TO_SENIORS, "交流会が終わったあと", seniors.THANKS_SENIORS, ("attending",)),
        LetterKind("bring_firms", "開催案内(企業のご推薦)", TO_BANKS, "開催が決まったとき", banks.BRING_FIRMS, ("branches_of_hosts",), ("金融機関名",)),
        LetterKind("hearing_reminder", "ヒアリングシートの提出のお願い", TO_BANKS, "提出の期日が近いとき", banks.HEARING_MISSING, own=FIRMS, needed=("企業の一覧",), by_itself="「ヒアリングの一覧」のページから用意します。", page="events:hearing_board"),
        LetterKind("president_check", "社長の確認のお願い", TO_BANKS, "シートを提出したあと", banks.PRESIDENT_CHECK, ("officers_unchecked",), FIRMS, ("企業の一覧",)),
        LetterKind("company_pack", "面談する方の資料", TO_BANKS, "書類ができたとき", banks.COMPANY_PACK, ("branches_with_firms",), FIRMS, ("企業の一覧",), calendar="event"),
        LetterKind("thanks_banks", "お礼", TO_BANKS, "交流会が終わったあと", banks.THANKS_BANKS, ("branches_with_firms",), FIRMS),
        LetterKind("postponed", "延期", TO_ALL, "延期にしたとき", banks.POSTPONED, EVERYBODY, ("延期・中止の理由",), ("延期・中止の理由",), calendar="cancel", variant=_halt),
        LetterKind("cancelled", "中止", TO_ALL, "中止にしたとき", banks.CANCELLED, EVERYBODY, ("延期・中止の理由",), ("延期・中止の理由",), calendar="cancel", variant=_halt),
        LetterKind("date_changed", "日時・会場の変更", TO_ALL, "日にちや会場を変えたとき", banks.DATE_CHANGED, EVERYBODY, calendar="event", variant=_plan),
    )
}  # fmt: skip
