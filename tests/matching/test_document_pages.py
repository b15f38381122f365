"""The pages on which an event's papers are found again: in the order of their numbers, with the event they belong to."""

import re

import pytest
from django.urls import reverse

from matching.printing import request_event_documents
from tests import factories
from tests.conftest import client_of
from tests.matching import papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(coordinator, branch_of_a):
    event = papers.published_event(coordinator, companies=11, seniors=11, at=branch_of_a)
    request_event_documents(event=event, by=coordinator, now=factories.NOW)
    return event


def test_papers_of_an_event_stand_in_the_order_of_their_numbers(coordinator, event):
    page = client_of(coordinator).get(reverse("matching:document_set", args=[event.pk])).text
    rows = re.findall(r'<th scope="row">(?:面談シート 卓|時間割 )(\d+)', page)
    assert [int(number) for number in rows] == [*range(1, 12), *range(1, 12)]


def test_the_list_of_all_documents_names_the_event_of_each(coordinator, event):
    other = papers.published_event(coordinator, companies=1, seniors=1, at=event.participations.first().company.branch)
    other.name = "よその交流会"
    other.save()
    request_event_documents(event=other, by=coordinator, now=factories.NOW, kinds=["event_timetable"])
    client = client_of(coordinator)
    page = client.get(reverse("office:document_list", query={"kind": "event_timetable"})).text
    assert event.name in page and "よその交流会" in page
    page = client.get(reverse("office:document_list", query={"group": event.pk})).text
    assert event.name in page and "よその交流会" not in page
