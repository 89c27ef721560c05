"""Serves the calibrated probability: the margin of model.json, through the map in calibrator.json.

MLflow imports this module from the model's own folder. It needs numpy, pandas and xgboost.
"""
import json
from pathlib import Path

import numpy
import pandas
import xgboost


def _load_pyfunc(path):
    return CalibratedProbability(Path(path))


class CalibratedProbability:
    def __init__(self, folder):
        self.booster = xgboost.Booster()
        self.booster.load_model(folder / "model.json")
        self.calibrator = json.loads((folder / "calibrator.json").read_text())

    def predict(self, frame, params=None):
        names = self.booster.feature_names
        features = xgboost.DMatrix(
            frame[names].to_numpy("float32"), feature_names=names, feature_types=self.booster.feature_types
        )
        margin = self.booster.predict(features, output_margin=True).astype("float64")
        return pandas.DataFrame({"probability": calibrated(margin, **self.calibrator)}, index=frame.index)


def calibrated(margin, method, **fitted):
    if method == "isotonic":
        return numpy.interp(margin, fitted["margins"], fitted["probabilities"])
    if method == "platt":
        margin = fitted["slope"] * margin + fitted["intercept"]
    elif method != "none":
        raise ValueError(f"calibrator.json: found method {method}, expected isotonic, platt or none")
    return 1 / (1 + numpy.exp(-margin))
