"""The two steps as they cross the wire: see docs/polyglot.md of the service.

An answer is a value, a refusal too. An exception means that the effect is unknown: the saga asks
again under the same key.
"""

from decimal import Decimal
from typing import Any

from ledger import Charged, Ledger, Money

Json = dict[str, Any]


class PaymentSteps:
    def __init__(self, ledger: Ledger, decline_above: Decimal | None = None) -> None:
        self._ledger = ledger
        self._decline_above = decline_above

    def process_payment(self, call: Json) -> Json:
        if call.get("demo_refusal"):
            return _refused("demo", "The demo's run_type lets process-payment refuse.")
        wanted = call["amount"]
        money = Money(Decimal(wanted["amount"]), wanted["currency"])
        answer = self._ledger.charge(call["key"], money, self._declines)
        if not isinstance(answer, Charged):
            return _refused(answer.code, answer.message)
        return {
            "reference": answer.reference,
            "status": "CHARGED",
            "amount": {
                "amount": str(answer.money.amount),
                "currency": answer.money.currency,
            },
        }

    def refund_payment(self, call: Json) -> Json:
        self._ledger.refund(call["key"])
        return {"key": call["key"]}

    def _declines(self, money: Money) -> bool:
        return self._decline_above is not None and money.amount > self._decline_above


def _refused(code: str, message: str) -> Json:
    return {"refused": {"code": code, "message": message}}
