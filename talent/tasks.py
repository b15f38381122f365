"""The index of the search in the background: whoever waits is indexed within seconds."""

import time

from celery import shared_task

from institutions.actors import acting, system
from talent.search import indexing

SHIFT = 20.0  # seconds after which the next round goes on


@shared_task(name="talent.index_seniors")
def index_seniors() -> None:
    """May run any number of times, also side by side: only one of them indexes."""
    until = time.monotonic() + SHIFT
    with acting(system("task talent.index_seniors")):
        indexing.note_outdated()
    while time.monotonic() < until:
        with acting(system("task talent.index_seniors")):
            if not indexing.take_some():
                return
