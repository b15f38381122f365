"""Whom a branch may know follows its firms: the profiles of those whom a moved firm met or will meet."""

from collections.abc import Collection
from uuid import UUID

from companies.moving import follows_branch
from events.models import Event, Participation
from institutions.actors import acting, system
from matching.actions.publication import tell_publication


@follows_branch
def disclosures(companies: Collection[UUID]) -> None:
    with acting(system("取引店の変更")):  # a bank may not write what it is told
        events = Participation.objects.filter(company__in=companies).values("event")
        tell_publication(list(Event.objects.filter(pk__in=events, is_history=False)))
