"""The store that all of a search's workers share: immutable bytes under their SHA-256."""

import hashlib
import os
from pathlib import Path
from uuid import uuid4

PREFIX = "sha256:"


class Store:
    """Artifacts in a folder, laid out as Coaxial lays them out."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes) -> str:
        """The reference of these bytes, which are in the store afterwards."""
        ref = PREFIX + hashlib.sha256(data).hexdigest()
        path = self.path(ref)
        try:
            # As young as a new one, so that no collection of garbage takes it.
            os.utime(path)
        except FileNotFoundError:
            write_whole(path, data)
        return ref

    def get(self, ref: str) -> bytes:
        """
        Raises FileNotFoundError where it is not there, and OSError where its bytes are damaged: it is put aside then,
        so that putting it again repairs it.
        """
        path = self.path(ref)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise FileNotFoundError(f"{ref} is not in the store at {self.root}") from None
        if PREFIX + hashlib.sha256(data).hexdigest() == ref:
            return data
        self._put_aside(ref)
        raise OSError(f"{ref} was damaged on disk and has been put aside in {self.root / 'quarantine'}")

    def has(self, ref: str) -> bool:
        return self.path(ref).exists()

    def path(self, ref: str) -> Path:
        digest = ref.removeprefix(PREFIX)
        return self.root / "artifacts" / digest[:2] / digest[2:]

    def _put_aside(self, ref: str) -> None:
        aside = self.root / "quarantine" / ref.removeprefix(PREFIX)
        moving = self.root / "quarantine" / str(uuid4())
        moving.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.rename(self.path(ref), moving)
        except FileNotFoundError:
            return  # Another process found the damage at the same time.
        if PREFIX + hashlib.sha256(moving.read_bytes()).hexdigest() == ref:
            # Another process has just written it anew.
            os.replace(moving, self.path(ref))
        else:
            os.replace(moving, aside)


def write_whole(path: Path, data: bytes) -> None:
    """Writes a whole file or nothing: beside it under a name of its own, then renamed over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{uuid4()}.partial")
    try:
        partial.write_bytes(data)
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
