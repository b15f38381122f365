"""The pages of the trace: who saw, what was seen, what changed; alerts and their confirmation; words that nobody can read."""

import datetime as dt
import re
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from institutions.actors import acting, actor_of
from matching.page_names import why_words
from office import registry
from office.models import ReadAlert, ReadLog
from talent.models import Senior
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of
from tests.test_architecture import APPS, ROOT
from tests.test_pages import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(coordinator):
    return client_of(coordinator)


@pytest.fixture
def senior(db):
    return factories.senior(family_name="小鳥遊", given_name="澄子", family_kana="タカナシ", number="M70001")


def get(client, name: str, *args, **query) -> str:
    response = client.get(reverse(f"matching:{name}", args=args), query)
    assert response.status_code == 200
    return response.text


# --- Who saw, what was seen ---------------------------------------------------------------------------------------------
def test_a_search_finds_persons_firms_and_accounts(client, senior, coordinator, branch_of_a):
    factories.company(branch_of_a, name="株式会社 青空製作所", short_name="青空製作")
    assert reverse("matching:trace_senior", args=[senior.pk]) in get(client, "trace", q="たかなし")
    assert "小鳥遊" in get(client, "trace", q="m70001")
    assert "青空製作所" in get(client, "trace", q="青空")
    assert reverse("matching:trace_account", args=[coordinator.pk]) in get(client, "trace", q="coordinator@")
    assert "当てはまる人・企業・利用者がありません" in get(client, "trace", q="だれでもない")


def test_who_saw_this_person_on_list_detail_and_paper(client, senior, coordinator, head_office_a):
    now = timezone.now()
    factories.read_log(coordinator, seniors=[senior], at=now - dt.timedelta(hours=3))
    factories.read_log(coordinator, seniors=[senior], kind="detail", page="talent:senior_detail", at=now)
    factories.read_log(
        head_office_a,
        seniors=[senior, uuid.uuid4()],
        kind="document",
        page="office:document_download",
        role="bank",
        institution=head_office_a.institution,
        at=now - dt.timedelta(hours=1),
    )
    factories.read_log(coordinator, seniors=[uuid.uuid4()], page="events:entry_detail", at=now)
    page = get(client, "trace_senior", senior.pk)
    assert page.index("新現役のページ") < page.index("書類のダウンロード") < page.index("新現役の一覧")
    assert "3回・新しい順" in page and "佐伯 美和" in page and "青葉" in page
    assert "希望のページ" not in page


def test_her_own_reads_are_called_hers(client):
    account = factories.user("senior")
    senior = factories.senior(user=account)
    factories.read_log(account, seniors=[senior], role="senior", at=timezone.now())
    assert "ご本人" in get(client, "trace_senior", senior.pk)


def test_a_president_without_account_is_named_by_the_role(client, senior):
    factories.read_log(None, seniors=[senior], role="president", at=timezone.now())
    assert "企業の代表者" in get(client, "trace_senior", senior.pk)


def test_what_an_account_saw(client, senior, head_office_a, branch_of_a):
    company, now = factories.company(branch_of_a, name="株式会社 青空"), timezone.now()
    for hours in (1, 2):
        factories.read_log(
            head_office_a, seniors=[senior], companies=[company], role="bank", at=now - dt.timedelta(hours=hours)
        )
    factories.read_log(head_office_a, seniors=[uuid.uuid4()], role="bank", at=now - dt.timedelta(days=40))
    page = get(client, "trace_account", head_office_a.pk)
    assert "小鳥遊" in page and "株式会社 青空" in page and "1人・多く見た順" in page
    assert "削除された人" not in page
    since = (timezone.localdate() - dt.timedelta(days=60)).isoformat()
    assert "削除された人" in get(client, "trace_account", head_office_a.pk, since=since)


def test_the_trace_leaves_a_trace(client, senior, coordinator):
    get(client, "trace_senior", senior.pk)
    get(client, "trace_senior_changes", senior.pk)
    get(client, "trace", q="小鳥遊")
    assert list(ReadLog.objects.order_by("at").values_list("page", "seniors")) == [
        (f"matching:{name}", [senior.pk]) for name in ("trace_senior", "trace_senior_changes", "trace")
    ]


# --- What changed -------------------------------------------------------------------------------------------------------
def test_a_persons_changes_say_who_what_and_from_what(client, senior, coordinator):
    Senior.objects.filter(pk=senior.pk).update(headline="元 工場長", state="paused")
    Senior.objects.filter(pk=senior.pk).update(headline="元 支店長")
    career = factories.career(senior, company_name="旧勤務先")
    career.delete()
    page = get(client, "trace_senior_changes", senior.pk)
    assert "元 部品メーカー 品質保証部長</span> → 元 工場長" in page
    assert "元 工場長</span> → 元 支店長" in page
    assert "登録中</span> → 休止中" in page
    assert "職歴の削除" in page and "旧勤務先" in page and "職歴の登録" in page
    assert "5件・新しい順" in page


def test_the_name_of_who_changed_and_the_page_stand_beside_it(client, senior, coordinator):
    with acting(actor_of(coordinator, why="talent:senior_detail")):
        Senior.objects.filter(pk=senior.pk).update(online_ok=False)
    page = get(client, "trace_senior_changes", senior.pk)
    assert "佐伯 美和" in page and "新現役のページ" in page and "はい</span> → いいえ" in page


def test_a_firms_changes_reach_its_issues_and_their_briefs(client, branch_of_a):
    company = factories.company(branch_of_a)
    brief = factories.issue_brief(factories.issue(company))
    type(brief).objects.filter(pk=brief.pk).update(public_title="新しい題名")
    page = get(client, "trace_company_changes", company.pk)
    assert "製造の歩留まり</span> → 新しい題名" in page
    assert "課題の登録" in page and "ヒアリングの登録" in page
    other = factories.company(branch_of_a)
    assert "新しい題名" not in get(client, "trace_company_changes", other.pk)


def test_answers_stay_sealed_until_both_are_there(client, coordinator):
    event = factories.small_event(1, 1)
    entry = event.entries.get()
    mine = factories.answer(entry, coordinator, side="senior", wish="yes")
    type(mine).objects.filter(pk=mine.pk).update(wish="no")
    page = get(client, "trace_entry_changes", entry.pk)
    assert "双方の回答がそろうまで見せません" in page and "いいえ" not in page
    factories.answer(entry, coordinator, side="company")
    assert "はい</span> → いいえ" in get(client, "trace_entry_changes", entry.pk)


# --- Alerts -------------------------------------------------------------------------------------------------------------
def test_an_alert_stands_at_home_and_in_the_trace_until_it_was_seen(client, coordinator, head_office_a):
    alert = factories.read_alert(head_office_a, people_read=412)
    assert "412人" in client.get("/").text
    assert "412人" in get(client, "trace")
    seen = reverse("matching:trace_alert_seen", args=[alert.pk])
    page = client.post(seen, follow=True).text
    assert "確認したことを記録しました" in page and "確認した知らせ" in page
    alert.refresh_from_db()
    assert alert.seen_by == coordinator and alert.seen_at is not None
    assert "412人" not in client.get("/").text
    assert "先に確認しました" in client.post(seen, follow=True).text
    assert ReadAlert.objects.get().seen_at == alert.seen_at


def test_a_figure_that_has_grown_is_looked_at_once_more(client, head_office_a):
    alert = factories.read_alert(head_office_a, people_read=412)
    assert 'name="people" value="412"' in get(client, "trace")
    ReadAlert.objects.update(people_read=15_000)
    page = client.post(reverse("matching:trace_alert_seen", args=[alert.pk]), {"people": "412"}, follow=True).text
    assert "15,000人になりました" in page
    assert ReadAlert.objects.get().seen_at is None


def test_nobody_confirms_an_alert_about_oneself(client, coordinator):
    alert = factories.read_alert(coordinator)
    assert "確認しました<span" not in get(client, "trace")
    page = client.post(reverse("matching:trace_alert_seen", args=[alert.pk]), follow=True).text
    assert "ほかの方が確認してください" in page
    alert.refresh_from_db()
    assert alert.seen_at is None
    with acting(actor_of(coordinator)), pytest.raises(IntegrityError), transaction.atomic():
        ReadAlert.objects.filter(pk=alert.pk).update(seen_at=timezone.now(), seen_by=coordinator)


def test_an_adviser_may_trace(db):
    assert client_of(factories.user("adviser")).get(reverse("matching:trace")).status_code == 200


# --- Cost and broken words ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("how_many", [1, 3])
def test_each_page_costs_the_same_with_one_row_and_with_three(how_many, coordinator, django_assert_num_queries):
    event, now = fill(3, coordinator), timezone.now()
    entries = list(event.entries.all())
    senior, company = entries[0].senior_id, entries[0].company_id
    factories.forget_reads()
    for n in range(how_many):
        account = factories.user("coordinator")
        factories.staff_member(factories.institution(), user=account)
        factories.read_log(account, seniors=[senior], companies=[company], at=now)
        factories.read_log(coordinator, seniors=[entries[n].senior_id], companies=[entries[n].company_id], at=now)
        factories.read_alert(account)
        Senior.objects.filter(pk=senior).update(headline=f"元 部長{n}")
    client = client_of(coordinator)
    for name, key, queries in (
        ("trace", [], 5),
        ("trace_senior", [senior], 8),
        ("trace_company", [company], 8),
        ("trace_account", [coordinator.pk], 10),
        ("trace_senior_changes", [senior], 16),
    ):
        with django_assert_num_queries(queries + WHO_ASKS):
            get(client, name, *key)


@pytest.mark.parametrize(
    "query",
    [
        {"since": "x", "until": "99999"},
        {"since": "9999-12-31"},
        {"until": "0001-01-01"},
        {"since": "2026-09-10", "until": "2026-09-01"},
        {"since": "1900-01-01", "until": "2026-09-01"},
        {"page": "x", "firms": "-3"},
        {"since": "令和8年2月30日"},
        {"q": "あ" * 300},
    ],
)
def test_words_that_nobody_can_read_break_nothing(query, client, senior, coordinator, branch_of_a):
    company = factories.company(branch_of_a)
    for name, key in (
        ("trace", []),
        ("trace_senior", [senior.pk]),
        ("trace_company", [company.pk]),
        ("trace_account", [coordinator.pk]),
        ("trace_senior_changes", [senior.pk]),
    ):
        get(client, name, *key, **query)


@pytest.mark.parametrize("name", ["trace_senior", "trace_company", "trace_account", "trace_entry_changes"])
def test_a_row_that_does_not_exist_is_404(name, client):
    assert client.get(reverse(f"matching:{name}", args=[uuid.uuid4()])).status_code == 404


def reasons() -> set[str]:
    """What the log of changes can say of whoever is no person: read from the code and from what is registered."""
    kinds = {"job": registry.job_labels(), "document": registry.document_labels()}
    # Other tests register kinds of their own.
    found = {f"{by} {kind} 1" for by, names in kinds.items() for kind in names if not kind.startswith("test_")}
    for path in ROOT.glob("*/**/*.py"):
        if path.parts[len(ROOT.parts)] in APPS:
            text = path.read_text()
            found |= set(re.findall(r'system\("((?:task|command) [^"]+)"', text))
            if "(SystemCommand)" in text:
                found.add(f"command {path.stem}")
    return found


def test_whatever_changed_a_row_is_said_in_words():
    told = reasons()
    assert len(told) > 25
    assert [why for why in told if why_words(why).isascii()] == []
