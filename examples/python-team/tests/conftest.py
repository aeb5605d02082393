import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coaxial_team.build import Build
from coaxial_team.paradigm_activities import ParadigmActivities
from coaxial_team.paradigms import PARADIGMS
from coaxial_team.store import Store

NO_BUILD = Build(None, None)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def paradigms(store: Store) -> ParadigmActivities:
    return ParadigmActivities(store, NO_BUILD, PARADIGMS)


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> Iterator[None]:
    session.config.stash[STATUS] = int(exitstatus)
    return (yield)


STATUS = pytest.StashKey[int]()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    # Threads of Temporal's SDK may crash an interpreter that is being taken down: see coaxial_team/__main__.py.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(config.stash.get(STATUS, 1))
