"""A search over what is written, as a test asks it."""

from talent.models import Senior
from talent.search import indexing
from talent.search.asking import read
from talent.search.finding import find
from talent.search.spelling import corrected
from tests import factories


def index() -> None:
    while indexing.take_some():
        pass


def found(q: str = "", *, sort: str = "fit", page: int = 1, **chosen) -> list[Senior]:
    index()
    keys = find(corrected(read(q)).asked, chosen, sort=sort, page=page).seniors
    people = Senior.objects.in_bulk(keys)
    return [people[key] for key in keys]


def someone(**fields) -> Senior:
    return factories.senior(family_name="見本", family_kana="ミホン", headline="", **fields)
