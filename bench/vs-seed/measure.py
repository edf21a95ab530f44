"""Books in a closed loop for a while and tells what that took, as one line of JSON.

Any answer but 200, and any workflow that failed behind one, ends it with an error.
"""

import argparse
import http.client
import json
import os
import re
import threading
import time
import urllib.request
from collections import Counter
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

BODY = json.dumps(
    {"first_name": "hello", "last_name": "there", "location": "spain", "car_class": "compact"}
).encode()
TICKS = os.sysconf("SC_CLK_TCK")
SAMPLE = re.compile(r"^(\w+)\{(.*)\} (\S+)$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="([^"]*)"')


def book_until(port, end, stop):
    """One client: the next reservation when the last one is answered. Latencies in ms."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    latencies = []
    while (begun := time.monotonic()) < end and not stop.is_set():
        connection.request("POST", "/reserveFlight", BODY, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise SystemExit(f"answered {response.status}: {answer[:500]!r}")
        latencies.append(round((time.monotonic() - begun) * 1000, 2))
    return latencies


def book(port, clients, end):
    """All clients until the end, or until one of them fails."""
    stop = threading.Event()
    with ThreadPoolExecutor(clients) as pool:
        running = [pool.submit(book_until, port, end, stop) for _ in range(clients)]
        try:
            wait(running, return_when=FIRST_EXCEPTION)
        finally:
            stop.set()
    return [latency for client in running for latency in client.result()]


def stat(pid):
    """Parent and CPU ticks of a process, of the children it has waited for too."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[11:15]))


def family(root):
    """The process and all below it, with the CPU ticks of each."""
    parents, ticks = {}, {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parents[int(name)], ticks[int(name)] = stat(name)
            except OSError:
                continue  # ended meanwhile
    members = [root]
    for member in members:
        members += [pid for pid, parent in parents.items() if parent == member]
    return {pid: ticks[pid] for pid in members}


def cpu_seconds(processes):
    return {name: sum(family(pid).values()) / TICKS for name, pid in processes.items()}


def rss_mib(pid):
    total = 0
    for member in family(pid):
        with open(f"/proc/{member}/status") as file:
            total += int(re.search(r"VmRSS:\s+(\d+) kB", file.read())[1])
    return total // 1024


def machine_seconds():
    """CPU seconds of everything on the machine, steal by its host included."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, irq, softirq, steal = map(int, file.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


def daprd_counts(port):
    """What daprd has counted: calls by method, activities and workflows by status."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as response:
        text = response.read().decode()
    counts = Counter()
    for name, labels, value in SAMPLE.findall(text):
        label = dict(LABEL.findall(labels))
        if name == "dapr_grpc_io_server_completed_rpcs":
            counts["call " + label["grpc_server_method"].rpartition("/")[2]] += int(float(value))
        elif name == "dapr_runtime_workflow_activity_execution_count":
            counts["activity " + label["status"]] += int(float(value))
        elif name == "dapr_runtime_workflow_execution_count":
            counts["workflow " + label["status"]] += int(float(value))
    return counts


def counts_since(before, port, reservations):
    """Waits for the last ones: daprd counts a workflow when its caller may have its answer."""
    deadline = time.monotonic() + 10
    while True:
        counts = daprd_counts(port)
        counts.subtract(before)
        if counts["workflow success"] >= reservations or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    failed = {name: n for name, n in counts.items() if name.startswith("workflow ") and n}
    failed.pop("workflow success", None)
    if failed or counts["workflow success"] < reservations:
        done = counts["workflow success"]
        raise SystemExit(f"{reservations} answers of 200, {done} workflows done, others: {failed}")
    return {name: n for name, n in counts.items() if n}


def measure(options):
    processes = dict(options.process)
    counts = daprd_counts(options.metrics_port)
    own, machine, cpu = time.process_time(), machine_seconds(), cpu_seconds(processes)
    begun = time.monotonic()
    latencies = book(options.port, options.clients, begun + options.seconds)
    seconds = time.monotonic() - begun
    cpu = {name: round(after - cpu[name], 2) for name, after in cpu_seconds(processes).items()}
    driver = time.process_time() - own
    others = machine_seconds() - machine - sum(cpu.values()) - driver
    return {
        "app": options.app,
        "clients": options.clients,
        "seconds": round(seconds, 3),
        "cpu_seconds": cpu,
        "driver_cpu_seconds": round(driver, 2),
        "other_cores": round(others / seconds, 3),
        "rss_mib": {name: rss_mib(pid) for name, pid in processes.items()},
        "counts": counts_since(counts, options.metrics_port, len(latencies)),
        "latencies_ms": latencies,
    }


def process(text):
    name, _, pid = text.partition("=")
    return name, int(pid)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--app", required=True, help="name in the table")
    parser.add_argument("--port", type=int, required=True, help="the app's HTTP port")
    parser.add_argument("--metrics-port", type=int, required=True, help="daprd's metrics port")
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--process", type=process, action="append", help="name=pid to account for")
    print(json.dumps(measure(parser.parse_args())))


if __name__ == "__main__":
    main()
