"""A team's worker for Coaxial: the paradigms `lightgbm` and `xgboost`, and hyperparameters by Optuna's TPE."""

import os

# Fits run side by side, each in one thread. Some of LightGBM's loops ask for a thread a core all the same, and where
# cores are busy these wait for one another a hundred times as long as they work. OpenMP reads this once, when it is
# loaded: so before any of the libraries.
os.environ.setdefault("OMP_NUM_THREADS", "1")
