"""The Temporal server that this worker polls."""

import os
from collections.abc import Mapping
from datetime import timedelta

from temporalio.client import Client, ClientConnectConfig
from temporalio.envconfig import ClientConfig
from temporalio.runtime import Runtime, TelemetryConfig

from .settings import InvalidSettings

# Of Temporal's own tools, where nothing names another.
DEFAULT_ADDRESS = "localhost:7233"
# How often workers say that they live: searches tell those that are busy from those that died by it.
ALIVE_INTERVAL = timedelta(seconds=1)


def connect_config(env: Mapping[str, str] = os.environ) -> ClientConnectConfig:
    """By the variables TEMPORAL_*, or the profile that they name. Raises InvalidSettings where these are wrong."""
    try:
        config = ClientConfig.load_client_connect_config(override_env_vars=dict(env))
    except RuntimeError as error:
        raise InvalidSettings(f"Temporal's configuration cannot be read: {error}") from error
    return {"target_host": DEFAULT_ADDRESS, **config}


async def connect(config: ClientConnectConfig) -> Client:
    """Raises InvalidSettings where no server takes the connection."""
    runtime = Runtime(telemetry=TelemetryConfig(), worker_heartbeat_interval=ALIVE_INTERVAL)
    try:
        return await Client.connect(**config, runtime=runtime)
    except (RuntimeError, ValueError) as error:
        raise InvalidSettings(
            f"there is no Temporal server at {config['target_host']}: set TEMPORAL_ADDRESS to the address of one, "
            f"as `coaxial server` and `coaxial up` print it ({' '.join(str(error).split())})"
        ) from error
