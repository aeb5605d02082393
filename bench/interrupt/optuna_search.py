"""A search by Optuna that can be killed at any instant and started again by the same command.

It resumes as Optuna's documentation says:
- "Saving/Resuming Study with RDB Backend" (tutorial): a study of the same name on the same storage, with
  load_if_exists=True. The storage keeps the trials, not the sampler: one with a seed begins its random numbers anew. For
  a reproducible search the tutorial keeps the sampler itself with pickle; `keepSampler` does so after each trial.
- "RDBStorage" and "RetryHeartbeatStaleTrialCallback" (reference): with a heartbeat, a trial whose process is gone is
  failed and queued again; `heartbeat` asks for that, with the shortest times that can be set. Without it the trial stays
  RUNNING for ever.
- "TPESampler" (reference): by default it keeps away from RUNNING trials (constant_liar), also from those that a kill
  left behind; the reference says so and points to the heartbeat. `sequential` turns that off instead: it serves searches
  in parallel, and this is none.
- n_trials of Study.optimize counts the trials of one call, so a second run asks for what is left.
"""

import os
import pickle
import warnings

import optuna
from lightgbm import LGBMClassifier
from optuna.samplers import TPESampler
from optuna.storages import RDBStorage, RetryHeartbeatStaleTrialCallback
from optuna.trial import TrialState
from sklearn.model_selection import StratifiedKFold, cross_val_score

from training import FOLDS, ROUNDS, Journal, read_job, read_rows, write_result

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

job = read_job()
x, y = read_rows(job)
journal = Journal(job["folder"])
sampler_file = os.path.join(job["folder"], "sampler.pkl")


def objective(trial):
    params = {
        "num_leaves": trial.suggest_int("num_leaves", 4, 64, log=True),
        "min_child_samples": trial.suggest_int("min_child_samples", 2, 64, log=True),
        "learning_rate": trial.suggest_float("learning_rate", 0.001, 1, log=True),
        "colsample_bytree": trial.suggest_float("colsample_bytree", 0.1, 1),
        "reg_alpha": trial.suggest_float("reg_alpha", 0.001, 100, log=True),
        "reg_lambda": trial.suggest_float("reg_lambda", 0.001, 100, log=True),
    }
    journal.write("start", params)
    model = LGBMClassifier(n_estimators=ROUNDS, n_jobs=1, random_state=0, verbose=-1, **params)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    value = -cross_val_score(model, x, y, cv=folds, scoring="neg_log_loss").mean()
    journal.write("end", params, value)
    return value


def keep_sampler(study, _trial):
    with open(sampler_file + ".new", "wb") as file:
        pickle.dump(study.sampler, file)
    os.replace(sampler_file + ".new", sampler_file)


def read_sampler():
    if not (job["keepSampler"] and os.path.exists(sampler_file)):
        return TPESampler(seed=job["seed"], constant_liar=not job["sequential"])
    with open(sampler_file, "rb") as file:
        return pickle.load(file)


url = "sqlite:///" + os.path.join(job["folder"], "study.db")
retry = {"heartbeat_interval": 1, "grace_period": 2, "heartbeat_stale_trial_callback": RetryHeartbeatStaleTrialCallback()}
storage = RDBStorage(url, **(retry if job["heartbeat"] else {}))
study = optuna.create_study(study_name="search", storage=storage, load_if_exists=True, sampler=read_sampler())
left = job["trials"] - len(study.get_trials(states=(TrialState.COMPLETE,)))
if left > 0:
    study.optimize(objective, n_trials=left, callbacks=[keep_sampler] if job["keepSampler"] else [])
write_result(
    job,
    best={"params": study.best_params, "value": study.best_value},
    leftRunning=len(study.get_trials(states=(TrialState.RUNNING,))),
)
