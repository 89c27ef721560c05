"""Serves the calibrated probability: a margin through the map in calibrator.json.

The margin is that of the trees in model.json, or of the logistic regression in rule.json. MLflow imports this module from the
model's own folder. It needs numpy, pandas and, for trees, xgboost.
"""
import json
from pathlib import Path

import numpy
import pandas


def _load_pyfunc(path):
    return CalibratedProbability(Path(path))


class CalibratedProbability:
    def __init__(self, folder):
        rule = folder / "rule.json"
        self.margin = logistic(json.loads(rule.read_text())["logistic"]) if rule.exists() else trees(folder / "model.json")
        self.calibrator = json.loads((folder / "calibrator.json").read_text())

    def predict(self, frame, params=None):
        return pandas.DataFrame({"probability": calibrated(self.margin(frame), **self.calibrator)}, index=frame.index)


def logistic(model):
    """Intercept + sum of coefficient · (value - mean) / scale; of a missing value, what counts is that it is missing."""

    def effect(value, mean, scale, coefficient):
        return coefficient * (value - mean) / scale

    def margin(frame):
        log_odds = numpy.full(len(frame), model["intercept"])
        for feature in model["features"]:
            name, missing = feature["name"], feature["missing"]
            value = frame[name].to_numpy("float32").astype("float64")
            is_missing = numpy.isnan(value)
            value = numpy.clip(value, *feature.get("range", (-numpy.inf, numpy.inf)))
            term = {key: feature[key] for key in ("mean", "scale", "coefficient")}
            log_odds += numpy.where(is_missing, 0.0, effect(value, **term))
            if missing is not None:
                log_odds += effect(is_missing.astype("float64"), **missing)
        return log_odds

    return margin


def trees(file):
    import xgboost

    booster = xgboost.Booster()
    booster.load_model(file)
    names = booster.feature_names

    def margin(frame):
        rows = frame[names].to_numpy("float32")
        data = xgboost.DMatrix(rows, feature_names=names, feature_types=booster.feature_types)
        return booster.predict(data, output_margin=True).astype("float64")

    return margin


def calibrated(margin, method, **fitted):
    if method == "isotonic":
        return numpy.interp(margin, fitted["margins"], fitted["probabilities"])
    if method == "platt":
        margin = fitted["slope"] * margin + fitted["intercept"]
    elif method != "none":
        raise ValueError(f"calibrator.json: found method {method}, expected isotonic, platt or none")
    return 1 / (1 + numpy.exp(-margin))
