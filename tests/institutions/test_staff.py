"""Members of staff who move to another branch or leave: their firms, their seats at coming events, their accounts."""

import datetime as dt
import uuid

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone

from events.staffing import TAKE, duties_of, move_member
from institutions.actions.staff import OWN_ACCOUNT, StaffError
from institutions.models import StaffMember
from institutions.roles import Role
from tests import factories
from tests.conftest import client_of, prove

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("events:staff_list"), reverse("office:staff_new")


@pytest.fixture
def town(bank_a):
    return factories.branch(bank_a, name="蒲田支店")


@pytest.fixture
def officer(branch_of_a):
    """With an account, two firms and a seat beside one of them at an event to come."""
    account = factories.user(Role.BRANCH, institution=branch_of_a.institution, branch=branch_of_a)
    return factories.staff_member(branch_of_a.institution, branch=branch_of_a, name="小林 洋子", user=account)


@pytest.fixture
def colleague(branch_of_a):
    return factories.staff_member(branch_of_a.institution, branch=branch_of_a, name="鈴木 一郎")


@pytest.fixture
def firms(officer, branch_of_a):
    return [factories.company(branch_of_a, officer=officer, name=f"担当{n}製作所") for n in (1, 2)]


@pytest.fixture
def seat(officer, firms):
    soon = timezone.localdate() + dt.timedelta(days=20)
    return factories.participation(factories.event(starts_on=soon, ends_on=soon), firms[0], attendant=officer)


@pytest.fixture
def client(head_office_a, coordinator):
    return prove(client_of(head_office_a), head_office_a)


def move(member) -> str:
    return reverse("events:staff_move", args=[member.pk])


def leave(member) -> str:
    return reverse("events:staff_leave", args=[member.pk])


def test_a_move_settles_firms_seats_and_account(client, officer, colleague, firms, seat, town):
    """One firm goes along, the other is handed over; the seat is kept; the account sees the new branch."""
    over = factories.participation(
        factories.event(starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 1, 1)), firms[0]
    )
    type(over).objects.filter(pk=over.pk).update(attendant=officer)
    papers = factories.scan(firms[0], officer.user)
    page = client.get(move(officer)).text
    assert "担当の企業2社" in page and "これからの交流会の同席1件" in page
    given = {
        "branch": str(town.pk), "firms": str(colleague.pk), f"firm_{firms[0].pk.hex}": TAKE, f"seat_{seat.pk.hex}": "keep",
    }  # fmt: skip
    own = client_of(officer.user)
    UserSession.objects.create(
        user=officer.user, ip="127.0.0.1", user_agent="", session_key=own.session.session_key, data={}
    )
    assert "ログアウト" in own.get(reverse("home")).text
    assert client.post(move(officer), given).status_code == 302
    for row in (*firms, seat, officer, papers, officer.user):
        row.refresh_from_db()
    assert (firms[0].branch, firms[0].officer) == (town, officer)
    assert (firms[1].branch.name, firms[1].officer) == ("大森支店", colleague)
    assert papers.branch == town  # what was made about the firm is read where it is now
    assert seat.attendant == officer
    assert (officer.branch, officer.user.branch) == (town, town)
    assert "ログアウト" not in own.get(reverse("home")).text  # she signs in again, to what is hers now


def test_nothing_is_done_by_halves(client, officer, firms, seat, town):
    """A choice is missing: nothing has changed, and what was chosen stands in the form."""
    answer = client.post(move(officer), {"branch": str(town.pk), "firms": TAKE})
    assert answer.status_code == 200 and "選んでください" in answer.text
    assert f'<option value="{town.pk}" selected>' in answer.text
    officer.refresh_from_db()
    assert officer.branch != town and officer.user.branch != town


def test_the_head_office_has_no_clients_of_its_own(client, officer, firms):
    answer = client.post(move(officer), {"branch": "nobody", "firms": TAKE})
    assert "本部には取引店がない" in answer.text
    assert client.post(move(officer), {"branch": "nobody", "firms": "nobody"}).status_code == 302
    officer.user.refresh_from_db()
    assert (officer.user.role, officer.user.branch) == (Role.HEAD_OFFICE, None)


def test_a_firm_that_came_meanwhile_is_not_forgotten(client, head_office_a, officer, firms, town, branch_of_a):
    duties = duties_of(officer, head_office_a, timezone.localdate())
    factories.company(branch_of_a, officer=officer)
    with pytest.raises(StaffError, match="担当の企業か同席が変わりました"):
        move_member(
            member=officer, branch=town, firms={one.pk: TAKE for one in duties.firms}, seats={}, by=head_office_a,
            now=timezone.now(),
        )  # fmt: skip
    officer.refresh_from_db()
    assert officer.branch == branch_of_a


def test_who_leaves_is_let_out_and_replaced(client, officer, colleague, firms, seat):
    """The substitute has a firm at that event already: one table at a time, so it is asked once more."""
    factories.participation(seat.event, factories.company(seat.company.branch), attendant=colleague)
    own = client_of(officer.user)
    given = {"firms": "nobody", f"seat_{seat.pk.hex}": str(colleague.pk)}
    answer = client.post(leave(officer), given)
    assert answer.status_code == 200 and "1つの卓にしか座れません" in answer.text
    assert client.post(leave(officer), given | {"sure": "on"}).status_code == 302
    for row in (officer, seat, firms[0], officer.user):
        row.refresh_from_db()
    assert not officer.is_active and not officer.user.is_active
    assert seat.attendant == colleague and firms[0].officer is None
    assert "ログアウト" not in own.get(reverse("home")).text
    assert "担当者がいません" in client.get(reverse("companies:company_detail", args=[firms[0].pk])).text
    assert "担当1製作所" in client.get(LIST).text  # under the firms without an officer
    assert "小林 洋子" not in client.get(LIST).text and "小林 洋子" in client.get(LIST, {"state": "left"}).text
    client.post(reverse("office:staff_return", args=[officer.pk]))
    officer.refresh_from_db()
    officer.user.refresh_from_db()
    assert officer.is_active and not officer.user.is_active


def test_nobody_records_her_own_farewell_and_an_adviser_no_account(client, head_office_a, bank_a, officer):
    member = factories.staff_member(bank_a, user=head_office_a)
    assert OWN_ACCOUNT in client.post(leave(member)).text
    adviser = factories.user(Role.ADVISER)
    answer = prove(client_of(adviser), adviser).post(leave(officer))
    assert answer.status_code == 200 and "ログインの登録を持っています" in answer.text
    assert StaffMember.objects.filter(is_active=True, pk__in=[member.pk, officer.pk]).count() == 2


def test_a_foreign_colleague_cannot_be_slipped_in(client, officer, firms, seat, bank_b):
    stranger = factories.staff_member(bank_b)
    answer = client.post(leave(officer), {"firms": str(stranger.pk), f"seat_{seat.pk.hex}": str(stranger.pk)})
    assert answer.status_code == 200
    officer.refresh_from_db()
    assert officer.is_active


def test_writing_somebody_down(client, coordinator, bank_a, officer):
    """Of the same name asks once more; a second click finds the first one's row; the office says whose staff first."""
    sent = {
        "new_key": str(uuid.uuid4()),
        "name": "小林　洋子",
        "name_kana": "こばやし ようこ",
        "phone": "０３-1234-5678",
    }
    assert "同じ名前の方が登録されています" in client.post(NEW, sent).text
    for _ in range(2):
        assert client.post(NEW, sent | {"sure": "on"}).status_code == 302
    row = StaffMember.objects.get(pk=sent["new_key"])
    assert (row.name, row.name_kana, row.phone, row.institution) == (
        "小林 洋子",
        "コバヤシ ヨウコ",
        "03-1234-5678",
        bank_a,
    )
    office = client_of(coordinator)
    assert "機関が見つかりません" in office.get(NEW, {"bank": "どこにもない"}).text
    answer = office.post(f"{NEW}?bank=青葉", {"new_key": str(uuid.uuid4()), "name": "別の 人"})
    assert answer.status_code == 302 and StaffMember.objects.get(name="別の 人").institution == bank_a
