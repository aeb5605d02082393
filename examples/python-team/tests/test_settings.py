"""What the worker says where its environment is wrong."""

import os
import subprocess
import sys
from pathlib import Path
from socket import socket

import pytest

from coaxial_team.server import connect_config
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
        ({"COAXIAL_STORE": "/nowhere/store"}, "COAXIAL_STORE: there is no folder /nowhere to make store in"),
        ({"COAXIAL_STORE": __file__}, "COAXIAL_STORE: .* can be no folder"),
        (
            {"COAXIAL_STORE": root, "COAXIAL_CONCURRENCY": "0"},
            "COAXIAL_CONCURRENCY must be a whole number from 1, not 0",
        ),
    ):
        with pytest.raises(InvalidSettings, match=complaint):
            Settings.from_environment(env)


def test_makes_the_store_as_the_core_does(tmp_path: Path) -> None:
    for _ in range(2):
        assert Settings.from_environment({"COAXIAL_STORE": str(tmp_path / "store")}).store.is_dir()


def test_finds_the_server_as_temporals_tools_do(tmp_path: Path) -> None:
    profiles = tmp_path / "temporal.toml"
    profiles.write_text('[profile.default]\nnamespace = "ours"\n[profile.cloud]\naddress = "cloud:7233"\n')
    env = {"TEMPORAL_CONFIG_FILE": str(tmp_path / "none")}
    assert connect_config(env) == {"target_host": "localhost:7233"}
    assert connect_config({**env, "TEMPORAL_ADDRESS": "there:1"}) == {"target_host": "there:1"}
    env = {"TEMPORAL_CONFIG_FILE": str(profiles)}
    assert connect_config(env) == {"target_host": "localhost:7233", "namespace": "ours"}
    assert connect_config({**env, "TEMPORAL_PROFILE": "cloud"}) == {"target_host": "cloud:7233"}
    with pytest.raises(InvalidSettings, match="Temporal's configuration cannot be read: Profile 'x' not found"):
        connect_config({**env, "TEMPORAL_PROFILE": "x"})


def ends(store: Store, **env: str) -> str:
    """What the worker says before it ends, as it does where its environment is wrong."""
    env = {**os.environ, "COAXIAL_STORE": str(store.root), **env}
    ended = subprocess.run([sys.executable, "-m", "coaxial_team"], cwd=EXAMPLE, env=env, capture_output=True, text=True)
    assert ended.returncode == 2 and ended.stderr.count("\n") == 1
    return ended.stderr


def test_ends_with_one_line_where_there_are_no_schemas(store: Store) -> None:
    assert ends(store, COAXIAL_SCHEMAS="/nowhere") == (
        "there are no JSON Schemas in /nowhere: set COAXIAL_SCHEMAS to a copy of contracts/schema\n"
    )


def test_ends_with_one_line_where_nobody_listens(store: Store) -> None:
    # A port that is bound, but not listened on, so that nobody else can.
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        said = ends(store, TEMPORAL_ADDRESS=address)
    assert said.startswith(f"there is no Temporal server at {address}: set TEMPORAL_ADDRESS to ")
