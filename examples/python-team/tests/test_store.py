"""The store's files, as storage/artifacts.ts lays them out; columns, as contracts/candidate/column-set.ts writes them."""

import os
import re

import pytest

from coaxial_team.columns import encode_columns
from coaxial_team.store import Store

REF = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def test_keeps_bytes_under_their_hash(store: Store) -> None:
    assert store.put(b"hello") == REF
    assert store.path(REF) == store.root / "artifacts" / "2c" / REF.removeprefix("sha256:2c")
    assert store.has(REF) and store.get(REF) == b"hello"
    assert [path.name for path in store.path(REF).parent.iterdir()] == [store.path(REF).name]


def test_makes_what_is_put_again_young(store: Store) -> None:
    path = store.path(store.put(b"hello"))
    os.utime(path, (1, 1))
    store.put(b"hello")
    assert path.stat().st_mtime > 1


def test_puts_damaged_bytes_aside_so_that_they_can_be_put_again(store: Store) -> None:
    store.put(b"hello")
    store.path(REF).write_bytes(b"hellp")
    with pytest.raises(OSError, match=re.escape(f"{REF} was damaged on disk")):
        store.get(REF)
    assert (store.root / "quarantine" / REF.removeprefix("sha256:")).read_bytes() == b"hellp"
    with pytest.raises(FileNotFoundError, match=re.escape(f"{REF} is not in the store")):
        store.get(REF)
    assert store.get(store.put(b"hello")) == b"hello"


def test_writes_sets_of_columns_as_the_core_does() -> None:
    assert encode_columns([]) == ""
    assert encode_columns([4, 0, 1, 2, 2, 9]) == "0-2,4,9"
    # 129 columns apart from one another: as ranges they would take 386 characters.
    assert encode_columns(range(0, 258, 2)) == "~" + "V" * 43 + "A"
