"""What became of each key at each partner, in one SQLite file: the four duties of docs/partners.md.

One effect per key; undoing voids the key, also one that was never used; a refusal is an answer;
confirming needs a hold. What is answered is stored first.
"""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
  partner   TEXT NOT NULL,
  key       TEXT NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('taken', 'confirmed', 'void')),
  resource  TEXT,
  reference TEXT,
  amount    TEXT,
  currency  TEXT,
  PRIMARY KEY (partner, key)
) WITHOUT ROWID
"""


@dataclass(frozen=True)
class Taken:
    reference: str
    amount: str
    currency: str


@dataclass(frozen=True)
class Refused:
    code: str
    detail: str


_VOID = Refused("voided", "It was already cancelled.")
_PREFIX = {"flight": "AIR", "car": "RENT", "payment": "BANK"}
_NONE_LEFT = {"flight": "no_seats", "car": "no_cars"}


class Books:
    """Safe for many threads: each call is one transaction."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")  # what was answered survives a power cut
        self._db.execute(_SCHEMA)

    def take(
        self, partner: str, key: str, resource: str, price: tuple[str, str], limit: int | None
    ) -> Taken | Refused:
        """Takes one of the resource, once per key; as long as fewer than the limit are taken."""
        with self._transaction() as db:
            row = self._row(partner, key)
            if row is not None:
                return _answer_again(row)
            if limit is not None and self._count(partner, resource) >= limit:
                return Refused(_NONE_LEFT[partner], f"None is left: {resource}.")
            taken = Taken(f"{_PREFIX[partner]}-{secrets.token_hex(4).upper()}", *price)
            db.execute(
                "INSERT INTO entry VALUES (?, ?, 'taken', ?, ?, ?, ?)",
                (partner, key, resource, taken.reference, taken.amount, taken.currency),
            )
            return taken

    def confirm(self, partner: str, key: str) -> Refused | None:
        with self._transaction() as db:
            row = self._row(partner, key)
            if row is None:
                return Refused("not_held", "There is nothing held that could be confirmed.")
            if row["state"] == "void":
                return _VOID
            db.execute(
                "UPDATE entry SET state = 'confirmed' WHERE partner = ? AND key = ?", (partner, key)
            )
            return None

    def undo(self, partner: str, key: str) -> None:
        """Gives back what was taken under the key, if anything was, and voids the key."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO entry (partner, key, state) VALUES (?, ?, 'void')"
                " ON CONFLICT (partner, key) DO UPDATE SET state = 'void'",
                (partner, key),
            )

    def entries(self) -> list[dict]:
        with self._transaction() as db:
            return [dict(row) for row in db.execute("SELECT * FROM entry ORDER BY partner, key")]

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._db:  # commits, or rolls back
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db

    def _row(self, partner: str, key: str) -> sqlite3.Row | None:
        return self._db.execute(
            "SELECT * FROM entry WHERE partner = ? AND key = ?", (partner, key)
        ).fetchone()

    def _count(self, partner: str, resource: str) -> int:
        return self._db.execute(
            "SELECT count(*) FROM entry WHERE partner = ? AND resource = ? AND state <> 'void'",
            (partner, resource),
        ).fetchone()[0]


def _answer_again(row: sqlite3.Row) -> Taken | Refused:
    if row["state"] == "void":
        return _VOID
    return Taken(row["reference"], row["amount"], row["currency"])
