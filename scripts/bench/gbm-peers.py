"""Trains a peer of gbm-peers.ts on its rows with the same trees, depth, eta and penalty, on one thread.

    python gbm-peers.py ENGINE FOLDER ROWS FEATURES ROUNDS DEPTH    processor seconds and held-out log loss as JSON on stdout

The folder holds `rows` and `label`; behind the first ROWS are those held out. Binning is inside the clock, as ours is, reading
outside. LightGBM and scikit-learn grow leaf by leaf, up to as many leaves as a tree of that depth has.
"""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"  # read when the engines are imported

import numpy

engine, folder = sys.argv[1], sys.argv[2]
rows, features, rounds, depth = map(int, sys.argv[3:7])
x = numpy.fromfile(folder + "/rows", "float32").reshape(-1, features)
y = numpy.fromfile(folder + "/label", "float32")
known, held_out = slice(0, rows), slice(rows, None)
ETA, L2 = 0.3, 1


def train_xgboost():
    import xgboost

    params = {"objective": "binary:logistic", "max_depth": depth, "eta": ETA, "lambda": L2, "tree_method": "hist", "nthread": 1}
    data = xgboost.DMatrix(x[known], y[known], nthread=1)
    start = time.process_time()
    model = xgboost.train(params, data, rounds)
    return time.process_time() - start, model.inplace_predict(x[held_out]), xgboost.__version__


def train_lightgbm():
    import lightgbm

    params = {"objective": "binary", "max_depth": depth, "num_leaves": 2**depth, "learning_rate": ETA, "lambda_l2": L2,
              "min_sum_hessian_in_leaf": 1, "min_data_in_leaf": 1, "max_bin": 255, "num_threads": 1, "verbosity": -1}
    start = time.process_time()
    model = lightgbm.train(params, lightgbm.Dataset(x[known], y[known], params=params), rounds)
    return time.process_time() - start, model.predict(x[held_out], num_threads=1), lightgbm.__version__


def train_sklearn():
    import sklearn
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=rounds, max_depth=depth, max_leaf_nodes=2**depth, learning_rate=ETA, l2_regularization=L2,
        min_samples_leaf=1, max_bins=255, early_stopping=False,
    )
    start = time.process_time()
    model.fit(x[known], y[known])
    return time.process_time() - start, model.predict_proba(x[held_out])[:, 1], sklearn.__version__


seconds, chance, version = {"xgboost": train_xgboost, "lightgbm": train_lightgbm, "sklearn": train_sklearn}[engine]()
chance = numpy.clip(chance.astype("float64"), 1e-12, 1 - 1e-12)
truth = y[held_out]
loss = -numpy.mean(truth * numpy.log(chance) + (1 - truth) * numpy.log(1 - chance))
print(json.dumps({"trainSeconds": seconds, "logLoss": loss, "version": version}))
