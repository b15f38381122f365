"""Python's search for cyclic garbage, and work that makes millions of objects of which none is any."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_resting() -> Iterator[None]:
    """For the whole process, until the end of the work: what it makes lives that long, and walking through it again and again only costs time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
