"""The peers of gbm-batch.ts, on its model and its rows.

    python gbm-batch.py predict FOLDER FEATURES    XGBoost's seconds as JSON on stdout, its margins as FOLDER/xgboost
    python gbm-batch.py convert FOLDER FEATURES    FOLDER/model.json as FOLDER/model.onnx

XGBoost is given the rows as numpy has them, without a copy, after a first call on few.
"""

import json
import sys
import time

import numpy

work, folder, features = sys.argv[1], sys.argv[2], int(sys.argv[3])


def predict():
    import xgboost

    rows = numpy.fromfile(folder + "/rows", "float32").reshape(-1, features)
    model = xgboost.Booster({"nthread": 1}, model_file=folder + "/model.json")
    model.feature_names = None

    def margins(some):
        return model.inplace_predict(some, predict_type="margin", validate_features=False)

    margins(rows[:1000])
    start = time.perf_counter()
    found = margins(rows)
    seconds = time.perf_counter() - start
    found.astype("float32").tofile(folder + "/xgboost")
    print(json.dumps({"seconds": seconds, "version": xgboost.__version__}))


def convert():
    from onnx import TensorProto, helper, save

    learner = json.load(open(folder + "/model.json"))["learner"]
    chance = float(learner["learner_model_param"]["base_score"].strip("[]"))
    nodes = {name: [] for name in ("tree", "node", "feature", "value", "mode", "true", "false", "missing")}
    leaves = {name: [] for name in ("tree", "node", "weight")}
    for number, tree in enumerate(learner["gradient_booster"]["model"]["trees"]):
        for node, left in enumerate(tree["left_children"]):
            is_leaf = left == -1
            nodes["tree"].append(number)
            nodes["node"].append(node)
            nodes["feature"].append(0 if is_leaf else tree["split_indices"][node])
            nodes["value"].append(0.0 if is_leaf else tree["split_conditions"][node])
            nodes["mode"].append("LEAF" if is_leaf else "BRANCH_LT")
            nodes["true"].append(0 if is_leaf else left)
            nodes["false"].append(0 if is_leaf else tree["right_children"][node])
            nodes["missing"].append(int(tree["default_left"][node]))
            if is_leaf:
                leaves["tree"].append(number)
                leaves["node"].append(node)
                leaves["weight"].append(tree["split_conditions"][node])
    ensemble = helper.make_node(
        "TreeEnsembleRegressor",
        ["rows"],
        ["margins"],
        domain="ai.onnx.ml",
        n_targets=1,
        base_values=[float(numpy.log(chance / (1 - chance)))],
        nodes_treeids=nodes["tree"],
        nodes_nodeids=nodes["node"],
        nodes_featureids=nodes["feature"],
        nodes_values=nodes["value"],
        nodes_modes=nodes["mode"],
        nodes_truenodeids=nodes["true"],
        nodes_falsenodeids=nodes["false"],
        nodes_missing_value_tracks_true=nodes["missing"],
        target_treeids=leaves["tree"],
        target_nodeids=leaves["node"],
        target_ids=[0] * len(leaves["tree"]),
        target_weights=leaves["weight"],
    )
    rows = helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, features])
    margins = helper.make_tensor_value_info("margins", TensorProto.FLOAT, [None, 1])
    graph = helper.make_graph([ensemble], "booster", [rows], [margins])
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    save(helper.make_model(graph, opset_imports=opsets, ir_version=8), folder + "/model.onnx")


{"predict": predict, "convert": convert}[work]()
