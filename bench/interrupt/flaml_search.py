"""A search by FLAML that can be killed at any instant and started again by the same command.

FLAML stores no search. It comes back as its documentation and its maintainers say:
- "Task Oriented AutoML", section "Warm start", to which issue 801 ("Continue/finish training after error") is referred:
  a new AutoML with the best configurations found so far as `starting_points`. A killed process has no
  best_config_per_estimator, so the best one is read from the log (section "Log the trials"; log_type="all").
- AutoML.fit (reference): append_log=True goes on in the same log; max_iter counts the trials of one call, so a second
  run asks for what is left. With max_iter and no time budget no decision depends on the clock.
- retrain_from_log gives the best model of a log and searches no further: what is left of the search would be lost.
"""

import os
import warnings

import numpy as np
from flaml import AutoML
from flaml.automl.model import LGBMEstimator
from flaml.automl.training_log import training_log_reader

from training import FOLDS, ROUNDS, Journal, read_job, read_rows, write_result

warnings.filterwarnings("ignore")

job = read_job()
x, y = read_rows(job)
journal = Journal(job["folder"])
log_file = os.path.join(job["folder"], "flaml.log")
training = {}  # of the trial under way


class JournaledLGBM(LGBMEstimator):
    """FLAML's own learner; a trial is one object, fitted once for each fold."""

    @classmethod
    def search_space(cls, data_size, **params):
        space = super().search_space(data_size, **params)
        space["n_estimators"] = {"domain": ROUNDS}
        return space

    def __init__(self, task="binary", **config):
        super().__init__(task, **config)
        self.params["random_state"] = 0
        self.tuned = {name: value for name, value in config.items() if name != "n_jobs"}

    def fit(self, X_train, y_train, budget=None, free_mem_ratio=0, **kwargs):
        if not kwargs.get("is_retrain") and training.get("of") is not self:
            training.update(of=self, params=self.tuned)
            journal.write("start", self.tuned)
        return super().fit(X_train, y_train, budget, free_mem_ratio, **kwargs)


def mean_of_folds(losses, metrics):
    """As FLAML's own; called once, at the end of each trial."""
    value = float(np.mean(losses))
    journal.write("end", training["params"], value)
    return value, {}


def read_log():
    """The records of the trials that are finished, the best first."""
    if not os.path.exists(log_file):
        return []
    with training_log_reader(log_file) as reader:
        return sorted(reader.records(), key=lambda record: record.validation_loss)


before = read_log()
left = job["trials"] - len(before)
if left > 0:
    automl = AutoML()
    automl.add_learner("lgbm", JournaledLGBM)
    automl.fit(
        x,
        y,
        task="classification",
        metric="log_loss",
        estimator_list=["lgbm"],
        max_iter=left,
        eval_method="cv",
        n_splits=FOLDS,
        cv_score_agg_func=mean_of_folds,
        starting_points={"lgbm": before[0].config} if before else "static",
        log_file_name=log_file,
        log_type="all",
        append_log=True,
        seed=job["seed"],
        n_jobs=1,
        verbose=0,
    )
best = read_log()[0]
write_result(job, best={"params": best.config, "value": best.validation_loss}, leftRunning=0)
