"""What Prometheus reads at /metrics: requests, runs, model calls, and the machine."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

REQUEST_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
MODEL_SECONDS = (0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120)
NODE_SECONDS = (0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 1200)


class Metrics:
    """The counters of one runtime, in a registry of their own: a second runtime (in tests) has others."""

    def __init__(self, folder: Path) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "dify_requests_total", "HTTP requests", ("method", "endpoint", "status"), registry=self.registry
        )
        self.request_seconds = Histogram(
            "dify_request_duration_seconds",
            "Time to the last byte of an answer",
            ("method", "endpoint"),
            buckets=REQUEST_SECONDS,
            registry=self.registry,
        )
        self.connections = Gauge("dify_active_connections", "Requests being answered", registry=self.registry)
        self.under_way = Gauge("dify_runs_under_way", "Runs that hold a place", registry=self.registry)
        self.waiting = Gauge("dify_runs_waiting", "Requests in line for a place", registry=self.registry)
        self.runs = Counter("dify_runs_total", "Ended runs", ("mode", "status"), registry=self.registry)
        self.run_seconds = Histogram(
            "dify_run_duration_seconds", "Time of a run", ("mode",), buckets=NODE_SECONDS, registry=self.registry
        )
        self.model_calls = Counter(
            "dify_llm_requests_total", "Model calls", ("provider", "model", "status"), registry=self.registry
        )
        self.model_seconds = Histogram(
            "dify_llm_request_duration_seconds",
            "Time of a model call",
            ("provider", "model"),
            buckets=MODEL_SECONDS,
            registry=self.registry,
        )
        self.tokens = Counter(
            "dify_tokens_total", "Tokens of model calls", ("provider", "model", "type"), registry=self.registry
        )
        self.registry.register(Machine(folder))

    def observe_request(self, method: str, endpoint: str, status: int, seconds: float) -> None:
        """Count an answered request; `endpoint` is the route's template, never a path with ids in it."""
        self.requests.labels(method, endpoint, str(status)).inc()
        self.request_seconds.labels(method, endpoint).observe(seconds)

    def watch_places(self, under_way: Callable[[], float], waiting: Callable[[], float]) -> None:
        """Ask these for the number of runs under way and of requests in line, whenever the figures are read."""
        self.under_way.set_function(under_way)
        self.waiting.set_function(waiting)

    def observe_run(self, mode: str, status: str, seconds: float) -> None:
        """Count an ended run."""
        self.runs.labels(mode, status).inc()
        self.run_seconds.labels(mode).observe(seconds)

    def observe_model_call(
        self, provider: str, model: str, status: str, *, seconds: float, prompt_tokens: int, completion_tokens: int
    ) -> None:
        """Count a model call; `status` is succeeded or failed."""
        self.model_calls.labels(provider, model, status).inc()
        self.model_seconds.labels(provider, model).observe(seconds)
        self.tokens.labels(provider, model, "prompt").inc(prompt_tokens)
        self.tokens.labels(provider, model, "completion").inc(completion_tokens)

    def render(self) -> bytes:
        """Return everything in Prometheus' text form."""
        return generate_latest(self.registry)


class Machine:
    """Reads processor, memory and disk when asked; the processor's share is the mean since the last reading."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = psutil.Process()
        self._started = time.time()
        psutil.cpu_percent(interval=None)  # the first reading only sets the mark

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges."""
        cpu, memory, disk = psutil.cpu_percent(interval=None), psutil.virtual_memory(), self.disk_percent()
        yield GaugeMetricFamily("dify_cpu_usage_percent", "Processor time in use", value=cpu)
        yield GaugeMetricFamily("dify_memory_usage_bytes", "Memory in use", value=memory.used)
        yield GaugeMetricFamily("dify_disk_usage_percent", "Disk of the data folder in use", value=disk)
        system = GaugeMetricFamily("dify_system_metrics", "Shares in percent", labels=["metric_type"])
        for kind, value in (("cpu", cpu), ("memory", memory.percent), ("disk", disk)):
            system.add_metric([kind], value)
        yield system
        own = self._process.memory_info().rss
        yield GaugeMetricFamily("process_resident_memory_bytes", "Memory of this process", value=own)
        yield GaugeMetricFamily("process_uptime_seconds", "Time since the start", value=time.time() - self._started)

    def disk_percent(self) -> float:
        """Return how full the disk of the data folder is."""
        return float(psutil.disk_usage(str(self._folder)).percent)
