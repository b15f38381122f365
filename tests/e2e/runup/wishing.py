"""Seniors are called and wish for firms, the period ends, and everybody gets a result."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from companies.models import IssueBrief
from events.calling.sending import Call
from events.models import Entry, Event
from institutions.roles import Role
from matching.models import Timetable
from office.actions import run_now
from office.models import Job, OutboxMail
from talent.models import Senior
from tests import factories
from tests.e2e.browsing import through
from tests.e2e.runup.cast import FIRM, NAME, SENIORS, Cast, follow, next_is, press, says, to_stage
from tests.events.entering import TEXT, enter


# --- The wishes ---------------------------------------------------------------------------------------------------------
def wishes(cast: Cast) -> None:
    """Called by letter; one enters and changes, one withdraws, one writes on paper, the others enter by the same actions."""
    event = cast.event
    call(cast)
    first = IssueBrief.objects.get(public_title="検査の不良を減らしたい")
    rest = list(IssueBrief.objects.exclude(pk=first.pk).filter(open_from__isnull=False).order_by("public_title"))
    enters(cast["senior"], first.public_title, TEXT)
    enters(cast["senior"], rest[0].public_title, TEXT + "週に1日うかがえます。", rank="第1希望")
    says(cast["senior"], "第1希望として受け付けました")
    changes(cast["senior"], event)
    enters(cast["other senior"], first.public_title, TEXT)
    follow(cast["other senior"], "取り下げる")
    press(cast["other senior"], "取り下げる")
    says(cast["other senior"], "取り下げました")
    typed_in(cast, cast.seniors[2], first)
    for n, senior in enumerate(cast.seniors[3:]):
        enter(senior, rest[n % 5])
    standing = Entry.objects.exclude(state="withdrawn")
    assert standing.values("senior").distinct().count() == SENIORS - 1
    counted(cast, rest[-1])


def call(cast: Cast) -> None:
    """Drafts for everybody, by a job that this test runs itself; one is read and sent."""
    event, desk = cast.event, cast["coordinator"]
    desk.goto(reverse("events:entry_call", args=[event.pk]) + "?call=everyone")
    says(desk, f"{SENIORS}人が対象です")
    press(desk, "下書きを用意する")
    run_now(Job.objects.get())
    desk.goto(reverse("office:outbox") + f"?group={event.pk}")
    called = OutboxMail.objects.filter(kind=Call.EVERYONE.mail_kind(event))
    assert called.count() == SENIORS
    through(desk.get_by_role("link", name=called[0].title).first)
    says(desk, "確かめて、送ってください", "11件の課題をお読みいただけます")
    press(desk, "確かめたので送る")
    assert called.exclude(state="draft").count() == 1


def enters(page: Page, title: str, text: str, rank: str = "") -> None:
    page.goto("/")
    follow(page, "課題をさがす")
    expect(page.locator("main")).not_to_contain_text("製作所")
    follow(page, f"くわしく読む {title}")
    page.get_by_role("button", name="気になる").click()
    expect(page.get_by_role("button", name="「気になる」を外す")).to_be_visible()
    follow(page, "希望を書く")
    page.get_by_label("私ができること").fill(text[:10])
    page.get_by_role("button", name="確認へ進む").last.click()
    says(page, "字ほど書いてください")
    page.get_by_label("私ができること").fill(text)
    if rank:
        page.get_by_label(rank).check()
    page.get_by_role("button", name="確認へ進む").last.click()
    press(page, "この内容で希望を出す")
    says(page, "希望として受け付けました")


def changes(page: Page, event: Event) -> None:
    page.goto(reverse("events:entry_order", args=[event.pk]))
    through(page.get_by_role("button", name="下へ").first)
    expect(page.locator(".messages")).to_contain_text("第2希望にしました")
    follow(page, "検査の不良を減らしたい")
    says(page, "第1希望として受け付けました")


def typed_in(cast: Cast, senior: Senior, brief: IssueBrief) -> None:
    adviser = cast["adviser"]
    adviser.goto(reverse("events:entry_type", args=[cast.event.pk]))
    adviser.get_by_label("登録番号か氏名").fill(senior.number)
    press(adviser, "さがす")
    follow(adviser, senior.name)
    press(adviser, "この希望を登録する")
    expect(adviser.locator(".error-summary")).to_contain_text("課題を選んでください")
    adviser.get_by_label("課題", exact=False).first.select_option(str(brief.pk))
    adviser.get_by_label("私ができること").fill(TEXT)
    press(adviser, "この希望を登録する")
    says(adviser, "紙", TEXT)


def counted(cast: Cast, quiet: IssueBrief) -> None:
    """The board counts; an issue without wishes leads to whom one may ask; a bank sees its own firms alone."""
    event, desk, bank = cast.event, cast["coordinator"], cast["head office"]
    desk.goto(reverse("events:entry_board", args=[event.pk]))
    says(desk, "30件", f"{SENIORS - 1} / {SENIORS}人")
    through(desk.get_by_role("link", name=f"合う方を案内する {quiet.issue.company.short_name}"))
    press(desk, "選んだ方への下書きを作る")
    says(desk, "1人以上選んでください")
    desk.get_by_role("checkbox").first.check()
    press(desk, "選んだ方への下書きを作る")
    says(desk, "案内の下書きを1通")
    bank.goto(reverse("events:entry_board", args=[event.pk]))
    says(bank, "自分の金融機関への希望", "検査の不良を減らしたい")
    expect(bank.locator("main")).not_to_contain_text(cast.firms[1].short_name)
    next_is(bank, event, "お取引先への希望が")


# --- Who looks on -------------------------------------------------------------------------------------------------------
def onlookers(cast: Cast) -> None:
    """The city sees how the event stands and no firm, the reception and a stranger not even that."""
    address = reverse("matching:event_page", args=[cast.event.pk])
    city = cast["city"]
    city.goto("/")
    says(city, NAME, "進み具合と全体の数が見られます")
    follow(city, "進み具合を見る")
    says(city, "参加企業", "11")
    expect(city.locator("main")).not_to_contain_text(FIRM)
    reception = cast.enter(factories.user(Role.RECEPTION))
    assert reception.goto(address).status == 403
    stranger = cast.enter(None)
    stranger.goto(address)
    expect(stranger.get_by_label("メールアドレス")).to_be_visible()


# --- The end of the period ----------------------------------------------------------------------------------------------
def close(cast: Cast) -> None:
    event, desk, late = cast.event, cast["coordinator"], cast["other senior"]
    desk.goto(reverse("matching:event_stage", args=[event.pk]))
    says(desk, "まで受け付けています")
    late.goto(reverse("events:brief_list"))
    follow(late, "くわしく読む 検査の不良を減らしたい")
    follow(late, "希望を書く")
    late.get_by_label("私ができること").fill(TEXT)
    past = timezone.now() - dt.timedelta(seconds=1)
    Event.objects.filter(pk=event.pk).update(entry_close_at=past)
    IssueBrief.objects.filter(event_id=event.pk, open_from__isnull=False).update(open_until=past)
    late.get_by_role("button", name="確認へ進む").last.click()
    says(late, "この課題の受付は終わりました", "事務局へお電話ください", TEXT)
    next_is(desk, event, "希望登録を締め切りました(希望30件)")
    to_stage(desk, event, "選定")


def results(cast: Cast) -> None:
    """A timetable is made and published; then everybody who has entered gets one result into the outbox."""
    event, desk = cast.event, cast["coordinator"]
    desk.goto(reverse("matching:result_letters", args=[event.pk]))
    says(desk, f"希望を出した人 {SENIORS - 1}人", "時間割がまだ公開されていません")
    next_is(desk, event, "希望が30件あります。時間割を作れます")
    press(desk, "時間割を作成")
    run_now(Job.objects.get(kind="plan"))
    next_is(desk, event, "時間割の下書きがあります")
    desk.goto(reverse("matching:timetable_publish", args=[Timetable.objects.get(event=event).pk]))
    press(desk, "公開する")
    next_is(desk, event, "時間割を公開しました")
    desk.goto(reverse("matching:result_letters", args=[event.pk]))
    press(desk, "全員分を用意する")
    expect(desk.locator("main")).to_contain_text("面談決定")
    senior = cast["senior"]
    senior.goto(reverse("matching:my_timetable", args=[event.pk]))
    says(senior, "製作所")
