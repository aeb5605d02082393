"""A paradigm of another kind than trees, as small as one can be: each class is as likely as its mean is near."""

from dataclasses import dataclass

import numpy as np

from coaxial_team.model_bytes import pack, unpack
from coaxial_team.paradigm import FitInput, Fitted, Model, Paradigm, Shape
from coaxial_team.space import Space, real
from coaxial_team.transforms import SCALED_TRANSFORMS


@dataclass(frozen=True)
class Centroids(Model):
    means: np.ndarray  # Classes × columns; infinitely far away for classes without rows.
    sharpness: float

    @property
    def columns(self) -> int:
        return self.means.shape[1]

    def predict(self, x: np.ndarray) -> np.ndarray:
        scores = -self.sharpness * np.array([((x - mean) ** 2).mean(axis=1) for mean in self.means]).T
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def to_bytes(self) -> bytes:
        return pack(NearestCentroid.id, 1, {"means": self.means}, {"sharpness": self.sharpness})


class NearestCentroid(Paradigm):
    id, version, backend = "nearest-centroid", 1, f"numpy {np.__version__}"
    transforms, takes_missing = SCALED_TRANSFORMS, False

    def applies_to(self, shape: Shape) -> bool:
        return shape["task"] != "regression"

    def space(self, rows: int) -> Space:
        return [real("sharpness", 0.01, 100, 1, "log")]

    def default_work(self, shape: Shape) -> float:
        return shape["rows"] * shape["columns"]

    def fit(self, input: FitInput) -> Fitted:
        means, present = np.full((input.classes, input.x.shape[1]), np.inf), np.unique(input.y).astype(int)
        means[present] = [input.x[input.y == code].mean(axis=0) for code in present]
        return Fitted(Centroids(means, input.hyperparameters["sharpness"]), means[present].var(axis=0), effort=None)

    def load(self, data: bytes) -> Centroids:
        arrays, meta = unpack(data, self.id, 1)
        return Centroids(arrays["means"], meta["sharpness"])
