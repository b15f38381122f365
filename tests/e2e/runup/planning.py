"""An event is planned: settings, hosts, places, programme, dates; then the firms come."""

import datetime as dt
import uuid

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from companies.actions_firms import register_company
from companies.models import Company
from events.actions_firms import propose_firm
from events.models import Event
from institutions.models import Institution
from institutions.roles import Role
from tests import factories
from tests.e2e.runup.cast import (
    FIRM,
    FIRMS,
    NAME,
    TABLET,
    Cast,
    fill_day,
    follow,
    next_is,
    press,
    says,
    to_stage,
)


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
    city = factories.user(Role.HEAD_OFFICE, institution=Institution.objects.get(name="湾岸市"))
    cast.pages["city"] = cast.enter(city, TABLET)
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
    propose_firm(key=uuid.uuid4(), event=cast.event, company=company, attendant=attendant, limits=(None, None), **given)
    return company
