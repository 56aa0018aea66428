"""The HNSW index of vss, in an in-memory database of a process of its own: `python -m benchmarks.knowledge.hnsw FILE`.

FILE holds `rows` and `queries` as numpy arrays. The parameters are those of the original documents (m 16,
ef_construction 200, ef of a search four times its limit, at most 200).
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa

from storage.opening import connect

MOST: Final = 10_000  # rows, beyond which the index takes minutes to build
TOP: Final = 10
SECONDS: Final = 600.0


def ef_search(limit: int) -> int:
    """Return how many neighbours a search for `limit` keeps in sight."""
    return min(limit * 4, 200)


def measured(folder: Path, rows: Any, queries: Any) -> Mapping[str, Any]:
    """Return build time, p50 and recall at 10, or how the process ended."""
    file = folder / "hnsw.npz"
    np.savez(file, rows=rows, queries=queries)
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.knowledge.hnsw", str(file)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if ended.returncode:
        return {"ended with": ended.returncode, "said": ended.stderr[-200:]}
    found: Mapping[str, Any] = json.loads(ended.stdout)
    return found


def _search(connection: duckdb.DuckDBPyConnection, query: Any) -> list[int]:
    size = len(query)
    sql = f"SELECT place FROM vectors ORDER BY array_cosine_distance(vector, ?::FLOAT[{size}]) LIMIT {TOP}"
    return [row[0] for row in connection.execute(sql, [query.tolist()]).fetchall()]


def main() -> None:
    """Build the index, ask it, and print the figures as JSON."""
    data = np.load(sys.argv[1])
    rows, queries = data["rows"], data["queries"]
    size = rows.shape[1]
    connection = connect(":memory:", threads=None, memory_limit=None, extensions=True)
    flat = pa.FixedSizeListArray.from_arrays(pa.array(rows.reshape(-1)), size)
    incoming = pa.table({"place": np.arange(len(rows)), "vector": flat})
    connection.register("incoming", incoming)
    connection.execute(f"CREATE TABLE vectors AS SELECT place, vector::FLOAT[{size}] AS vector FROM incoming")
    began = time.perf_counter()
    connection.execute(
        "CREATE INDEX nearest ON vectors USING HNSW (vector) WITH (metric = 'cosine', M = 16, ef_construction = 200)"
    )
    build = time.perf_counter() - began
    connection.execute(f"SET hnsw_ef_search = {ef_search(TOP)}")
    taken, shares = [], []
    for query in queries:
        began = time.perf_counter()
        found = _search(connection, query)
        taken.append(time.perf_counter() - began)
        best = np.argsort(-(rows @ query))[:TOP].tolist()
        shares.append(len(set(found) & set(best)) / TOP)
    figures = {"build_seconds": build, "p50_ms": statistics.median(taken) * 1000, "recall": statistics.mean(shares)}
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
