"""The mails that are to be sent, in one SQLite file: one for each event, however often it comes."""

import sqlite3
import threading
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS seen (event_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS final (reservation_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mail (
  number         INTEGER PRIMARY KEY,
  event_id       TEXT NOT NULL,
  reservation_id TEXT NOT NULL,
  text           TEXT NOT NULL
);
"""
_TEXTS = {
    "reservation.confirmed": "Your trip is booked.",
    "reservation.rejected": "Your trip could not be booked: {reason}",
    "reservation.cancelled": "Your trip is cancelled, and what you paid is given back.",
    "reservation.attention": "We are looking after your trip, and will write again.",
}
_FINAL = {"reservation.rejected", "reservation.cancelled"}


class Outbox:
    """Safe for many threads: each event is one transaction."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
        self._db.executescript(_SCHEMA)

    def take(self, event: dict) -> None:
        """Writes the mail of an outcome event, unless it was written, or is old news.

        That the event was seen is stored together with the mail: a crash in between would lose
        the mail, or write it twice.
        """
        kind, reservation = event["type"], event["subject"]
        with self._lock, self._db:  # commits, or rolls back
            self._db.execute("BEGIN IMMEDIATE")
            if not self._first("seen", "event_id", event["id"]):
                return
            old_news = self._is_final(reservation)
            if kind in _FINAL:
                self._first("final", "reservation_id", reservation)
            text = _TEXTS.get(kind)  # a type that is not known yet is none of our business
            if text is None or old_news:
                return
            reason = event["data"].get("reason", {}).get("message", "")
            self._db.execute(
                "INSERT INTO mail (event_id, reservation_id, text) VALUES (?, ?, ?)",
                (event["id"], reservation, text.format(reason=reason)),
            )

    def mails(self) -> list[dict]:
        with self._lock:
            rows = self._db.execute("SELECT event_id, reservation_id, text FROM mail ORDER BY number")
            return [dict(zip(("event_id", "reservation_id", "text"), row)) for row in rows]

    def _first(self, table: str, column: str, value: str) -> bool:
        added = self._db.execute(
            f"INSERT INTO {table} ({column}) VALUES (?) ON CONFLICT DO NOTHING", (value,)
        )
        return added.rowcount == 1

    def _is_final(self, reservation: str) -> bool:
        found = self._db.execute("SELECT 1 FROM final WHERE reservation_id = ?", (reservation,))
        return found.fetchone() is not None
