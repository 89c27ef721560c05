"""delta-rs opens every table of the world and counts the rows that were written."""
import json
import sys
from pathlib import Path

from deltalake import DeltaTable, QueryBuilder

expected = json.loads((Path(sys.argv[1]) / "expected.json").read_text())
rows = {}
for log in sorted(Path(expected["worldDir"]).glob("lake/*/_delta_log")):
    table = DeltaTable(str(log.parent))
    counted = QueryBuilder().register("t", table).execute("select count(*) as n from t")
    rows[log.parent.name] = int(counted.read_all().column("n")[0].as_py())
written = {name: expected["worldRows"][name] for name in rows}
assert rows == written, (rows, written)
print(f"{len(rows)} tables hold the {sum(rows.values()):,} rows that were written")
