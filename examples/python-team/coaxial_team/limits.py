"""When a fit is to be given up: its activity was cancelled, or its time is over."""

from dataclasses import dataclass
from threading import Event
from time import perf_counter


class Cancelled(Exception):
    """The activity was cancelled: what is under way is wanted no more."""


class TimedOut(Exception):
    """A fit took longer than it may."""


@dataclass(frozen=True)
class Limits:
    """What a fit asks between two rounds."""

    cancelled: Event
    # By the clock of `perf_counter`, in seconds.
    ends: float
    # What it means that the time is over, for people.
    reason: str

    def check(self) -> None:
        """Raises Cancelled or TimedOut."""
        if self.cancelled.is_set():
            raise Cancelled
        if perf_counter() > self.ends:
            raise TimedOut(self.reason)
