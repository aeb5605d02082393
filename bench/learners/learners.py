"""Fits learners of scikit-learn and LightGBM on matrices that Coaxial prepared, on one thread.

Reads a JSON object a line: learner, parameters, classes (0 for regression), timesPrediction, seed, and train, y, test,
predictions: files of raw float64 (matrices column-major; rows, columns, testRows say how large), source (of each column,
the input column that it was made from). Writes the predictions, row-major, and answers each line by one:
{"seconds": CPU time of the fit}.
"""

import json
import sys
import time
import warnings

import lightgbm
import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.naive_bayes import CategoricalNB, GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

warnings.filterwarnings("ignore")

# Constructors for classes and for regression.
LEARNERS = {
    "logistic": (LogisticRegression, None),
    "ridge": (None, Ridge),
    "neighbours": (KNeighborsClassifier, KNeighborsRegressor),
    "tree": (DecisionTreeClassifier, DecisionTreeRegressor),
    "random-forest": (RandomForestClassifier, RandomForestRegressor),
    "extra-trees": (ExtraTreesClassifier, ExtraTreesRegressor),
}
SEEDED = {"tree", "random-forest", "extra-trees"}


class Estimator:
    """A learner of scikit-learn as it comes."""

    def __init__(self, job):
        kind = LEARNERS[job["learner"]][0 if job["classes"] else 1]
        seed = {"random_state": job["seed"]} if job["learner"] in SEEDED else {}
        self.model = kind(**job["parameters"], **seed)

    def fit(self, x, y):
        self.model.fit(x, y)

    def predict(self, x, classes):
        if not classes:
            return self.model.predict(x)
        out = np.zeros((len(x), classes))
        out[:, self.model.classes_.astype(int)] = self.model.predict_proba(x)
        return out


class Network:
    """A multi-layer perceptron in single precision, as ours is; of a regression's target in units of its deviation."""

    def __init__(self, job):
        parameters = {**job["parameters"], "random_state": job["seed"]}
        self.model = (MLPClassifier if job["classes"] else MLPRegressor)(**parameters)
        self.classes = job["classes"]

    def fit(self, x, y):
        self.mean, self.deviation = (0.0, 1.0) if self.classes else (y.mean(), y.std())
        target = y if self.classes else ((y - self.mean) / self.deviation).astype(np.float32)
        self.model.fit(x.astype(np.float32), target)

    def predict(self, x, classes):
        x = x.astype(np.float32)
        if not classes:
            return self.model.predict(x).astype(float) * self.deviation + self.mean
        out = np.zeros((len(x), classes))
        out[:, self.model.classes_.astype(int)] = self.model.predict_proba(x)
        return out


class Boosting:
    """LightGBM by its own interface, which has the least overhead. Binning is a part of the fit."""

    def __init__(self, job):
        parameters = dict(job["parameters"])
        self.rounds = parameters.pop("num_boost_round")
        classes = job["classes"]
        objective = "regression" if not classes else "binary" if classes == 2 else "multiclass"
        several = {"num_class": classes} if classes > 2 else {}
        self.parameters = {
            **parameters, **several, "objective": objective, "num_threads": 1, "seed": job["seed"], "verbose": -1
        }

    def fit(self, x, y):
        self.model = lightgbm.train(self.parameters, lightgbm.Dataset(x, y), self.rounds)

    def predict(self, x, classes):
        out = self.model.predict(x, num_threads=1)
        return np.column_stack([1 - out, out]) if classes == 2 else out


class NaiveBayes:
    """GaussianNB for numbers beside CategoricalNB for two-valued columns, the 0/1 columns of one source being levels."""

    def __init__(self, job):
        self.gaussian = GaussianNB(var_smoothing=job["parameters"]["var_smoothing"])
        self.alpha = job["parameters"]["alpha"]
        self.source = np.array(job["source"])

    def fit(self, x, y):
        distinct = [np.unique(column) for column in x.T]
        self.numbers = [j for j, values in enumerate(distinct) if len(values) > 2]
        self.groups = {}
        for j, values in enumerate(distinct):
            if len(values) == 2:
                levels = tuple(values) == (0, 1)
                self.groups.setdefault((self.source[j], -1 if levels else j), []).append((j, values[0]))
        self.classes = np.unique(y).astype(int)
        if self.numbers:
            self.gaussian.fit(x[:, self.numbers], y)
        if self.groups:
            codes = self.codes(x)
            self.usual = [np.bincount(column).argmax() for column in codes.T]
            self.categorical = CategoricalNB(alpha=self.alpha).fit(codes, y)

    def codes(self, x):
        """The level of each group in each row; for none of them, one more."""
        out = np.empty((len(x), len(self.groups)), dtype=int)
        for g, group in enumerate(self.groups.values()):
            out[:, g] = len(group)
            for level, (j, low) in enumerate(group):
                out[x[:, j] > low, g] = level
        return out

    def predict(self, x, classes):
        joint = np.zeros((len(x), len(self.classes)))
        if self.numbers:
            joint += self.gaussian.predict_joint_log_proba(x[:, self.numbers])
        if self.groups:
            codes = self.codes(x)
            # scikit-learn takes no category that training did not have.
            codes = np.where(codes < self.categorical.n_categories_, codes, self.usual)
            joint += self.categorical.predict_joint_log_proba(codes)
        if self.numbers and self.groups:
            joint -= self.categorical.class_log_prior_
        out = np.zeros((len(x), classes))
        shares = np.exp(joint - joint.max(axis=1, keepdims=True))
        out[:, self.classes] = shares / shares.sum(axis=1, keepdims=True)
        return out


KINDS = {"network": Network, "boosting": Boosting, "naive-bayes": NaiveBayes}


def matrix(file, rows, columns):
    # Rows side by side, as users of scikit-learn have them.
    return np.ascontiguousarray(np.fromfile(file).reshape(columns, rows).T)


def run(job):
    x = matrix(job["train"], job["rows"], job["columns"])
    y = np.fromfile(job["y"])
    test = matrix(job["test"], job["testRows"], job["columns"])
    learner = KINDS.get(job["learner"], Estimator)(job)
    start = time.process_time()
    learner.fit(x, y)
    fitted = time.process_time()
    predictions = learner.predict(test, job["classes"])
    end = time.process_time() if job["timesPrediction"] else fitted
    np.ascontiguousarray(predictions, dtype=np.float64).tofile(job["predictions"])
    return {"seconds": end - start}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
