"""Servers on loopback: a free port, and a small Prometheus that answers every query with one sample a bucket, or everything
with one status."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs


def free_port() -> int:
    """One nobody listens on now."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


@contextmanager
def prometheus(status: int = 200, port: int = 0) -> Iterator[str]:
    """Its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            query = parse_qs(self.rfile.read(length).decode())
            body = json.dumps(_samples(query)) if status == 200 else "Service Unavailable"
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    with HTTPServer(("127.0.0.1", port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _samples(query: dict[str, list[str]]) -> dict[str, Any]:
    start, end, step = (int(query[name][0]) for name in ("start", "end", "step"))
    values = [[moment, "1000"] for moment in range(start, end + 1, step)]
    return {"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {}, "values": values}]}}
