"""What the interrupted searches of the peers share: the rows, the settings of the model, the journal of trainings."""

import json
import os
import sys
import time

import pandas as pd

FOLDS = 3
ROUNDS = 1200  # fixed, so that all trials take about as long: on the penguins some 0.5 s
MISSING = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "?"]


def read_job():
    """The one argument: data, target, trials, seed, folder (what outlives a kill), and what a variant asks for."""
    return json.loads(sys.argv[1])


def read_rows(job):
    frame = pd.read_csv(job["data"], keep_default_na=False, na_values=MISSING, skipinitialspace=True)
    frame = frame[frame[job["target"]].notna()].reset_index(drop=True)
    x = frame.drop(columns=[job["target"]])
    for name in x.columns.difference(x.select_dtypes("number").columns):
        x[name] = x[name].astype("category").cat.codes
    return x, frame[job["target"]].astype("category").cat.codes.to_numpy()


class Journal:
    """One line for the start and one for the end of each trial's training, on the disk before anything goes on."""

    def __init__(self, folder):
        self.file = os.open(os.path.join(folder, "journal.jsonl"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, event, params, value=None):
        line = {"event": event, "params": params, "value": value, "at": time.time()}
        os.write(self.file, (json.dumps(line, sort_keys=True, default=float) + "\n").encode())
        os.fsync(self.file)


def write_result(job, **result):
    with open(os.path.join(job["folder"], "result.json"), "w") as file:
        json.dump(result, file, default=float)
