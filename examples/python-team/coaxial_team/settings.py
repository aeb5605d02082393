"""How this worker is run, by its environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_QUEUE = "python-team"


class InvalidSettings(Exception):
    """Says which variable of the environment is wrong, and how it should be."""


@dataclass(frozen=True)
class Settings:
    # The store that the search's workers share.
    store: Path
    # Task queues. An axis's step, which takes a moment, should not wait for fits, which may take minutes.
    paradigm_queue: str
    axis_queue: str
    # Fits at once, each in one thread.
    concurrency: int
    # With a build, workers are versioned (Temporal's Worker Versioning), and poll queues of their build alone beside.
    build: str | None
    deployment: str

    @staticmethod
    def from_environment(env: Mapping[str, str] = os.environ) -> "Settings":
        """Makes the store's folder where it is not there yet. Raises InvalidSettings."""
        queue = env.get("COAXIAL_QUEUE") or DEFAULT_QUEUE
        return Settings(
            store=_store(env),
            paradigm_queue=queue,
            axis_queue=env.get("COAXIAL_AXIS_QUEUE") or f"{queue}-axis",
            concurrency=_count(env, "COAXIAL_CONCURRENCY", os.cpu_count() or 1),
            build=env.get("COAXIAL_BUILD_ID") or None,
            deployment=env.get("COAXIAL_DEPLOYMENT") or queue,
        )

    def pinned(self, queue: str) -> str | None:
        """The queue that only this build polls, for searches that stay with it."""
        return f"{queue}@{self.build}" if self.build else None


def _store(env: Mapping[str, str]) -> Path:
    """
    The store's folder. It is made as the search's workers make it, for it is there only after their first search; but
    not the folders above it, which would hide a path that was mistyped.
    """
    if not env.get("COAXIAL_STORE"):
        raise InvalidSettings("COAXIAL_STORE is not set: it is the folder of the store that the search's workers use")
    store = Path(env["COAXIAL_STORE"]).resolve()
    try:
        store.mkdir(exist_ok=True)
    except FileNotFoundError:
        raise InvalidSettings(f"COAXIAL_STORE: there is no folder {store.parent} to make {store.name} in") from None
    except OSError as error:
        raise InvalidSettings(f"COAXIAL_STORE: {store} can be no folder ({error.strerror})") from error
    return store


def _count(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal() or int(text) < 1:
        raise InvalidSettings(f"{name} must be a whole number from 1, not {text}")
    return int(text)
