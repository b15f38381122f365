"""What may be known of sealed answers: nothing of one side until both have answered, consent only where both wish it."""

from collections.abc import Iterable

from matching.models import AGREEING_WISHES, Answer, Side


def are_open(answers: Iterable[Answer]) -> bool:
    """The seal is broken for coordinators once both sides have answered."""
    return {answer.side for answer in answers} == set(Side.values)


def agreed_by_both(answers: Iterable[Answer]) -> bool:
    """Mutual consent: derived from both answers, never typed in."""
    return {answer.side for answer in answers if answer.wish in AGREEING_WISHES} == set(Side.values)
