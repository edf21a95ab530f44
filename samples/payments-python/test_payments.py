import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from ledger import Ledger
from steps import PaymentSteps

KEY = "r1-payment"


@pytest.fixture
def steps(tmp_path: Path) -> PaymentSteps:
    return PaymentSteps(Ledger(tmp_path / "payments.db"), decline_above=Decimal("500"))


def call(amount: str = "412.50", key: str = KEY, **more) -> dict:
    return {
        "reservation_id": "r1",
        "attempt": 1,
        "demo_refusal": False,
        "key": key,
        "amount": {"amount": amount, "currency": "EUR"},
        **more,
    }


def refund(key: str = KEY) -> dict:
    return {"reservation_id": "r1", "attempt": 1, "demo_refusal": False, "key": key}


def test_charges_and_answers_in_the_contracts_words(steps):
    answer = steps.process_payment(call())

    assert answer.pop("reference").startswith("PY-")
    assert answer == {"status": "CHARGED", "amount": {"amount": "412.50", "currency": "EUR"}}


def test_answers_the_same_however_often_it_is_asked(steps):
    first = steps.process_payment(call())

    assert steps.process_payment(call(attempt=2)) == first


def test_answers_the_same_after_a_restart(tmp_path):
    file = tmp_path / "payments.db"
    first = PaymentSteps(Ledger(file)).process_payment(call())

    assert PaymentSteps(Ledger(file)).process_payment(call()) == first


def test_charges_once_when_two_attempts_run_at_a_time(steps):
    together = threading.Barrier(8)

    def attempt(_) -> str:
        together.wait()
        return steps.process_payment(call())["reference"]

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(attempt, range(8)))) == 1


def test_declines_above_the_limit_and_keeps_to_it(tmp_path):
    file = tmp_path / "payments.db"
    strict = PaymentSteps(Ledger(file), decline_above=Decimal("412.49"))
    lenient = PaymentSteps(Ledger(file))

    assert strict.process_payment(call())["refused"]["code"] == "card_declined"
    assert lenient.process_payment(call())["refused"]["code"] == "card_declined"


def test_charges_what_is_just_at_the_limit(steps):
    assert steps.process_payment(call("500.00"))["status"] == "CHARGED"
    assert "refused" in steps.process_payment(call("500.01", key="r2-payment"))


def test_refunds_as_often_as_it_is_asked(steps):
    steps.process_payment(call())

    assert steps.refund_payment(refund()) == {"key": KEY}
    assert steps.refund_payment(refund()) == {"key": KEY}


@pytest.mark.parametrize("charged_before", [True, False])
def test_turns_down_a_charge_that_comes_after_its_refund(steps, charged_before):
    if charged_before:
        steps.process_payment(call())
    steps.refund_payment(refund())

    assert steps.process_payment(call())["refused"]["code"] == "voided"


def test_keeps_the_keys_apart(steps):
    steps.refund_payment(refund())

    assert steps.process_payment(call(key="r2-payment"))["status"] == "CHARGED"


def test_refuses_for_the_demo_without_an_effect(steps):
    assert steps.process_payment(call(demo_refusal=True))["refused"]["code"] == "demo"
    assert steps.process_payment(call())["status"] == "CHARGED"


def test_takes_a_call_it_cannot_read_for_a_fault(steps):
    with pytest.raises(KeyError):
        steps.process_payment({"reservation_id": "r1", "attempt": 1})
