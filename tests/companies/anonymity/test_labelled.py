"""The check against labelled texts: the set it was written with, and one that was written afterwards without looking at the rules."""

from tests.companies.anonymity import first_set
from tests.companies.anonymity.scoring import false_alarms, missed


def test_every_planted_giveaway_of_the_first_set_is_found() -> None:
    assert len(first_set.PLANTED) >= 60
    assert missed(first_set.PLANTED) == []


def test_clean_texts_of_the_first_set_raise_few_alarms() -> None:
    assert len(first_set.CLEAN) >= 60
    assert len(false_alarms(first_set.CLEAN)) <= 5, false_alarms(first_set.CLEAN)
    assert false_alarms(first_set.CLEAN, sure=True) == []
