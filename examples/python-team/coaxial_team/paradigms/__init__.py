"""The paradigms that this worker serves."""

from ..paradigm import Paradigm
from .boosted_trees import BoostedTrees
from .lightgbm_trees import LightGbm
from .xgboost_trees import XgBoost

PARADIGMS: dict[str, Paradigm] = {
    paradigm.id: paradigm for paradigm in (BoostedTrees(LightGbm()), BoostedTrees(XgBoost()))
}
