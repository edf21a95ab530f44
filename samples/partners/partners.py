"""A flight, a car and a payment partner to run beside the service: see README.md.

Settings, from the environment:
  PARTNERS_PORT         port on 127.0.0.1; 5005
  PARTNERS_DB           the file of the books; partners.db
  PARTNERS_TOKEN        callers must send it as a bearer token; none is asked for
  PARTNERS_CAPACITY     how many there are of what, as JSON: {"London": 3, "luxury": 1}; no limits
  PARTNERS_CERTIFICATE  file with a certificate and, in PARTNERS_KEY, one with its key: https
"""

import hmac
import json
import os
import re
import signal
import ssl
import sys
import threading
import time
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from books import Books, Refused, Taken

Json = dict[str, Any]

CAR_PRICES = {"compact": "172.50", "midsize": "198.00", "fullsize": "236.00", "luxury": "410.00"}
SEAT_PRICE = "240.00"
CURRENCY = "EUR"

ROUTES = {
    ("POST", re.compile(r"/(flight|car)/holds")): "hold",
    ("POST", re.compile(r"/(flight|car)/holds/([^/]+)/confirm")): "confirm",
    ("DELETE", re.compile(r"/(flight|car)/holds/([^/]+)")): "cancel",
    ("POST", re.compile(r"/(payment)/charges")): "charge",
    ("POST", re.compile(r"/(payment)/charges/([^/]+)/refund")): "refund",
}


class Problem(Exception):
    """An answer that is no success, as RFC 9457 has it; with a code it is a refusal."""

    def __init__(self, status: int, detail: str, code: str | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.body = {"status": status, "detail": detail} | ({"code": code} if code else {})


@dataclass(frozen=True)
class Switch:
    """Something that goes wrong, to try what the service does."""

    do: str = ""  # lose, delay, fail or refuse; see README.md
    on: str = ""  # flight, or flight/hold; everything where it is empty
    times: int = 1
    seconds: float = 0

    def applies_to(self, call: str) -> bool:
        return self.times > 0 and f"{call}/".startswith(f"{self.on}/" if self.on else "")


class Partners:
    def __init__(self, books: Books, capacity: dict[str, int]) -> None:
        self._books = books
        self._capacity = capacity
        self._lock = threading.Lock()
        self.switch = Switch()

    def switched(self, call: str) -> Switch:
        """What is to go wrong with this call; takes one off what is left."""
        with self._lock:
            found = self.switch
            if not found.applies_to(call):
                return Switch()
            self.switch = Switch(**asdict(found) | {"times": found.times - 1})
            return found

    def serve(self, partner: str, verb: str, key: str | None, body: Json) -> Json:
        if key is None:
            try:
                return _offer(self._take(partner, body))
            except (KeyError, TypeError):
                raise Problem(400, "A field of the body is missing.", "malformed") from None
        if verb == "confirm":
            refused = self._books.confirm(partner, key)
            if refused:
                raise Problem(409, refused.detail, refused.code)
        else:
            self._books.undo(partner, key)
        return {"key": key}

    def _take(self, partner: str, body: Json) -> Taken | Refused:
        if partner == "payment":
            money = body["amount"]
            price = (money["amount"], money["currency"])
            return self._books.take(partner, body["key"], "charge", price, None)
        if partner == "flight":
            resource, amount = body["location"], SEAT_PRICE
        else:
            resource = body["car_class"]
            amount = CAR_PRICES.get(resource, "")
            if not amount:
                raise Problem(422, f"Choose one of {', '.join(CAR_PRICES)}.", "unknown_car_class")
        limit = self._capacity.get(resource)
        return self._books.take(partner, body["key"], resource, (amount, CURRENCY), limit)


def _offer(answer: Taken | Refused) -> Json:
    if isinstance(answer, Refused):
        raise Problem(409, answer.detail, answer.code)
    return {
        "reference": answer.reference,
        "price": {"amount": answer.amount, "currency": answer.currency},
    }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one packet
    partners: Partners
    books: Books
    token: str | None

    def do_GET(self) -> None:
        shown = {"/books": self.books.entries, "/switch": lambda: asdict(self.partners.switch)}
        if self.path in shown:
            self._answer(200, shown[self.path]())
        else:
            self._answer(404, {"status": 404, "detail": "There is no such page."})

    def do_PUT(self) -> None:
        try:
            self.partners.switch = Switch(**self._body())
            self._answer(200, asdict(self.partners.switch))
        except (TypeError, Problem):
            self._answer(400, {"status": 400, "detail": "Send do, on, times and seconds as JSON."})

    def do_POST(self) -> None:
        self._call()

    def do_DELETE(self) -> None:
        self._call()

    def _call(self) -> None:
        try:
            partner, verb, key, body = self._understood()
            switch = self.partners.switched(f"{partner}/{verb}")
            if switch.do == "fail":
                raise Problem(503, "Not now.")
            if switch.do == "refuse":
                raise Problem(409, "Refused, since the switch says so.", "demo")
            answer = self.partners.serve(partner, verb, key, body)
        except Problem as problem:
            self._answer(problem.status, problem.body, "application/problem+json")
            return
        if switch.do == "lose":
            self.close_connection = True  # it is done, and nobody is told
            return
        if switch.do == "delay":
            time.sleep(switch.seconds)
        self._answer(200, answer)

    def _understood(self) -> tuple[str, str, str | None, Json]:
        body = self._body()
        if self.token and not hmac.compare_digest(
            self.headers.get("Authorization", ""), f"Bearer {self.token}"
        ):
            raise Problem(401, "Send the token that was agreed on.")
        for (method, path), verb in ROUTES.items():
            match = path.fullmatch(self.path)
            if self.command == method and match:
                partner, *rest = match.groups()
                key = rest[0] if rest else None
                if self.headers.get("Idempotency-Key") != f"{key or body.get('key')}-{verb}":
                    raise Problem(400, "The Idempotency-Key is <key>-<verb>.", "idempotency_key")
                return partner, verb, key, body
        raise Problem(404, "There is no such call.")

    def _body(self) -> Json:
        length = int(self.headers.get("Content-Length") or 0)
        try:
            body = json.loads(self.rfile.read(length) or "{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise Problem(400, "The body is no JSON object.", "malformed")
        return body

    def _answer(self, status: int, body: Any, media_type: str = "application/json") -> None:
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def main() -> None:
    Handler.books = Books(Path(os.environ.get("PARTNERS_DB", "partners.db")))
    Handler.partners = Partners(
        Handler.books, json.loads(os.environ.get("PARTNERS_CAPACITY") or "{}")
    )
    Handler.token = os.environ.get("PARTNERS_TOKEN")
    server = Server(("127.0.0.1", int(os.environ.get("PARTNERS_PORT", "5005"))), Handler)
    scheme = "http"
    if certificate := os.environ.get("PARTNERS_CERTIFICATE"):
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate, os.environ.get("PARTNERS_KEY"))
        server.socket = tls.wrap_socket(  # not while the others wait to be accepted
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        scheme = "https"
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    print(f"ready: {scheme}://127.0.0.1:{server.server_port}/books", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
