"""The axis of hyperparameters, by Optuna's tree-structured Parzen estimator (Bergstra et al. 2011)."""

from .axis import DECLARATION, advance

__all__ = ["DECLARATION", "advance"]
