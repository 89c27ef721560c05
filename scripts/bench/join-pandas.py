"""The join of join.ts as a pandas user writes it: seconds of either way as JSON on stdout, the answers as Parquet.

    python join-pandas.py FOLDER

Rolling: decisions and rows in one frame, rolled over 28 days an entity; last value by merge_asof.
Running totals: cumulative sums, looked up by merge_asof at the decision and 28 days before; last value by the first.
Reading and writing files is outside the clock, both sides' sorting inside, as DuckDB sorts inside its own.
"""

import json
import sys
import time

import pandas as pd

folder = sys.argv[1]
rows = pd.read_parquet(f"{folder}/rows.parquet").astype({"available_at": "datetime64[ns]"})
decisions = pd.read_parquet(f"{folder}/decisions.parquet").astype({"decided_at": "datetime64[ns]"})
SPAN = pd.Timedelta(days=28)


def rolling():
    known = rows.sort_values(["available_at", "row_id"])
    asked = decisions.sort_values("decided_at")
    last = pd.merge_asof(
        asked,
        known[["entity_id", "available_at", "amount"]],
        left_on="decided_at",
        right_on="available_at",
        by="entity_id",
    )
    line = pd.concat(
        [
            known[["entity_id", "available_at", "amount"]].rename(columns={"available_at": "at"}).assign(is_asked=False),
            asked[["entity_id", "decided_at"]].rename(columns={"decided_at": "at"}).assign(is_asked=True),
        ]
    ).sort_values(["entity_id", "at", "is_asked"], kind="stable")
    window = line.groupby("entity_id", sort=False).rolling(SPAN, on="at")["amount"]
    asked_only = line["is_asked"].to_numpy()
    answer = line.loc[asked_only, ["entity_id", "at"]].rename(columns={"at": "decided_at"})
    answer["sum_28d"] = window.sum().to_numpy()[asked_only]
    answer["rows_28d"] = window.count().to_numpy()[asked_only]
    answer["mean_28d"] = answer["sum_28d"] / answer["rows_28d"]
    last = last.sort_values(["entity_id", "decided_at"], kind="stable")
    answer["last_value"] = last["amount"].to_numpy()
    return answer


def running_totals():
    known = rows.sort_values(["available_at", "row_id"])
    by_entity = known.groupby("entity_id")["amount"]
    totals = known[["entity_id", "available_at", "amount"]].assign(total=by_entity.cumsum(), rows=by_entity.cumcount() + 1)
    asked = decisions.sort_values("decided_at")
    now = pd.merge_asof(asked, totals, left_on="decided_at", right_on="available_at", by="entity_id")
    then = pd.merge_asof(
        asked.assign(start=asked["decided_at"] - SPAN),
        totals[["entity_id", "available_at", "total", "rows"]],
        left_on="start",
        right_on="available_at",
        by="entity_id",
    )
    answer = now[["entity_id", "decided_at"]].copy()
    answer["sum_28d"] = now["total"].fillna(0) - then["total"].fillna(0)
    answer["rows_28d"] = now["rows"].fillna(0) - then["rows"].fillna(0)
    answer["mean_28d"] = answer["sum_28d"] / answer["rows_28d"]
    answer["last_value"] = now["amount"]
    return answer.sort_values(["entity_id", "decided_at"])


seconds = {"pandas": pd.__version__}
for way in (rolling, running_totals):
    started = time.perf_counter()
    answer = way()
    seconds[way.__name__] = time.perf_counter() - started
    answer.to_parquet(f"{folder}/{way.__name__}.parquet", index=False)
print(json.dumps(seconds))
