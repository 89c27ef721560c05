"""Serves the level to provision, in whole nodes: anchor · exp(predicted log + conformal shift of the family), rounded up.

Where the folder holds other quantiles, they are rearranged so that none crosses another. MLflow imports this module from the
model's own folder. It needs numpy, pandas and xgboost.
"""
import json
from pathlib import Path

import numpy
import pandas
import xgboost


def _load_pyfunc(path):
    return PlannedLevel(Path(path))


class PlannedLevel:
    def __init__(self, folder):
        self.plan = json.loads((folder / "plan.json").read_text())
        planned = self.plan["costQuantile"]
        files = {
            at: folder / ("model.json" if level == planned else f"quantile-{level}.json")
            for at, level in enumerate(self.plan["levels"])
        }
        self.boosters = {at: load(file) for at, file in files.items() if file.exists()}
        self.planned = list(self.boosters).index(self.plan["levels"].index(planned))

    def predict(self, frame, params=None):
        shifts = numpy.array([self.plan["shifts"][group] for group in frame[self.plan["groupBy"] + "_name"]])
        anchor = frame["anchor_nodes"].to_numpy("float64")
        logs = ((margin(booster, frame), shifts[:, at]) for at, booster in self.boosters.items())
        nodes = [(anchor * numpy.exp(log + shift)).astype("float32") for log, shift in logs]
        level = numpy.ceil(numpy.sort(nodes, axis=0)[self.planned])
        return pandas.DataFrame({"level_nodes": level.astype("float64")}, index=frame.index)


def load(file):
    booster = xgboost.Booster()
    booster.load_model(file)
    return booster


def margin(booster, frame):
    names = booster.feature_names
    rows = frame[names].to_numpy("float32")
    data = xgboost.DMatrix(rows, feature_names=names, feature_types=booster.feature_types)
    return booster.predict(data, output_margin=True).astype("float64")
