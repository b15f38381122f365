"""Firms are heard, sheets go back and forth, the words for seniors are written and opened."""

import uuid

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from companies import briefs, hearings
from companies.models import Company, Hearing
from tests.companies.test_hearings import COMPLETE
from tests.e2e.runup.cast import FIRM, FIRMS, Cast, fill_day, follow, next_is, press, says, to_stage

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
    next_is(desk, event, "公開文が承認された企業は12社のうち0社です")
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
    next_is(phone, event, "ヒアリングを始めていないお取引先が3社あります")
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
    desk.goto(reverse("companies:hearing_step", args=[paper.pk, "approve"]))
    says(desk, "従業員は31人です")
    press(desk, "承認する")
    expect(desk.locator(".error-summary")).to_contain_text("ご指摘")
    desk.get_by_label("ご指摘を読みました").check()
    press(desk, "承認する")
    says(desk, "承認しました")
    for firm in cast.firms[2:-1]:
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
    says(desk, "「希望登録」へ進む", "承認された課題の公開文がありません")
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
    phone.get_by_label("要約").fill(
        "部品の加工を行う会社で、不良がふえました。原因の調べ方を、検査の記録から一緒に見てほしい。"
    )
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
    values |= {
        "public_summary": "食品を作る会社です。検査の記録の取り方を、経験のある方に教えてほしい。",
        "trade": "食品",
    }
    briefs.save(issue=issue, values=values, known_words=[], revision=0, by=office, now=now)
    for step in (briefs.hand_in, briefs.approve):
        step(issue=issue, revision=1, by=office, now=now)
