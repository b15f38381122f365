"""Waiting for what a page will come to, so that a slow machine takes longer and does not fail."""

import threading

from django.core.signals import request_finished, request_started

from kouryukai.embedded.processes import wait_until

PATIENCE = 60_000  # milliseconds for anything that a test waits for; what is there goes on at once

# Axe must not look at a button halfway between two colours, nor at a part that a poll takes away under its eyes.
HOLD_STILL = """async () => {
    window.heldByATest ??= event => { if (event.detail.requestConfig?.verb === "get") event.preventDefault(); };
    for (const name of ["htmx:beforeRequest", "htmx:beforeSwap"]) document.addEventListener(name, window.heldByATest);
    const moving = document.getAnimations().filter(one => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(moving.map(one => one.finished));
}"""
LET_GO = """() => {
    for (const name of ["htmx:beforeRequest", "htmx:beforeSwap"]) document.removeEventListener(name, window.heldByATest);
}"""


def through(locator) -> None:
    """Click what leads to another page, and be there: loaded, its scripts at work."""
    with locator.page.expect_navigation():
        locator.click()


# `wait_for_function` takes a function, never an expression: the Content-Security-Policy stops an expression at its second try.
def resize(page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("([width, height]) => innerWidth === width && innerHeight === height", arg=[width, height])


class Visits:
    """The requests that the live server, which is this process, has begun and not ended: a browser that goes away ends none."""

    def __init__(self) -> None:
        self.count, self.lock = 0, threading.Lock()
        request_started.connect(self.begun)
        request_finished.connect(self.ended)

    def begun(self, **_) -> None:
        with self.lock:
            self.count += 1

    def ended(self, **_) -> None:
        with self.lock:
            self.count -= 1

    def wait_for_the_last(self) -> None:
        """Its transaction would stand in the way of emptying the tables."""
        wait_until(lambda: self.count <= 0, seconds=20)

    def close(self) -> None:
        request_started.disconnect(self.begun)
        request_finished.disconnect(self.ended)
