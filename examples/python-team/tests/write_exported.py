"""
`python -m tests.write_exported FOLDER`: fits every paradigm to every task, and writes into the store in FOLDER what it
predicts, and the model in the form of Coaxial's own boosting. Prints a JSON line for each, which the core tests.
"""

import json
import sys
from pathlib import Path
from threading import Event

from coaxial_team.paradigms import PARADIGMS
from coaxial_team.store import Store

from .penguins import TASKS, penguins
from .requests import batch_of, fit_request, spec


def main(folder: str) -> None:
    store = Store(Path(folder))
    for paradigm in PARADIGMS:
        for task in TASKS:
            train, valid = penguins(task).halves()
            fit = spec(store, paradigm, train, valid, keepModel=True)
            reply = batch_of(store, fit_request(paradigm, train, [fit])).run(fit, Event())
            print(
                json.dumps({"paradigm": paradigm, "task": task, "classes": train.classes, "fit": fit, "reply": reply})
            )


if __name__ == "__main__":
    main(sys.argv[1])
