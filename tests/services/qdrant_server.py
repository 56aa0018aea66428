"""A small server that speaks the part of Qdrant's HTTP API that the plugin uses, over vectors in memory.

Answers were compared with those of qdrant-client's local mode. `is_down` has every request refused with 503.
"""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

Point = dict[str, Any]


@dataclass
class QdrantServer:
    """The collections of one server, and where it listens."""

    url: str = ""
    api_key: str = "of the tests"
    is_down: bool = False
    sizes: dict[str, int] = field(default_factory=dict)
    points: dict[str, dict[int, Point]] = field(default_factory=dict)

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """Return status and result of a request."""
        found = re.fullmatch(r"/collections/(\w+)(/index|/points(?:/delete|/count|/query)?)?", path)
        if found is None:
            return 404, None
        name, rest = found[1], found[2] or ""
        if method == "PUT" and not rest:
            self.sizes[name], self.points[name] = body["vectors"]["size"], {}
            return 200, True
        if name not in self.sizes:
            return (200, False) if method == "DELETE" else (404, None)
        return self._of_collection(name, f"{method} {rest}".strip(), body)

    def _of_collection(self, name: str, asked: str, body: Any) -> tuple[int, Any]:
        points = self.points[name]
        result: Any = None
        match asked:
            case "GET":
                result = {"config": {"params": {"vectors": {"size": self.sizes[name], "distance": "Cosine"}}}}
            case "DELETE":
                del self.sizes[name], self.points[name]
                result = True
            case "PUT /index":
                result = {"status": "completed"}
            case "PUT /points" if all(len(point["vector"]) == self.sizes[name] for point in body["points"]):
                points |= {point["id"]: point for point in body["points"]}
                result = {"status": "completed"}
            case "POST /points/delete":
                self.points[name] = {id: point for id, point in points.items() if id not in body["points"]}
                result = {"status": "completed"}
            case "POST /points/count":
                result = {"count": len(points)}
            case "POST /points/query":
                result = {"points": self._nearest(name, body)}
        return (400, None) if result is None else (200, result)

    def _nearest(self, name: str, body: Mapping[str, Any]) -> list[Point]:
        wanted = np.asarray(body["query"], float)
        rows = []
        for point in self.points[name].values():
            conditions = body.get("filter") or {}
            if not all(_fits(one, point) for one in conditions.get("must") or ()):
                continue
            if any(_fits(one, point) for one in conditions.get("must_not") or ()):
                continue
            vector = np.asarray(point["vector"], float)
            score = float(vector @ wanted / (np.linalg.norm(vector) * np.linalg.norm(wanted)))
            rows.append({"id": point["id"], "version": 0, "score": score})
        return sorted(rows, key=lambda row: -row["score"])[: body["limit"]]


def _fits(condition: Mapping[str, Any], point: Point) -> bool:
    if "has_id" in condition:
        return point["id"] in condition["has_id"]
    return point["payload"].get(condition["key"]) in condition["match"]["any"]


@contextmanager
def qdrant_server() -> Iterator[QdrantServer]:
    """Have a server listen on a free port of this machine."""
    state = QdrantServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            if state.is_down:
                status, result = 503, None
            elif self.headers.get("api-key") != state.api_key:
                status, result = 401, None
            else:
                path = self.path.partition("?")[0]
                status, result = state.answer(self.command, path, json.loads(body) if body else None)
            data = json.dumps({"result": result, "status": "ok" if status < 300 else "error", "time": 0.0}).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_POST = do_DELETE = _answer

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
