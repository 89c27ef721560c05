"""Serves the level to provision, in whole nodes: anchor · exp(correction + conformal shift of the family), rounded up.

The correction is a ridge, boosted trees, or nothing. MLflow imports this module from the model's own folder. It needs numpy,
pandas and, for trees, xgboost.
"""
import json
from pathlib import Path

import numpy
import pandas


def _load_pyfunc(path):
    return PlannedLevel(Path(path))


class PlannedLevel:
    def __init__(self, folder):
        self.plan = json.loads((folder / "plan.json").read_text())
        self.planned = self.plan["levels"].index(self.plan["costQuantile"])
        rule = folder / "rule.json"
        self.correction = ridge(json.loads(rule.read_text())["correction"]) if rule.exists() else trees(folder / "model.json")

    def predict(self, frame, params=None):
        group = frame[self.plan["groupBy"] + "_name"]
        shift = numpy.array([self.plan["shifts"][name][self.planned] for name in group])
        nodes = frame["anchor_nodes"].to_numpy("float64") * numpy.exp(self.correction(frame) + shift)
        level = numpy.ceil(nodes.astype("float32"))
        return pandas.DataFrame({"level_nodes": level.astype("float64")}, index=frame.index)


def ridge(model):
    """Intercept + sum of coefficient · (value - mean), where a missing value counts as the mean; 0 without a model."""

    def correction(frame):
        log = numpy.full(len(frame), model["intercept"] if model else 0.0)
        for term in model["inputs"] if model else ():
            value = frame[term["name"]].to_numpy("float32").astype("float64")
            log += numpy.where(numpy.isnan(value), 0.0, term["coefficient"] * (value - term["mean"]))
        return log

    return correction


def trees(file):
    import xgboost

    booster = xgboost.Booster()
    booster.load_model(file)
    names = booster.feature_names

    def correction(frame):
        rows = frame[names].to_numpy("float32")
        data = xgboost.DMatrix(rows, feature_names=names, feature_types=booster.feature_types)
        return booster.predict(data, output_margin=True).astype("float64")

    return correction
