"""The run-up to an event on the screen, from an empty calendar to the selection: three institutions and a city, twelve firms, thirty seniors.

Each kind of step is taken once in a browser by whoever takes it; the other firms and seniors come by the actions behind the same buttons.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from companies import briefs, hearings
from companies.actions_firms import register_company
from companies.models import Company, Hearing, IssueBrief
from events.actions_firms import propose_firm
from events.calling.sending import Call
from events.models import Entry, Event
from institutions.roles import Role
from office.actions import run_now
from office.models import Job, OutboxMail
from talent.models import Senior
from tests import factories
from tests.companies.test_hearings import COMPLETE
from tests.e2e.browsing import through
from tests.events.entering import TEXT, able_senior, enter

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

DESK, TABLET, TELEPHONE = (1366, 768), (820, 1180), (390, 844)
FIRMS, SENIORS = 12, 30
NAME = "第1回 湾岸合同 新現役交流会"
FIRM = "㈱髙島製作所"


@dataclass
class Cast:
    """Who walks: for each account a browser context of its own, and the accounts themselves."""

    pages: dict[str, Page]
    users: dict[str, object]
    event: Event | None = None
    firms: list[Company] = field(default_factory=list)
    seniors: list[Senior] = field(default_factory=list)

    def __getitem__(self, name: str) -> Page:
        return self.pages[name]


@pytest.fixture
def cast(new_page, sign_in, coordinator, bank_a, branch_of_a, head_office_a, branch_a):
    banks = [bank_a] + [
        factories.institution(name=name, short_name=short)
        for name, short in (("汐見信用組合", "汐見"), ("三崎信用組合", "三崎"))
    ]
    branches = [branch_of_a] + [factories.branch(bank, name="本町支店") for bank in banks[1:]]
    users = {"coordinator": coordinator, "head office": head_office_a, "branch A": branch_a}
    users["adviser"] = factories.user(Role.ADVISER)
    for letter, branch in zip("BC", branches[1:], strict=True):
        users[f"branch {letter}"] = factories.user(Role.BRANCH, institution=branch.institution, branch=branch)
    for letter, branch in zip("ABC", branches, strict=True):
        factories.staff_member(branch.institution, branch=branch, name=f"{letter}店 担当", user=users[f"branch {letter}"])
    seniors = [able_senior(family_name=f"新田{n}", given_name="誠") for n in range(SENIORS)]
    factories.speciality(seniors[-1])  # one whom a letter may call to an issue of production
    users["senior"], users["other senior"] = seniors[0].user, seniors[1].user
    sizes = {"head office": TABLET, "branch A": TELEPHONE, "senior": TABLET, "other senior": TELEPHONE}
    pages = {}
    for name, user in users.items():
        pages[name] = new_page(*sizes.get(name, DESK))
        sign_in(pages[name], user)
    pages["president"] = new_page(*TELEPHONE)
    return Cast(pages, users, seniors=seniors)


def fill_day(page: Page, label: str, day: dt.date) -> None:
    group = page.get_by_role("group", name=label)
    for unit, number in (("年", day.year), ("月", day.month), ("日", day.day)):
        group.get_by_label(unit, exact=True).fill(str(number))


def press(page: Page, name: str) -> None:
    through(page.get_by_role("button", name=name, exact=True).first)


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    through(page.get_by_role("link", name=name, exact=exact).first)


def says(page: Page, *words: str) -> None:
    for one in words:
        expect(page.locator("main")).to_contain_text(one)


def next_is(page: Page, event: Event, words: str) -> None:
    """What the event's page asks of whoever looks at it."""
    page.goto(reverse("matching:event_page", args=[event.pk]))
    expect(page.locator(".next-step").first).to_contain_text(words)


def to_stage(page: Page, event: Event, name: str) -> None:
    page.goto(reverse("matching:event_stage", args=[event.pk]))
    press(page, f"「{name}」へ進む")
    says(page, f"段階を「{name}」にしました")


# --- The plan -----------------------------------------------------------------------------------------------------------
def plan(cast: Cast) -> None:
    desk, today = cast["coordinator"], timezone.localdate()
    desk.goto("/")
    follow(desk, "交流会", exact=True)
    follow(desk, "交流会を作る")
    desk.get_by_label("名称").fill(NAME)
    press(desk, "登録して、主催の登録へ進む")
    expect(desk.locator(".error-summary")).to_contain_text("開催日")
    expect(desk.get_by_label("名称")).to_have_value(NAME)
    fill_day(desk, "開催日", today + dt.timedelta(days=60))
    fill_day(desk, "希望登録の開始日", today - dt.timedelta(days=1))
    fill_day(desk, "希望登録の締め切り日", today + dt.timedelta(days=20))
    desk.get_by_label("予定の企業数").fill(f"{FIRMS}社")
    desk.get_by_label("予定の新現役の人数").fill("３０")
    press(desk, "登録して、主催の登録へ進む")
    says(desk, "次に、主催の機関を登録します")
    cast.event = event = Event.objects.get(name=NAME)
    next_is(desk, event, "主催の機関と連絡先を登録します")
    follow(desk, "主催を登録する")
    hosts(desk)
    places(desk, event)
    desk.goto(reverse("events:event_programme", args=[event.pk]))
    says(desk, "13:30")
    press(desk, "この進行を保存する")
    says(desk, "進行を保存しました")
    desk.goto(reverse("events:event_advice", args=[event.pk]))
    says(desk, "件が組めません", "手だて")
    desk.goto(reverse("events:milestone_list", args=[event.pk]))
    follow(desk, "期日を足す")
    desk.get_by_label("内容").fill("会場の下見")
    fill_day(desk, "期日", today + dt.timedelta(days=3))
    desk.get_by_label("担当").select_option(label="青葉信用組合")
    press(desk, "保存する")
    says(desk, "期日を保存しました", "会場の下見")
    head = cast["head office"]
    head.goto(reverse("events:milestone_list", args=[event.pk]))
    press(head, "済みにする 会場の下見")
    says(head, "済みにしました")


def hosts(desk: Page) -> None:
    press(desk, "行を3つ足す(まだ保存しません)")
    wanted = (("青葉信用組合", "主催"), ("汐見信用組合", "主催"), ("三崎信用組合", "共催"), ("湾岸市", "後援"))
    for n, (name, role) in enumerate(wanted, 1):
        line = desk.get_by_role("group", name=f"{n}番目の機関")
        line.get_by_label("機関の名称").fill(name)
        line.get_by_label("役割").select_option(label=role)
    press(desk, "保存する")
    expect(desk.locator(".error-summary")).to_contain_text("「湾岸市」は候補にありません")
    desk.get_by_role("group", name="4番目の機関").get_by_label("種類").select_option(label="地方自治体")
    press(desk, "保存する")
    says(desk, "主催・共催・後援を保存しました")


def places(desk: Page, event: Event) -> None:
    desk.goto(reverse("events:event_places", args=[event.pk]))
    desk.get_by_label("会場名").first.fill("湾岸会館 3階ホール")
    desk.locator("[name=add_count]").fill(str(FIRMS))
    press(desk, "卓を足す(まだ保存しません)")
    says(desk, f"{FIRMS}卓")
    press(desk, "会場と卓を保存する")
    says(desk, "会場と卓を保存しました")


# --- The firms ----------------------------------------------------------------------------------------------------------
def firms(cast: Cast) -> None:
    """One is registered and proposed by its branch in the browser, eleven by the same actions; then two do not come."""
    event, phone = cast.event, cast["branch A"]
    next_is(cast["coordinator"], event, "企業のヒアリングへ進めます")
    to_stage(cast["coordinator"], event, "ヒアリング")
    next_is(cast["coordinator"], event, "金融機関からの企業の参加登録を待っています")
    phone.goto(reverse("companies:company_list"))
    follow(phone, "企業を登録する")
    phone.get_by_label("企業名").first.fill(FIRM)
    press(phone, "この企業を登録する")
    expect(phone.locator(".error-summary")).to_contain_text("代表者の氏名")
    phone.get_by_label("略称").fill("髙島")
    phone.get_by_label("代表者の氏名").fill("髙島 誠")
    phone.get_by_label("業種").fill("金属プレス加工")
    phone.get_by_label("都道府県").select_option("東京都")
    phone.get_by_label("市区町村").fill("大田区")
    phone.get_by_label("従業員数").fill("２４人")
    press(phone, "この企業を登録する")
    says(phone, "を登録しました")
    phone.goto(reverse("events:participation_list", args=[event.pk]))
    follow(phone, "企業の参加を申し込む")
    follow(phone, "参加を申し込む")
    phone.get_by_label("同席者").select_option(str(cast.users["branch A"].staff_member.pk))
    press(phone, "参加を申し込む")
    says(phone, "企業番号は1です")
    cast.firms.append(Company.objects.get())
    for n in range(1, FIRMS):
        cast.firms.append(bring(cast, n))
    phone.goto(reverse("matching:event_page", args=[event.pk]))
    says(phone, "髙島")
    expect(phone.locator("main")).not_to_contain_text("汐見の会社")


def bring(cast: Cast, n: int) -> Company:
    user, now = cast.users[f"branch {'ABC'[n % 3]}"], timezone.now()
    values = {
        "name": f"株式会社 {user.institution.short_name}の会社{n}", "short_name": f"会社{n}", "representative_name": "山田 太郎",
        "industry": "食品製造", "prefecture": "千葉県", "city": "船橋市", "employees": 30,
    }  # fmt: skip
    given = {"by": user, "now": now}
    company = register_company(
        key=uuid.uuid4(), institution=user.institution, branch=user.branch, values=values, **given
    )
    attendant = user.staff_member
    propose_firm(
        key=uuid.uuid4(), event=cast.event, company=company, attendant=attendant, limits=(None, None), **given
    )
    return company


# --- The hearings -------------------------------------------------------------------------------------------------------
SHEET = {
    "聞き取った人": "大森支店 山田",
    "会社の背景": "髙島製作所は創業50年の金属プレス加工。売上の7割が1社。",
    "現在の状況": "不良率が3年で2%から5%に上がった。",
    "課題名": "不良率を3%以下に下げたい",
    "困っていること": COMPLETE["issue1_body"],
    "望む支援": "原因の調べ方から一緒に見てほしい。",
    "求める経験": "同業の品質保証の責任者を10年以上",
}


def hear(cast: Cast) -> Hearing:
    """On a telephone at the firm; sent back twice, deepened at the visit, read by the bank and the president, approved."""
    event, phone, desk = cast.event, cast["branch A"], cast["coordinator"]
    next_is(desk, event, "公開版が承認された企業は12社のうち0社です")
    phone.goto(reverse("events:hearing_board", args=[event.pk]))
    follow(phone, FIRM)
    press(phone, "シートを書き始める")
    for label, text in SHEET.items():
        phone.get_by_label(label).first.fill(text)
    phone.get_by_label("生産管理").first.check()
    press(phone, "保存して確認へ進む")
    says(phone, "ヒアリングした日が書かれていません")
    hearing = Hearing.objects.get()
    follow(phone, "ヒアリングした日が書かれていません")
    fill_day(phone, "ヒアリングした日", timezone.localdate())
    press(phone, "保存して確認へ進む")
    press(phone, "事務局に提出する")
    says(phone, "提出しました")
    next_is(phone, event, "1件を、事務局が確かめています")
    for n in (1, 2):
        next_is(desk, event, "ヒアリングシートが1件提出されています")
        send_back(desk, hearing, f"{n}回目: 数字を書いてください。")
        next_is(phone, event, "ヒアリングシートが1件差し戻されています")
        again(phone, hearing, n)
    desk.goto(reverse("companies:hearing_edit", args=[hearing.pk]))
    fill_day(desk, "事務局の訪問日", timezone.localdate())
    desk.get_by_label("訪問した人").fill("事務局 佐伯")
    desk.get_by_role("button", name="保存する").last.click()  # the page saves and stays
    expect(desk.locator("#saving")).to_have_attribute("data-kind", "saved")
    follow(desk, "シートにもどる")
    says(desk, "事務局 佐伯")
    head = cast["head office"]
    head.goto(reverse("companies:hearing_detail", args=[hearing.pk]))
    follow(head, "本部で内容を確認した")
    press(head, "本部で内容を確認した")
    says(head, "本部の確認を記録しました")
    ask_president(cast, hearing)
    desk.goto(reverse("companies:hearing_detail", args=[hearing.pk]))
    says(desk, "確認済み")
    follow(desk, "承認する")
    press(desk, "承認する")
    says(desk, "承認しました")
    return hearing


def send_back(desk: Page, hearing: Hearing, reason: str) -> None:
    desk.goto(reverse("companies:hearing_step", args=[hearing.pk, "return"]))
    press(desk, "差し戻す")
    expect(desk.locator(".error-summary")).to_contain_text("何を直してほしいか")
    desk.get_by_label("何を直してほしいか").fill(reason)
    press(desk, "差し戻す")
    says(desk, "差し戻しました")


def again(phone: Page, hearing: Hearing, n: int) -> None:
    phone.goto(reverse("companies:hearing_detail", args=[hearing.pk]))
    says(phone, f"{n}回目: 数字を書いてください。")
    follow(phone, "書き直す")
    phone.get_by_label("ゴール").first.fill(f"半年後に不良率{4 - n}%")
    press(phone, "保存して確認へ進む")
    press(phone, "事務局に提出する")
    says(phone, "提出しました")


def ask_president(cast: Cast, hearing: Hearing) -> None:
    """The branch makes the link on its telephone; the president opens it on his, finds a mistake and says so, then finds all right."""
    phone, his = cast["branch A"], cast["president"]
    phone.goto(reverse("companies:hearing_detail", args=[hearing.pk]))
    follow(phone, "社長に見せるリンクを用意する")
    press(phone, "リンクを作る")
    address = phone.locator(".address").inner_text()
    his.goto(reverse("matching:president_page", args=[address.rstrip("/").rsplit("/", 1)[-1]]))
    says(his, FIRM, "課題シート")
    follow(his, "シートの内容を確かめて、お答えする")
    his.get_by_label("直してほしいところがあります").check()
    press(his, "この内容で答える")
    expect(his.locator(".error-summary")).to_contain_text("直してほしいところを書いてください")
    his.get_by_label("内容に間違いはありません").check()
    press(his, "この内容で答える")
    says(his, "ご確認ありがとうございました")


def others(cast: Cast) -> None:
    """The other sheets by the same actions; one is checked on paper, one firm does not come after all."""
    event, desk = cast.event, cast["coordinator"]
    for n, firm in enumerate(cast.firms[1:], 1):
        handed_in(cast, firm, f"branch {'ABC'[n % 3]}")
    paper, gone = (Hearing.objects.get(company=cast.firms[n]) for n in (1, FIRMS - 1))
    branch = cast["branch B"]
    branch.goto(reverse("companies:hearing_president", args=[paper.pk]))
    branch.get_by_label("紙のシートに署名をいただいた").check()
    fill_day(branch, "確認した日", timezone.localdate())
    branch.get_by_label("社長からのご指摘").fill("従業員は31人です")
    press(branch, "記録する")
    says(branch, "社長の確認を記録しました", "従業員は31人です")
    branch = cast["branch C"]
    branch.goto(reverse("events:participation_list", args=[event.pk]))
    follow(branch, f"辞退 {gone.company.name}")
    press(branch, "辞退にする")
    expect(branch.locator(".error-summary")).to_contain_text("辞退の理由")
    branch.get_by_label("辞退の理由").fill("社長が出張のため")
    press(branch, "辞退にする")
    says(branch, "社長が出張のため")
    for firm in cast.firms[1:-1]:
        hearings.take_step(
            hearing=Hearing.objects.get(company=firm), step="approve", by=cast.users["coordinator"], now=timezone.now()
        )
    desk.goto(reverse("events:hearing_board", args=[event.pk]))
    says(desk, "承認済み 11 / 11社")


def handed_in(cast: Cast, firm: Company, name: str) -> None:
    given = {"by": cast.users[name], "now": timezone.now()}
    hearing, _ = hearings.begin(company=firm, event_id=cast.event.pk, key=uuid.uuid4(), **given)
    values = {key: value for key, value in COMPLETE.items() if not key.startswith("visited")}
    hearings.save(hearing=hearing, values=values, bases=dict.fromkeys(values, hearing.revision), **given)
    hearings.take_step(hearing=hearing, step="submit", **given)


# --- The list -----------------------------------------------------------------------------------------------------------
def publish(cast: Cast, hearing: Hearing) -> None:
    """A give-away is marked, refused, mended and approved; then the list opens and the event goes on."""
    event, desk, phone, issue = cast.event, cast["coordinator"], cast["branch A"], hearing.issues.get()
    desk.goto(reverse("matching:event_stage", args=[event.pk]))
    says(desk, "「希望登録」へ進む", "承認された課題の公開版がありません")
    phone.goto(reverse("companies:hearing_detail", args=[hearing.pk]))
    follow(phone, "公開する文を書く")
    expect(phone.get_by_label("要約")).not_to_have_value("髙島")
    phone.get_by_label("題名").fill("検査の不良を減らしたい")
    phone.get_by_label("要約").fill("高島製作所では不良がふえました。原因の調べ方を、検査の記録から一緒に見てほしい。")
    press(phone, "保存して確かめる")
    expect(phone.locator("#check")).to_contain_text("直すところがあります")
    press(phone, "提出する")
    desk.goto(reverse("events:brief_board", args=[event.pk]))
    says(desk, "1か所を直す")
    follow(desk, "検査の不良を減らしたい")
    press(desk, "承認する")
    says(desk, "企業がわかるおそれのある言葉が残っています", "「高島製作所」")
    desk.get_by_label("差し戻しの理由").fill("会社の名前が残っています。")
    press(desk, "理由を添えて差し戻す")
    phone.reload()
    says(phone, "会社の名前が残っています。")
    phone.get_by_label("要約").fill("部品の加工を行う会社で、不良がふえました。原因の調べ方を、検査の記録から一緒に見てほしい。")
    press(phone, "保存して確かめる")
    expect(phone.locator("#check")).to_contain_text("見つかりませんでした")
    press(phone, "提出する")
    adviser = cast["adviser"]
    adviser.goto(reverse("companies:brief_edit", args=[issue.pk]))
    press(adviser, "承認する")
    says(adviser, "承認されました")
    for firm in cast.firms[1:-1]:
        worded(cast, Hearing.objects.get(company=firm).issues.get())
    next_is(desk, event, "課題がそろいました。希望登録を始められます")
    desk.goto(reverse("events:brief_board", args=[event.pk]))
    press(desk, "承認した11件を公開する")
    says(desk, "11件を、いまから")
    to_stage(desk, event, "希望登録")
    next_is(desk, event, "受け付けています(いま0件)")


def worded(cast: Cast, issue) -> None:
    now, office = timezone.now(), cast.users["coordinator"]
    values = briefs.first_draft(issue) | {"public_title": f"検査の記録を整えたい その{issue.company.short_name[-1]}"}
    values |= {"public_summary": "食品を作る会社です。検査の記録の取り方を、経験のある方に教えてほしい。", "trade": "食品"}
    briefs.save(issue=issue, values=values, known_words=[], revision=0, by=office, now=now)
    for step in (briefs.hand_in, briefs.approve):
        step(issue=issue, revision=1, by=office, now=now)


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
    next_is(desk, event, "希望が30件あります。時間割を作れます")
    desk.goto(reverse("matching:result_letters", args=[event.pk]))
    says(desk, f"希望を出した人 {SENIORS - 1}人")


def test_a_joint_event_from_the_plan_to_the_selection(cast):
    plan(cast)
    firms(cast)
    hearing = hear(cast)
    others(cast)
    publish(cast, hearing)
    wishes(cast)
    close(cast)
