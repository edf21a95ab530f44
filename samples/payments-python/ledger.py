"""What became of each charge, by its key, in one SQLite file.

A key is used once: the first answer under it is the answer for good, whatever is asked again and
however often. Refunding a key voids it, also one that was never charged, so that a charge which
arrives after its refund is turned down.
"""

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS charge (
  key       TEXT PRIMARY KEY,
  state     TEXT NOT NULL CHECK (state IN ('charged', 'declined', 'void')),
  reference TEXT,
  amount    TEXT,
  currency  TEXT
) WITHOUT ROWID
"""


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Charged:
    reference: str
    money: Money


@dataclass(frozen=True)
class Refused:
    code: str
    message: str


Answer = Charged | Refused

_DECLINED = Refused("card_declined", "The card was declined.")
_VOID = Refused("voided", "The payment was already cancelled.")


class Ledger:
    """Safe for many threads and processes on one machine: each call is one transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._open()) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(_SCHEMA)

    def charge(self, key: str, money: Money, declines: Callable[[Money], bool]) -> Answer:
        """Charges once per key. Stored before it is answered."""
        with self._transaction() as db:
            answer = _found(db, key)
            if answer is None:
                answer = _DECLINED if declines(money) else Charged(_new_reference(), money)
                _store(db, key, money, answer)
            return answer

    def refund(self, key: str) -> None:
        """Gives back what was charged under the key, if anything was, and voids the key."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO charge (key, state) VALUES (?, 'void')"
                " ON CONFLICT (key) DO UPDATE SET state = 'void'",
                (key,),
            )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(self._open()) as db:
            db.execute("BEGIN IMMEDIATE")
            with db:  # commits, or rolls back
                yield db

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=5, isolation_level=None)
        db.execute("PRAGMA synchronous = FULL")  # what was answered survives a power cut
        return db


def _found(db: sqlite3.Connection, key: str) -> Answer | None:
    row = db.execute(
        "SELECT state, reference, amount, currency FROM charge WHERE key = ?", (key,)
    ).fetchone()
    if row is None:
        return None
    state, reference, amount, currency = row
    if state == "void":
        return _VOID
    if state == "declined":
        return _DECLINED
    return Charged(reference, Money(Decimal(amount), currency))


def _store(db: sqlite3.Connection, key: str, money: Money, answer: Answer) -> None:
    charged = isinstance(answer, Charged)
    db.execute(
        "INSERT INTO charge (key, state, reference, amount, currency) VALUES (?, ?, ?, ?, ?)",
        (
            key,
            "charged" if charged else "declined",
            answer.reference if charged else None,
            str(money.amount),
            money.currency,
        ),
    )


def _new_reference() -> str:
    return "PY-" + secrets.token_hex(4).upper()
