"""What follows a firm that another branch of its bank takes over: apps above register theirs, as they know more of the firm than we do."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.utils.module_loading import autodiscover_modules

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
