"""XGBoost loads model.json and gives our margins bit for bit."""
import json
import sys
from pathlib import Path

import numpy
import xgboost

expected = json.loads((Path(sys.argv[1]) / "expected.json").read_text())
booster = xgboost.Booster()
booster.load_model(Path(expected["modelDir"]) / "model.json")
assert booster.feature_names == expected["features"], booster.feature_names
rows = numpy.array(expected["rows"], "float64").astype("float32")
data = xgboost.DMatrix(rows, feature_names=booster.feature_names, feature_types=booster.feature_types)
margins = booster.predict(data, output_margin=True)
ours = numpy.array(expected["margins"], "float32")
different = (margins.view("int32") != ours.view("int32")).sum()
assert different == 0, f"{different} of {len(ours)} margins differ, by at most {numpy.abs(margins - ours).max()}"
print(f"{len(ours):,} margins of {booster.num_boosted_rounds()} trees are equal bit for bit")
