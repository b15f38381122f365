"""What follows a firm that another branch of its bank takes over: apps above register theirs, as they know more of the firm than we do."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.module_loading import autodiscover_modules

from companies.models import Company
from institutions.actors import acting, system
from office.models import Document

type Follower = Callable[[Collection[UUID]], None]

_followers: list[Follower] = []


def follows_branch(follower: Follower) -> Follower:
    """`follower` is given the keys of firms that have just been moved, inside the transaction that moves them."""
    _followers.append(follower)
    return follower


def tell_moved(companies: Collection[UUID]) -> None:
    autodiscover_modules("moving")
    for follower in _followers:
        follower(companies)


@follows_branch
def papers_of_hearings(companies: Collection[UUID]) -> None:
    """The branch before finds no sheet of a firm that is its own no more."""
    branch = Company.objects.filter(pk=OuterRef("named_company_id")).values("branch")
    with acting(system("取引店の変更")):
        Document.objects.filter(subject_kind="hearing", named_company_id__in=companies).update(branch=Subquery(branch))
