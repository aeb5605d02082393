"""What the worker says where its environment is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coaxial_team.settings import InvalidSettings, Settings
from coaxial_team.store import Store

EXAMPLE = Path(__file__).resolve().parents[1]


def test_has_a_queue_for_fits_and_one_for_the_axis(store: Store) -> None:
    env = {"COAXIAL_STORE": str(store.root)}
    plain = Settings.from_environment(env)
    assert (plain.paradigm_queue, plain.axis_queue) == ("python-team", "python-team-axis")
    assert plain.pinned("python-team") is None
    named = Settings.from_environment({**env, "COAXIAL_QUEUE": "trees", "COAXIAL_BUILD_ID": "v7"})
    assert (named.axis_queue, named.deployment, named.pinned("trees")) == ("trees-axis", "trees", "trees@v7")


def test_refuses_what_it_cannot_run_with(store: Store) -> None:
    root = str(store.root)
    for env, complaint in (
        ({}, "COAXIAL_STORE is not set"),
        ({"COAXIAL_STORE": "/nowhere"}, "COAXIAL_STORE: there is no folder /nowhere"),
        (
            {"COAXIAL_STORE": root, "COAXIAL_CONCURRENCY": "0"},
            "COAXIAL_CONCURRENCY must be a whole number from 1, not 0",
        ),
    ):
        with pytest.raises(InvalidSettings, match=complaint):
            Settings.from_environment(env)


def test_ends_with_one_line_where_the_environment_is_wrong(store: Store) -> None:
    env = {**os.environ, "COAXIAL_STORE": str(store.root), "COAXIAL_SCHEMAS": "/nowhere"}
    ended = subprocess.run([sys.executable, "-m", "coaxial_team"], cwd=EXAMPLE, env=env, capture_output=True, text=True)
    assert ended.returncode == 2
    assert ended.stderr == (
        "there are no JSON Schemas in /nowhere: set COAXIAL_SCHEMAS to a copy of contracts/schema\n"
    )
