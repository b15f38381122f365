"""Signed papers as files: what is taken, what is refused in words, who reads them; what was looked up; who has promised."""

import datetime as dt
import io
import uuid

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from institutions.actors import acting, actor_of
from office import scans
from office.models import BackgroundCheck, Scan, StaffPledge
from talent.actions import erase_senior
from tests import factories
from tests.conftest import client_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def pdf(pages: int = 1, **save) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    made.save(out, **save)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple = (40, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(out, kind)
    return out.getvalue()


def put_in(client, subject, data: bytes, name: str = "控え.pdf", kind: str = "company", **sent):
    address = reverse("office:papers", args=[kind, subject.pk])
    sent = {"new_key": str(uuid.uuid4()), "kind": "consent", "file": SimpleUploadedFile(name, data)} | sent
    return client.post(address, sent)


# --- What is taken ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("data", "suffix"), [(pdf(3), ".pdf"), (picture("JPEG"), ".jpg"), (picture("PNG"), ".png")])
def test_a_paper_is_kept_as_it_came_whatever_it_is_called(data, suffix, branch_a, branch_of_a):
    company = factories.company(branch_of_a)
    assert put_in(client_of(branch_a), company, data, "../../悪い 名前.exe").status_code == 302
    row = Scan.objects.get()
    assert scans.path_of(row).read_bytes() == data
    assert (row.file_name, row.branch, row.company_key) == (f"悪い 名前{suffix}", branch_of_a, company.pk)
    answer = client_of(branch_a).get(reverse("office:scan_download", args=[row.pk]))
    assert b"".join(answer) == data
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "ファイルが空です"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"<html><script>alert(1)</script>", "この形式のファイルは入れられません"),
        (b"PK\x03\x04", "この形式のファイルは入れられません"),
        (b"%PDF-1.7 broken", "壊れている"),
        (picture("PNG")[:40], "壊れている"),
        (b"\xff\xd8\xff" + b"0" * 200, "壊れている"),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "パスワード"),
        (pdf(101), "ページ数は100まで"),
        (picture("PNG", (8000, 8000)), "画像が大きすぎます"),
    ],
)
def test_what_is_refused_says_why_and_loses_nothing(data, says, branch_a, branch_of_a):
    page = put_in(client_of(branch_a), factories.company(branch_of_a), data, note="2026年度")
    assert says in page.text and "2026年度" in page.text
    assert not Scan.objects.exists()


def test_a_large_file_is_refused(branch_a, branch_of_a, monkeypatch):
    monkeypatch.setattr(scans, "MAX_BYTES", 100)
    assert "大きすぎます" in put_in(client_of(branch_a), factories.company(branch_of_a), pdf()).text


def test_a_second_click_keeps_one(branch_a, branch_of_a):
    key, company = str(uuid.uuid4()), factories.company(branch_of_a)
    for _ in range(2):
        assert put_in(client_of(branch_a), company, pdf(), new_key=key).status_code == 302
    assert Scan.objects.count() == 1


# --- Who reads them --------------------------------------------------------------------------------------------------------
def test_a_paper_is_its_own_banks_and_the_offices(
    branch_of_a, coordinator, branch_a, branch_b, head_office_a, senior_a
):
    row = factories.scan(factories.company(branch_of_a), coordinator)
    address = reverse("office:scan_download", args=[row.pk])
    everybody = {
        "office": coordinator,
        "branch": branch_a,
        "head": head_office_a,
        "other bank": branch_b,
        "senior": senior_a,
    }
    answers = {who: client_of(user).get(address) for who, user in everybody.items()}
    found = {
        who: (answer.status_code, list(answer))[0] for who, answer in answers.items()
    }  # read, so that it is closed
    assert found == {"office": 200, "branch": 200, "head": 200, "other bank": 404, "senior": 403}
    with acting(actor_of(branch_b)):
        assert not Scan.objects.exists()
    assert row.file_name in client_of(branch_a).get(reverse("office:papers", args=["company", row.company_key])).text


def test_a_seniors_papers_are_the_offices_alone(coordinator, branch_a, senior_a):
    senior = factories.senior()
    assert put_in(client_of(coordinator), senior, pdf(), kind="senior").status_code == 302
    assert put_in(client_of(branch_a), senior, pdf(), kind="senior").status_code == 404
    assert put_in(client_of(senior_a), senior, pdf(), kind="senior").status_code == 403
    assert Scan.objects.count() == 1


def test_erasing_a_person_takes_the_files_along(coordinator, django_capture_on_commit_callbacks):
    senior = factories.senior()
    put_in(client_of(coordinator), senior, pdf(), kind="senior")
    path = scans.path_of(Scan.objects.get())
    BackgroundCheck.objects.create(
        senior_key=senior.pk, checked_on=dt.date(2026, 9, 1), result="clear", source="記事", recorded_at=NOW, recorded_by=coordinator
    )  # fmt: skip
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        erase_senior(senior=senior, by=coordinator, now=NOW)
    assert not Scan.objects.exists() and not BackgroundCheck.objects.exists() and not path.exists()


def test_what_was_put_in_wrongly_is_removed_with_its_file(
    branch_a, branch_of_a, coordinator, django_capture_on_commit_callbacks
):
    row = factories.scan(factories.company(branch_of_a), coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(branch_a).post(reverse("office:scan_remove", args=[row.pk]))
    assert not Scan.objects.exists() and not scans.path_of(row).exists()


# --- Looked up, promised ------------------------------------------------------------------------------------------------------
def test_many_are_recorded_at_once_and_nobody_twice(coordinator, head_office_a, branch_of_a):
    event = factories.small_event(companies=2, seniors=1, at=branch_of_a)
    address = reverse("events:check_list", args=[event.pk])
    client = client_of(coordinator)
    page = client.get(address)
    assert [due for *_, due in page.context["firms"]] == [True, True]
    chosen = [str(row.company_id) for row in event.participations.all()] + [
        str(row.senior_id) for row in event.attendances.all()
    ]
    sent = {"what": "check", "checked_on": "2026-09-01", "result": "clear", "source": "記事の検索"}
    assert "選んでください" in client.post(address, sent).text
    for _ in range(2):
        client.post(address, sent | {"chosen": chosen, "checked_on": timezone.localdate().isoformat()})
    assert BackgroundCheck.objects.count() == 3
    assert [due for *_, due in client.get(address).context["firms"]] == [False, False]
    company = event.participations.first().company
    assert "記事の検索" not in client_of(head_office_a).get(reverse("office:papers", args=["company", company.pk])).text


def test_a_check_that_is_old_or_not_clear_is_due(coordinator, branch_of_a):
    event = factories.small_event(companies=2, seniors=1, at=branch_of_a)
    one, other = event.participations.order_by("number")
    for row, day, result in (
        (one, timezone.localdate() - dt.timedelta(days=366), "clear"),
        (other, timezone.localdate(), "review"),
    ):
        BackgroundCheck.objects.create(
            company_key=row.company_id,
            checked_on=day,
            result=result,
            source="記事",
            recorded_at=NOW,
            recorded_by=coordinator,
        )
    page = client_of(coordinator).get(reverse("events:check_list", args=[event.pk]))
    assert [due for *_, due in page.context["firms"]] == [True, True]


def test_an_attendant_promises_on_the_page_or_on_paper(coordinator, branch_a, branch_of_a):
    event = factories.small_event(companies=2, seniors=1, at=branch_of_a)
    row, other = event.participations.order_by("number")
    row.attendant.user = branch_a
    row.attendant.save()
    client, address = client_of(branch_a), reverse("office:staff_pledge")
    assert "チェックを入れてください" in client.post(address, {}).text
    for _ in range(2):
        client.post(address, {"accept": "on"})
    assert "約束しました" in client.get(address).text
    office = reverse("events:check_list", args=[event.pk])
    client_of(coordinator).post(
        office, {"what": "pledge", "accepted_on": "2026-09-01", "chosen": [str(other.attendant_id)]}
    )
    assert set(StaffPledge.objects.values_list("member", "on_paper")) == {
        (row.attendant_id, False),
        (other.attendant_id, True),
    }
    assert all(given for _, given in client_of(coordinator).get(office).context["members"])
