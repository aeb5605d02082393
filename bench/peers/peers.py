"""Scores scikit-learn's random forest and FLAML on the rows that a Coaxial search kept aside.

Reads one JSON object from standard input: data, target, task, metric, classes, holdout (row numbers among the rows that
have a target), seconds. Writes one JSON object: a score and the seconds taken for each peer.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import log_loss, mean_squared_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder

warnings.filterwarnings("ignore")
MISSING = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "?"]


def read(job):
    texts = pd.read_csv(job["data"], dtype=str, keep_default_na=False, na_values=MISSING, skipinitialspace=True)
    frame = pd.read_csv(job["data"], keep_default_na=False, na_values=MISSING, skipinitialspace=True)
    present = texts[job["target"]].notna()
    frame = frame[present].reset_index(drop=True)
    labels = texts[job["target"]][present].str.strip().reset_index(drop=True)
    if job["task"] == "regression":
        y = labels.astype(float).to_numpy()
    else:
        codes = {label: code for code, label in enumerate(job["classes"])}
        y = labels.map(codes).to_numpy()
    return frame.drop(columns=[job["target"]]), y


def score(job, model, x, y):
    if job["task"] == "regression":
        return float(np.sqrt(mean_squared_error(y, model.predict(x))))
    proba = np.full((len(y), len(job["classes"])), 1e-15)
    for column, code in enumerate(model.classes_):
        proba[:, int(code)] = model.predict_proba(x)[:, column]
    proba = np.clip(proba, 1e-15, None)
    return float(log_loss(y, proba / proba.sum(axis=1, keepdims=True), labels=range(len(job["classes"]))))


def forest(job, x, y):
    numbers = x.select_dtypes("number").columns
    others = [name for name in x.columns if name not in numbers]
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-1)
    prepare = make_column_transformer((SimpleImputer(strategy="median"), numbers), (encoder, others))
    kind = RandomForestRegressor if job["task"] == "regression" else RandomForestClassifier
    return make_pipeline(prepare, kind(200, random_state=0, n_jobs=2)).fit(x, y)


def flaml(job, x, y):
    from flaml import AutoML

    automl = AutoML()
    regression = job["task"] == "regression"
    automl.fit(
        x,
        y,
        task="regression" if regression else "classification",
        metric="rmse" if regression else "log_loss",
        time_budget=job["seconds"],
        n_jobs=2,
        seed=0,
        verbose=0,
    )
    return automl


def main():
    job = json.load(sys.stdin)
    x, y = read(job)
    aside = np.zeros(len(y), dtype=bool)
    aside[job["holdout"]] = True
    result = {}
    for name, fit in (("forest", forest), ("flaml", flaml)):
        start = time.perf_counter()
        model = fit(job, x[~aside], y[~aside])
        seconds = time.perf_counter() - start
        result[name] = {"score": score(job, model, x[aside], y[aside]), "seconds": seconds}
    json.dump(result, sys.stdout)


main()
