"""The board of an event's briefs: what is missing, opening the list to seniors, and the list on paper."""

import datetime as dt
import subprocess

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import IssueBrief
from events.publishing import PublishingError, publish, stop
from events.sheets import issue_list
from tests import factories
from tests.acting import WHO_ASKS
from tests.conftest import client_of

pytestmark = pytest.mark.django_db

GOOD = {
    "public_title": "検査の記録を整えたい",
    "public_summary": "部品の加工を行う会社です。検査の記録が紙で、原因を調べるのに時間がかかります。",
}


@pytest.fixture
def event():
    now = timezone.now()
    return factories.event(
        stage="entry", entry_open_at=now - dt.timedelta(days=1), entry_close_at=now + dt.timedelta(days=20)
    )


def brief(event, branch, **fields):
    firm = factories.participation(event, factories.company(branch))
    return factories.issue_brief(factories.issue(firm.company), event_id=event.pk, **GOOD | fields)


def test_the_board_says_of_every_firm_what_is_missing(coordinator, event, branch_of_a):
    brief(event, branch_of_a, state="draft", public_summary="大田区の会社です。")
    brief(event, branch_of_a, state="submitted")
    heard = factories.participation(event, factories.company(branch_of_a)).company
    factories.issue(heard, hearing=factories.hearing(heard, event_id=event.pk))
    factories.participation(event, factories.company(branch_of_a))
    page = client_of(coordinator).get(reverse("events:brief_board", args=[event.pk]))
    missing = [[line.missing for line in firm.lines] for firm in page.context["firms"]]
    assert missing == [
        [["1か所を直す", "提出する", "事務局が承認する"]],
        [["事務局が承認する"]],
        [["公開する文を書く"]],
        [],
    ]
    assert page.text.count("ヒアリングを書く") == 1


def test_a_brief_is_approved_from_the_board_one_by_one(coordinator, event, branch_of_a):
    good, bad = (
        brief(event, branch_of_a, state="submitted"),
        brief(event, branch_of_a, state="submitted", public_summary="大田区の会社。"),
    )
    client = client_of(coordinator)
    for one in (good, bad):
        client.post(reverse("events:brief_approve", args=[event.pk, one.issue_id]), {"revision": 1})
        one.refresh_from_db()
    assert (good.state, bad.state) == ("approved", "submitted")


def test_the_list_that_opens_before_the_stage_is_said(coordinator, event, branch_of_a):
    """Seniors read from the first day on; as long as the stage is the hearing's they cannot wish."""
    brief(event, branch_of_a)
    event.stage = "hearing"
    event.save()
    client, address = client_of(coordinator), reverse("events:brief_publish", args=[event.pk])
    stage = reverse("matching:event_stage", args=[event.pk])
    page = client.post(address, follow=True)
    assert "受付の開始日を過ぎています。希望登録へ進めてください。" in page.text and f'href="{stage}"' in page.text
    event.entry_open_at = timezone.now() + dt.timedelta(days=1)
    event.save()
    assert "開始日を過ぎて" not in client.post(address, follow=True).text


def test_publishing_opens_what_is_approved_for_the_entry_period(coordinator, event, branch_of_a, senior_a):
    shown, waits = brief(event, branch_of_a), brief(event, branch_of_a, state="submitted")
    client = client_of(coordinator)
    answer = client.post(reverse("events:brief_publish", args=[event.pk]), follow=True)
    assert "1件を、いまから" in answer.text
    shown.refresh_from_db()
    waits.refresh_from_db()
    assert (shown.open_from, shown.open_until) == (event.entry_open_at, event.entry_close_at)
    assert waits.open_from is None
    assert list(IssueBrief.objects.visible_to(senior_a)) == [shown]
    client.post(reverse("events:brief_publish", args=[event.pk]), {"stop": "1"})
    assert not IssueBrief.objects.visible_to(senior_a).exists()


def test_what_gives_the_firm_away_is_left_out_and_named(coordinator, event, branch_of_a):
    bad = brief(event, branch_of_a, public_summary="大田区の会社です。")
    brief(event, branch_of_a)
    done = publish(event=event, by=coordinator, now=timezone.now())
    assert (done.opened, done.left_out) == (1, (bad.issue.company.name,))


def test_a_firm_that_has_withdrawn_is_not_opened(coordinator, event, branch_of_a):
    from events.models import Participation

    one = brief(event, branch_of_a)
    brief(event, branch_of_a)
    Participation.objects.filter(company=one.issue.company).update(state="withdrawn")
    assert publish(event=event, by=coordinator, now=timezone.now()).opened == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"entry_close_at": None}, "決まっていません"),
        ({"stage": "selection"}, "いまは「選定」です"),
        ({"entry_open_at": timezone.now() - dt.timedelta(days=9), "entry_close_at": timezone.now() - dt.timedelta(days=1)}, "過ぎています"),
    ],
)  # fmt: skip
def test_publishing_is_refused_with_the_reason(coordinator, event, branch_of_a, fields, words):
    brief(event, branch_of_a)
    for name, value in fields.items():
        setattr(event, name, value)
    type(event).objects.filter(pk=event.pk).update(**{k: v for k, v in fields.items() if k != "stage"})
    if "stage" in fields:
        event = factories.event(
            stage=fields["stage"], entry_open_at=timezone.now(), entry_close_at=timezone.now() + dt.timedelta(days=1)
        )
    with pytest.raises(PublishingError, match=words):
        publish(event=event, by=coordinator, now=timezone.now())
    client = client_of(coordinator)
    assert words in client.get(reverse("events:brief_board", args=[event.pk])).text


def test_nothing_approved_and_nothing_open_are_told(coordinator, event, branch_of_a):
    brief(event, branch_of_a, state="draft")
    with pytest.raises(PublishingError, match="承認した公開文がありません"):
        publish(event=event, by=coordinator, now=timezone.now())
    with pytest.raises(PublishingError, match="公開している課題はありません"):
        stop(event=event, by=coordinator, now=timezone.now())


def test_the_list_on_paper_holds_every_approved_brief_and_nothing_of_the_firms(event, branch_of_a, tmp_path):
    for number in range(7):
        brief(
            event,
            branch_of_a,
            public_title=f"課題{number}の題名",
            public_summary="納期が守れません。" * 30,
            size_band="21-50",
        )
    brief(event, branch_of_a, state="draft", public_title="まだの題名")
    content = issue_list.render(issue_list.read(event))
    path = tmp_path / "list.pdf"
    path.write_bytes(content)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    assert all(f"課題{number}の題名" in text for number in range(7))
    assert "まだの題名" not in text and "21〜50人" in text and event.name in text
    for one in IssueBrief.objects.select_related("issue__company"):
        assert one.issue.company.name.split()[-1] not in text and one.issue.company.short_name not in text


def test_the_paper_is_stale_when_a_word_changes_and_only_then(event, branch_of_a):
    one = brief(event, branch_of_a)
    before = issue_list.fingerprint_of(issue_list.read(event))
    one.entry_count = 5
    one.save()
    assert issue_list.fingerprint_of(issue_list.read(event)) == before
    one.public_title = "別の題名"
    one.save()
    assert issue_list.fingerprint_of(issue_list.read(event)) != before


def test_a_list_without_briefs_says_why(coordinator, event):
    client = client_of(coordinator)
    with pytest.raises(issue_list.IssueListError, match="まだありません"):
        issue_list.read(event)
    assert client.post(reverse("events:brief_paper", args=[event.pk])).status_code == 302
    assert client.get(reverse("events:brief_board", args=[event.pk])).status_code == 200


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_board_asks_the_same_number_of_questions_however_many_briefs_there_are(
    coordinator, event, branch_of_a, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        brief(event, branch_of_a, state="submitted")
    client = client_of(coordinator)
    with django_assert_num_queries(8 + WHO_ASKS):
        assert client.get(reverse("events:brief_board", args=[event.pk])).status_code == 200
