"""What the process costs: start, memory of the whole tree, idle processor time, latency of a trivial call.

    python -m benchmarks.process

Memory is the sum of resident sizes over the tree, which counts pages that processes share more than
once; beside it the proportional sizes, which count them once.
"""

import http.client
import statistics
import tempfile
import time
from pathlib import Path

import psutil

from tests.process.server import Server, start_app
from tests.process.websocket import page_session

SETTLE_SECONDS, IDLE_SECONDS = 5.0, 20.0
CALLS = 500


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="millrace-") as folder:
        for kind in ("first start", "second start"):
            began = time.perf_counter()
            server = start_app(Path(folder))
            try:
                measure_start(server, kind, began)
                if kind == "second start":
                    measure_running(server)
            finally:
                server.stop()


def measure_start(server: Server, kind: str, began: float) -> None:
    """Print the time from the start of the process to the first answer and to the end of the first page's script."""
    server.wait_ready()
    ready = time.perf_counter() - began
    assert server.get("/")[0] == 200
    with page_session(server.url) as tab:
        tab.run()
    print(f"{kind}: ready after {ready:.2f} s, first page run after {time.perf_counter() - began:.2f} s (aim < 6 s)")


def measure_running(server: Server) -> None:
    """Print latency, memory and idle time of a running server."""
    times = call_times(server)
    print(
        f"trivial call, kept connection: median {statistics.median(times):.2f} ms (aim < 3 ms), max {max(times):.2f} ms"
    )
    time.sleep(SETTLE_SECONDS)
    tree = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    before = {process: processor_seconds(process) for process in tree}
    time.sleep(IDLE_SECONDS)
    idle = {process: (processor_seconds(process) - before[process]) / IDLE_SECONDS * 100 for process in tree}
    for process in tree:
        rss, pss = process.memory_info().rss / 1e6, process.memory_full_info().pss / 1e6
        print(f"  {label(process):8} resident {rss:4.0f} MB, proportional {pss:4.0f} MB, idle {idle[process]:.2f} %")
    total = sum(process.memory_info().rss for process in tree) / 1e6
    proportional = sum(process.memory_full_info().pss for process in tree) / 1e6
    print(f"whole tree: resident {total:.0f} MB (aim < 350), proportional {proportional:.0f} MB")
    print(f"idle: {sum(idle.values()):.2f} % of a core (aim < 2 %)")


def call_times(server: Server) -> list[float]:
    """Return the times of trivial calls over one kept connection, in milliseconds."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"))
    times = []
    for _ in range(CALLS):
        began = time.perf_counter()
        connection.request("POST", "/v1/none", body=b"{}", headers={"Content-Type": "application/json"})
        connection.getresponse().read()
        times.append((time.perf_counter() - began) * 1000)
    return times


def processor_seconds(process: psutil.Process) -> float:
    """Return how much processor time a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def label(process: psutil.Process) -> str:
    """Return what a process is to us."""
    line = " ".join(process.cmdline())
    return "redis" if "redis.sock" in line else "worker" if "-m workers" in line else "server"


if __name__ == "__main__":
    main()
