"""One run's clock and voice: how much time is left, who is told of progress, and how a run is stopped.

CP-SAT works in a thread of its own while the caller's thread reports progress, so a callback may use the caller's
database connection, and an exception raised in it (Cancelled, say) stops the search and reaches the caller.
"""

import threading
import time
from collections.abc import Callable

from ortools.sat.python import cp_model

from .measure import Values

Progress = Callable[[str, int, int, Values | None], None]
PULSE = 0.25  # seconds between two reports


class Run:
    """``left`` is None-free: an unlimited run has a very large limit. ``stage`` texts are for people, in Japanese."""

    def __init__(self, seconds: float, workers: int = 1, on_progress: Progress | None = None) -> None:
        self.began = time.monotonic()
        self.seconds = seconds
        self.workers = max(1, workers)
        self._on_progress = on_progress
        self.stage = ""
        self.done = 0
        self.total = 1
        self.values: Values | None = None

    @property
    def spent(self) -> float:
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        return self.seconds - self.spent

    def enter(self, stage: str, done: int, total: int) -> None:
        """A new stage begins."""
        self.stage, self.done, self.total = stage, done, total
        self.pulse()

    def found(self, values: Values) -> None:
        """The best values so far."""
        self.values = values

    def pulse(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self.stage, self.done, self.total, self.values)

    def solve_cp(self, solver: cp_model.CpSolver, model: cp_model.CpModel, limit: float | None) -> int:
        """Solve within ``limit`` seconds (None: none), reporting meanwhile; UNKNOWN when no time was given."""
        if limit is not None:
            if limit <= 0:
                return cp_model.UNKNOWN
            solver.parameters.max_time_in_seconds = limit
        if self._on_progress is None:
            return solver.solve(model)
        outcome: list[int] = []
        thread = threading.Thread(target=lambda: outcome.append(solver.solve(model)), daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(PULSE)
                if thread.is_alive():
                    self.pulse()
        finally:
            while thread.is_alive():  # only after an exception: the search may not have begun when it is told to stop
                solver.stop_search()
                thread.join(0.05)
        return outcome[0]
