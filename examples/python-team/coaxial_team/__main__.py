"""`python -m coaxial_team`: serves until it is told to end. Prints `ready` once it polls."""

import asyncio
import os
import signal
import sys
import traceback
from typing import NoReturn

from .schemas import schema_folder
from .server import connect, connect_config
from .settings import InvalidSettings, Settings
from .workers import create_workers, until_polling


async def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT, or until a worker fails. Raises InvalidSettings where there is no server."""
    client = await connect(connect_config())
    workers = create_workers(client, settings)
    end = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, end.set)
    async with asyncio.TaskGroup() as tasks:
        for worker in workers:
            tasks.create_task(worker.run())
        await until_polling(client, workers)
        print("ready", flush=True)
        await end.wait()
        await asyncio.gather(*(worker.shutdown() for worker in workers))


def main() -> int:
    try:
        schema_folder()
        asyncio.run(serve(Settings.from_environment()))
    except (InvalidSettings, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def end(code: int) -> NoReturn:
    """
    Ends the process as it stands: threads of Temporal's SDK outlive its workers, and may crash an interpreter that is
    being taken down (temporalio/sdk-python, issue 300).
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    end(main())
