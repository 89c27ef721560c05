"""MLflow lists what we recorded, and its pyfunc answers with our probabilities."""
import json
import logging
import os
import sys
import warnings
from pathlib import Path

import numpy
import pandas

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
warnings.filterwarnings("ignore")
import mlflow  # noqa: E402

logging.getLogger("mlflow").setLevel(logging.ERROR)
cache = Path(sys.argv[1])


def client_of(store):
    mlflow.set_tracking_uri(store.as_uri())
    mlflow.set_registry_uri(store.as_uri())
    return mlflow.MlflowClient()


expected = json.loads((cache / "expected.json").read_text())
client = client_of(cache / "home/mlruns")
name = expected["name"]
experiment = client.get_experiment_by_name(name)
(run,) = client.search_runs([experiment.experiment_id])
assert (run.info.run_id, run.info.status) == (expected["runId"], "FINISHED"), run.info
assert run.data.metrics and run.data.params, run.data
assert client.get_metric_history(run.info.run_id, next(iter(run.data.metrics)))
source = mlflow.data.get_source(run.inputs.dataset_inputs[0].dataset)
assert Path(source.load()).name == "training-set.arrow", source

versions = {int(version.version): version for version in client.search_model_versions(f"name='{name}'")}
assert set(versions) == {1, 2}, versions
aliases = client.get_registered_model(name).aliases
assert {alias: int(version) for alias, version in aliases.items()} == expected["aliases"], aliases

uri = f"models:/{name}@challenger" if "challenger" in aliases else f"models:/{name}/2"
frame = pandas.DataFrame(expected["rows"], columns=expected["features"], dtype="float64")
answer = mlflow.pyfunc.load_model(uri).predict(frame)["probability"].to_numpy()
apart = numpy.abs(answer - numpy.array(expected["probabilities"])).max()
assert apart <= 1e-6, f"{uri}: probabilities are up to {apart} apart"

capacity = expected["capacity"]
frame = pandas.DataFrame(capacity["rows"], columns=capacity["features"])
frame = frame.astype({name: "float64" for name in capacity["features"][:-1]})
levels = mlflow.pyfunc.load_model("models:/capacity-forecast/2").predict(frame)["level_nodes"].to_numpy()
assert (levels == capacity["levels"]).all(), numpy.flatnonzero(levels != capacity["levels"])

sql = expected["sql"]
frame = pandas.DataFrame(sql["rows"], columns=sql["features"], dtype="float64")
chances = mlflow.pyfunc.load_model("models:/expensive-sql/2").predict(frame)["probability"].to_numpy()
apart_sql = numpy.abs(chances - numpy.array(sql["chances"])).max()
assert apart_sql <= 1e-6, f"expensive-sql: chances are up to {apart_sql} apart"

hard = client_of(cache / "hard-names")
found = {experiment.name for experiment in hard.search_experiments()}
assert found >= set(expected["hardNames"]), found
for experiment in hard.search_experiments():
    runs = hard.search_runs([experiment.experiment_id])
    assert [run.info.run_name for run in runs] == [experiment.name], (experiment.name, runs)
print(f"{uri} answers {len(answer):,} rows as we do, at most {apart:.1e} apart, {len(levels):,} levels alike, {len(chances):,} chances of expensive-sql at most {apart_sql:.1e} apart; {len(found)} experiments under hard names")
