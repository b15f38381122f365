"""The page where a brief is written: what it marks, who may do what, two editors, the steps and what is refused."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from companies import briefs
from companies.models import BriefReview, BriefState, IssueBrief
from office.models import OutboxMail
from tests import factories
from tests.conftest import client_of

pytestmark = pytest.mark.django_db

CLEAN = {
    "public_title": "検査の記録を整えて不良を減らしたい",
    "public_summary": "部品の加工を行う会社です。検査の記録が紙で、原因を調べるのに時間がかかります。品質管理を経験した方に、記録の取り方を教えてほしい。",
    "trade": "金属加工",
    "region": "関東",
    "size_band": "21-50",
    "categories": ["PRODUCTION"],
    "known_words": "",
}


@pytest.fixture
def issue(branch_of_a):
    company = factories.company(
        branch_of_a, name="株式会社 山田精機", short_name="山田精機", name_kana="ヤマダセイキ", representative_name="山田 太郎",
        city="川口市", prefecture="埼玉県", phone="048-555-1234", industry="金属加工", employees=53,
    )  # fmt: skip
    return factories.issue(company, body="山田精機の検査は紙の記録で、048-555-1234に電話しないとわからない。")


def sent(client, issue, revision=0, **more):
    return client.post(reverse("companies:brief_edit", args=[issue.pk]), CLEAN | {"revision": revision} | more)


def step(client, issue, name, revision=1, which="step", **more):
    address = reverse(f"companies:brief_{which}", args=[issue.pk])
    return client.post(address, {"step": name, "revision": revision} | more, follow=True)


def test_the_page_begins_with_a_draft_that_gives_nothing_away(branch_a, issue):
    page = client_of(branch_a).get(reverse("companies:brief_edit", args=[issue.pk]))
    summary = page.context["form"].initial["public_summary"]
    assert "検査は紙の記録" in summary
    assert "山田" not in summary and "048" not in summary
    assert page.context["form"].initial["region"] == "関東"
    assert not IssueBrief.objects.exists()  # a draft on the screen is not stored


def test_saving_marks_what_gives_the_firm_away_where_it_stands(branch_a, issue):
    client = client_of(branch_a)
    assert (
        sent(client, issue, public_summary="㈱山田精機は川口市の会社です。", known_words="ヤマフィット").status_code
        == 302
    )
    page = client.get(reverse("companies:brief_edit", args=[issue.pk]))
    assert page.context["sure"] == 2
    assert '<mark id="mark-1" class="sure"><a href="#finding-1">㈱山田精機<' in page.text
    assert 'id="finding-1"' in page.text and "「当社」と書いてください" in page.text
    assert BriefReview.objects.get().known_words == ["ヤマフィット"]


def test_a_known_word_is_found_in_other_spellings(branch_a, issue):
    client = client_of(branch_a)
    sent(client, issue, public_summary="治具のﾔﾏﾌｨｯﾄを売りたい。", known_words="ヤマフィット\n\nヤマフィット、YSカット")
    page = client.get(reverse("companies:brief_edit", args=[issue.pk]))
    assert [mark.finding.text for mark, _ in page.context["marks"]] == ["ﾔﾏﾌｨｯﾄ"]
    assert BriefReview.objects.get().known_words == ["ヤマフィット", "YSカット"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("public_title", "", "題名を入力してください"),
        ("public_summary", "あ" * 1201, "1200"),
        ("region", "月面", "正しく選択してください"),
        ("categories", [], "分類"),
        ("known_words", "あ" * 61, "60文字まで"),
        ("known_words", "a", "2文字以上"),
    ],
)
def test_a_bad_input_is_told_and_nothing_is_lost(branch_a, issue, field, value, words):
    answer = sent(client_of(branch_a), issue, **{field: value, "trade": "私の書いた業種"} if field != "trade" else {})
    assert answer.status_code == 200
    assert words in answer.text
    assert "私の書いた業種" in answer.text
    assert not IssueBrief.objects.exists()


def test_hostile_words_are_shown_as_words(branch_a, issue):
    client = client_of(branch_a)
    sent(client, issue, public_summary="<script>alert(1)</script> 山田精機 <mark>", known_words="<b>")
    page = client.get(reverse("companies:brief_edit", args=[issue.pk]))
    assert "<script>alert" not in page.text and "&lt;script&gt;" in page.text


# --- Two editors --------------------------------------------------------------------------------------------------------
def test_who_saves_second_sees_both_texts_and_loses_nothing(branch_a, head_office_a, issue):
    first, second = client_of(branch_a), client_of(head_office_a)
    sent(first, issue)
    sent(first, issue, revision=1, public_title="先に保存した題名")
    answer = sent(second, issue, revision=1, public_title="あとから送った題名")
    assert answer.status_code == 409
    assert "先に保存した題名" in answer.text and "あとから送った題名" in answer.text
    assert answer.context["form"]["revision"].value() == 2
    assert IssueBrief.objects.get().public_title == "先に保存した題名"
    assert sent(second, issue, revision=2, public_title="あとから送った題名").status_code == 302
    assert IssueBrief.objects.get().public_title == "あとから送った題名"


def test_the_same_form_sent_twice_makes_one_brief_and_one_version(branch_a, issue):
    client = client_of(branch_a)
    for _ in range(2):
        assert sent(client, issue).status_code == 302
    assert IssueBrief.objects.count() == 1
    assert BriefReview.objects.get().revision == 1


# --- Steps -----------------------------------------------------------------------------------------------------------------
def test_the_office_approves_what_the_branch_hands_in(branch_a, coordinator, issue):
    writer, office = client_of(branch_a), client_of(coordinator)
    sent(writer, issue)
    assert "提出しました" in step(writer, issue, "submit").text
    assert IssueBrief.objects.get().state == BriefState.SUBMITTED
    assert "承認しました" in step(office, issue, "approve", which="decide").text
    brief, review = IssueBrief.objects.get(), BriefReview.objects.get()
    assert (brief.state, review.approved_by, review.submitted_by) == (BriefState.APPROVED, coordinator, branch_a)


def test_approval_is_refused_while_a_giveaway_stands(branch_a, coordinator, issue):
    writer, office = client_of(branch_a), client_of(coordinator)
    sent(writer, issue, public_summary="川口市の会社です。")
    step(writer, issue, "submit")
    assert (
        "企業がわかるおそれのある言葉が残っています: 「川口市」" in step(office, issue, "approve", which="decide").text
    )
    assert IssueBrief.objects.get().state == BriefState.SUBMITTED
    accept = reverse("companies:brief_accept", args=[issue.pk])
    refused = writer.post(accept, {"kind": "place", "text": "川口市", "reason": " "}, follow=True)
    assert "理由を書いてください" in refused.text
    writer.post(accept, {"kind": "place", "text": "川口市", "reason": "納入先の市の名前である"})
    assert "承認しました" in step(office, issue, "approve", which="decide").text
    assert [one["reason"] for one in BriefReview.objects.get().accepted] == ["納入先の市の名前である"]


def test_a_reason_is_forgotten_with_the_word_it_was_for(branch_a, issue):
    client = client_of(branch_a)
    sent(client, issue, public_summary="川口市の会社です。")
    client.post(
        reverse("companies:brief_accept", args=[issue.pk]), {"kind": "place", "text": "川口市", "reason": "納入先"}
    )
    sent(client, issue, revision=1)
    assert BriefReview.objects.get().accepted == []


def test_a_changed_firm_is_checked_anew_at_the_approval(branch_a, coordinator, issue):
    sent(client_of(branch_a), issue, public_summary="協栄の名で知られる会社です。")
    step(client_of(branch_a), issue, "submit")
    issue.company.name = "協栄化成株式会社"
    issue.company.save()
    assert "「協栄」" in step(client_of(coordinator), issue, "approve", which="decide").text


def test_other_words_put_an_approved_brief_back_to_the_draft(branch_a, coordinator, issue):
    writer = client_of(branch_a)
    sent(writer, issue)
    step(writer, issue, "submit")
    step(client_of(coordinator), issue, "approve", which="decide")
    sent(writer, issue, revision=1)  # the same words change nothing
    assert IssueBrief.objects.get().state == BriefState.APPROVED
    sent(writer, issue, revision=1, public_title="別の題名")
    review = BriefReview.objects.get()
    assert IssueBrief.objects.get().state == BriefState.DRAFT
    assert (review.approved_at, review.approved_by, review.submitted_at) == (None, None, None)


def test_what_is_open_is_stopped_only_by_who_says_so(branch_a, issue):
    now = timezone.now()
    brief = factories.issue_brief(issue, open_from=now, open_until=now + dt.timedelta(days=3))
    client = client_of(branch_a)
    answer = sent(client, issue, revision=1)
    assert "公開を止めて書き直す" in answer.text and answer.status_code == 200
    brief.refresh_from_db()
    assert brief.open_from is not None
    sent(client, issue, revision=1, stop_open="on")
    brief.refresh_from_db()
    assert (brief.state, brief.open_from, brief.open_until) == (BriefState.DRAFT, None, None)


def test_sending_back_needs_a_reason_and_tells_the_writer(branch_a, coordinator, issue):
    writer, office = client_of(branch_a), client_of(coordinator)
    sent(writer, issue)
    step(writer, issue, "submit")
    assert "差し戻しの理由を書いてください" in step(office, issue, "return", which="decide", reason=" ").text
    step(office, issue, "return", which="decide", reason="もっと短く書いてください。")
    assert IssueBrief.objects.get().state == BriefState.DRAFT
    assert "もっと短く書いてください。" in writer.get(reverse("companies:brief_edit", args=[issue.pk])).text
    mail = OutboxMail.objects.get()
    assert mail.recipient == branch_a.email and "もっと短く" in mail.body


def test_an_old_screen_decides_nothing(branch_a, coordinator, issue):
    writer = client_of(branch_a)
    sent(writer, issue)
    sent(writer, issue, revision=1, public_title="書き直した題名")
    step(writer, issue, "submit", revision=2)
    assert "書き直しました" in step(client_of(coordinator), issue, "approve", revision=1, which="decide").text
    assert IssueBrief.objects.get().state == BriefState.SUBMITTED


@pytest.mark.parametrize(
    ("state", "name"), [("draft", "approve"), ("approved", "approve"), ("draft", "return"), ("withdrawn", "return")]
)
def test_a_step_that_the_table_does_not_know_is_refused_with_the_state(coordinator, issue, state, name):
    brief = factories.issue_brief(issue, state=state)
    page = step(client_of(coordinator), issue, name, which="decide", reason="理由")
    brief.refresh_from_db()
    assert brief.state == state
    assert "できません" in page.text


def test_withdrawing_closes_and_writing_again_begins_as_a_draft(branch_a, issue):
    now = timezone.now()
    brief = factories.issue_brief(issue, open_from=now, open_until=now + dt.timedelta(days=3))
    client = client_of(branch_a)
    step(client, issue, "withdraw")
    brief.refresh_from_db()
    assert (brief.state, brief.open_from) == (BriefState.WITHDRAWN, None)
    assert "取り下げられています" in sent(client, issue, revision=1).text
    step(client, issue, "resume")
    brief.refresh_from_db()
    assert brief.state == BriefState.DRAFT


def test_a_bank_cannot_approve_by_any_address(branch_a, head_office_a, issue):
    factories.issue_brief(issue, state="submitted")
    for user in (branch_a, head_office_a):
        assert (
            client_of(user)
            .post(reverse("companies:brief_decide", args=[issue.pk]), {"step": "approve", "revision": 1})
            .status_code
            == 403
        )
        with pytest.raises(briefs.BriefError):
            briefs.approve(issue=issue, revision=1, by=user, now=timezone.now())


def test_the_database_refuses_a_step_too(issue):
    brief = factories.issue_brief(issue, state="draft")
    with pytest.raises(DatabaseError), transaction.atomic():
        IssueBrief.objects.filter(pk=brief.pk).update(state=BriefState.APPROVED)


def test_the_preview_is_the_panel_that_seniors_read(branch_a, issue):
    factories.issue_brief(issue, public_summary="不良を減らしたい会社です。")
    page = client_of(branch_a).get(reverse("companies:brief_preview", args=[issue.pk]))
    assert "不良を減らしたい会社です。" in page.text
    shown = page.text[page.text.index("as-senior") : page.text.index("</main>")]
    assert "山田精機" not in shown


def test_only_the_office_is_told_how_narrow_it_is(branch_a, coordinator, branch_of_b, issue):
    factories.issue_brief(issue)
    for _ in range(2):
        factories.company(branch_of_b, industry="金属加工", prefecture="千葉県", employees=30)
    address = reverse("companies:brief_edit", args=[issue.pk])
    assert "3社だけです" in client_of(coordinator).get(address).text
    assert "社だけです" not in client_of(branch_a).get(address).text
