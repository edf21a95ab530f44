"""Serves process-payment and refund-payment to the saga, through a Dapr sidecar of its own.

Settings, from the environment:
  DAPR_GRPC_PORT or DAPR_GRPC_ENDPOINT  the sidecar
  PAYMENTS_DB                           the ledger's file; payments.db
  PAYMENTS_DECLINE_ABOVE                charges above this amount are declined; none are
  PAYMENTS_PAUSE                        seconds between a charge and its answer, to try what
                                        happens when the worker dies in between; 0
"""

import logging
import os
import signal
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

from dapr.ext.workflow import WorkflowActivityContext, WorkflowRuntime

from ledger import Ledger
from steps import Json, PaymentSteps

LOG = logging.getLogger("payments")


def runtime_of(steps: PaymentSteps, pause: float) -> WorkflowRuntime:
    runtime = WorkflowRuntime()

    def process_payment(ctx: WorkflowActivityContext, call: Json) -> Json:
        answer = steps.process_payment(call)
        time.sleep(pause)
        return _logged("process-payment", call, answer)

    def refund_payment(ctx: WorkflowActivityContext, call: Json) -> Json:
        return _logged("refund-payment", call, steps.refund_payment(call))

    runtime.register_activity(process_payment, name="process-payment")
    runtime.register_activity(refund_payment, name="refund-payment")
    return runtime


def _logged(step: str, call: Json, answer: Json) -> Json:
    """No amounts and no references: a log is read by more people than a ledger."""
    ending = "refused" if "refused" in answer else "done"
    LOG.info("%s %s attempt %s: %s", call["reservation_id"], step, call["attempt"], ending)
    return answer


def _console() -> logging.Handler:
    """For our own lines; the SDK brings a handler for its own."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s: %(message)s"))
    return handler


def _decline_above() -> Decimal | None:
    limit = os.environ.get("PAYMENTS_DECLINE_ABOVE")
    return Decimal(limit) if limit else None


def main() -> int:
    LOG.setLevel(logging.INFO)
    LOG.addHandler(_console())
    ledger = Ledger(Path(os.environ.get("PAYMENTS_DB", "payments.db")))
    steps = PaymentSteps(ledger, _decline_above())
    runtime = runtime_of(steps, float(os.environ.get("PAYMENTS_PAUSE", "0")))

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())

    failures: list[BaseException] = []

    def start() -> None:
        try:
            runtime.start()  # waits for the sidecar, however long it takes
            LOG.info("ready")
        except BaseException as failure:
            failures.append(failure)
            stopping.set()

    starting = threading.Thread(target=start, name="start")
    starting.start()
    stopping.wait()
    told_to_stop = not failures
    runtime.shutdown()  # what still runs is asked for again: its key makes that harmless
    starting.join()
    if told_to_stop:
        LOG.info("stopped")
        return 0
    LOG.error("The worker did not start: %s", failures[0])
    return 1


if __name__ == "__main__":
    sys.exit(main())
