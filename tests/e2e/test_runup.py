"""The run-up to an event on the screen, from an empty calendar to the letters of results: three institutions and a city, twelve firms, thirty seniors.

Each kind of step is taken once in a browser by whoever takes it; the other firms and seniors come by the actions behind the same buttons.
"""

import pytest

from tests.e2e.runup.cast import cast
from tests.e2e.runup.hearing import hear, others, publish
from tests.e2e.runup.planning import firms, plan
from tests.e2e.runup.wishing import close, onlookers, results, wishes

__all__ = ["cast"]  # a fixture
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_joint_event_from_the_plan_to_the_results(cast):
    plan(cast)
    firms(cast)
    hearing = hear(cast)
    others(cast)
    publish(cast, hearing)
    wishes(cast)
    onlookers(cast)
    close(cast)
    results(cast)
