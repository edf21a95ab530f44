"""Makes the table of what measure.py wrote: the rounds of each app and load taken together."""

import json
import sys
from collections import Counter

COLUMNS = [
    ("reservations/s", lambda load: load.rate(), "{:.1f}"),
    ("p50 ms", lambda load: load.percentile(50), "{:.0f}"),
    ("p95 ms", lambda load: load.percentile(95), "{:.0f}"),
    ("p99 ms", lambda load: load.percentile(99), "{:.0f}"),
    ("app CPU ms per reservation", lambda load: load.cpu_ms("app"), "{:.2f}"),
    ("app CPU ms per activity", lambda load: load.cpu_ms_per_activity(), "{:.2f}"),
    ("daprd CPU ms per reservation", lambda load: load.cpu_ms("daprd"), "{:.2f}"),
    ("scheduler CPU ms per reservation", lambda load: load.cpu_ms("scheduler"), "{:.2f}"),
    ("app RSS MiB", lambda load: load.rss("app"), "{:.0f}"),
    ("daprd RSS MiB", lambda load: load.rss("daprd"), "{:.0f}"),
]
CALLS = [
    ("activities", ["activity success", "activity failed", "activity recoverable"]),
    ("workflow turns", ["call CompleteOrchestratorTask"]),
    ("state reads", ["call GetState", "call GetBulkState"]),
    ("state writes", ["call SaveState", "call DeleteState"]),
    ("state transactions", ["call ExecuteStateTransaction"]),
    ("events", ["call PublishEvent"]),
]


class Load:
    """All rounds of one app at one number of clients."""

    def __init__(self, rounds):
        self.rounds = rounds
        self.latencies = sorted(ms for one in rounds for ms in one["latencies_ms"])
        self.reservations = len(self.latencies)
        self.counts = sum((Counter(one["counts"]) for one in rounds), Counter())

    def rate(self):
        return self.reservations / sum(one["seconds"] for one in self.rounds)

    def percentile(self, percent):
        rank = -(-self.reservations * percent // 100)  # rounded up: nearest rank
        return self.latencies[rank - 1]

    def _cpu_ms(self, process):
        return 1000 * sum(one["cpu_seconds"][process] for one in self.rounds)

    def cpu_ms(self, process):
        return self._cpu_ms(process) / self.reservations

    def cpu_ms_per_activity(self):
        return self._cpu_ms("app") / self.per_reservation(CALLS[0][1]) / self.reservations

    def rss(self, process):
        return max(one["rss_mib"][process] for one in self.rounds)

    def per_reservation(self, names):
        return sum(self.counts[name] for name in names) / self.reservations

    def spread(self, figure):
        """The highest round over the lowest, as a share."""
        figures = [figure(Load([one])) for one in self.rounds]
        return max(figures) / min(figures) - 1


def row(*cells):
    print("| " + " | ".join(cells) + " |")


def main(path):
    with open(path) as file:
        lines = [json.loads(line) for line in file]
    apps = list(dict.fromkeys(line["app"] for line in lines))
    levels = sorted({line["clients"] for line in lines})
    loads = {
        (level, app): Load([one for one in lines if (one["clients"], one["app"]) == (level, app)])
        for level in levels
        for app in apps
    }

    row("clients", "app", *(title for title, _, _ in COLUMNS))
    row(*["---"] * (2 + len(COLUMNS)))
    for level in levels:
        for app in apps:
            load = loads[level, app]
            row(str(level), app, *(form.format(figure(load)) for _, figure, form in COLUMNS))
        for app in apps[1:]:
            first, other = loads[level, apps[0]], loads[level, app]
            ratios = (f"{figure(other) / figure(first):.2f}" for _, figure, _ in COLUMNS)
            row(str(level), f"{app} ÷ {apps[0]}", *ratios)

    print("\nCalls of the engine per reservation, counted by daprd:\n")
    row("app", *(title for title, _ in CALLS))
    row(*["---"] * (1 + len(CALLS)))
    for app in apps:
        whole = Load([one for one in lines if one["app"] == app])
        row(app, *(f"{whole.per_reservation(names):.2f}" for _, names in CALLS))

    rate = max(load.spread(Load.rate) for load in loads.values())
    cpu = max(load.spread(lambda one: one.cpu_ms("app")) for load in loads.values())
    others = max(line["other_cores"] for line in lines)
    print(
        f"\n{len(lines) // len(loads)} rounds; the widest difference between rounds:"
        f" {rate:.0%} in reservations/s, {cpu:.0%} in the app's CPU."
        f" Others on the machine used up to {others:.2f} cores."
    )


if __name__ == "__main__":
    main(sys.argv[1])
