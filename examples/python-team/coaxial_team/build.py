"""Which build of this worker answers, for teams that roll out several side by side."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Build:
    # The team's name for it; None where it names none.
    name: str | None
    # The task queue that only this build polls; None where there is none.
    pinned_queue: str | None

    def to_json(self) -> dict[str, str | None]:
        return {"build": self.name, "pinnedQueue": self.pinned_queue}
