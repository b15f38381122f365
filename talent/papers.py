"""Papers of a senior: the office's alone."""

from uuid import UUID

from django.urls import reverse

from institutions.models import User
from office.papers import papers_of
from office.scans import Owner
from talent.models import Senior


@papers_of("senior")
def senior(user: User, key: UUID) -> Owner | None:
    row = Senior.objects.filter(pk=key, erased_at=None).first() if user.is_coordinator else None
    return row and Owner(f"{row.name}さん", reverse("talent:senior_detail", args=[row.pk]), senior_key=row.pk)
