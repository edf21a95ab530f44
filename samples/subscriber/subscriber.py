"""Hears what became of reservations, from a Dapr sidecar, and writes a mail to the traveller."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from outbox import Outbox

_PORT = int(os.environ.get("SUBSCRIBER_PORT", "5010"))
_PUBSUB = os.environ.get("SUBSCRIBER_PUBSUB", "pubsub")
_TOPICS = ("onreservationsuccess", "onreservationfailure")
_OUTBOX = Outbox(Path(os.environ.get("SUBSCRIBER_DB", "mails.db")))


class Application(BaseHTTPRequestHandler):
    """What Dapr calls of an application that subscribes, and a look at the outbox."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/dapr/subscribe":
            routes = [
                {"pubsubname": _PUBSUB, "topic": topic, "routes": {"default": "/outcomes"}}
                for topic in _TOPICS
            ]
            self._answer(200, routes)
        elif self.path == "/mails":
            self._answer(200, _OUTBOX.mails())
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path != "/outcomes":
            self._answer(404, {})
            return
        try:
            event = json.loads(body)
            event["id"], event["type"], event["subject"], event["data"]
        except (ValueError, KeyError, TypeError):
            self._answer(200, {"status": "DROP"})  # coming again would not mend it
            return
        _OUTBOX.take(event)  # an error is a 500, and the event comes again
        self._answer(200, {"status": "SUCCESS"})

    def _answer(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        pass  # events have names in them, and Dapr's health checks are not news


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", _PORT), Application) as server:
        print(f"listening on {_PORT}", flush=True)
        server.serve_forever()
