"""What is said in several files is the same in all of them, and every stop has the time it takes:
agree.py DAPR, the source of github.com/dapr/dapr, where the options of its commands are.
"""

import json
import pathlib
import re
import sys

import yaml
from cfnlint.decode import decode_str

ROOT = pathlib.Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
# The service is done with a SIGTERM within so many seconds.
DRAIN = 25


def check(holds, what):
    if not holds:
        raise SystemExit(f"deploy/check/agree.py: {what}")


def text(path):
    return (ROOT / path).read_text()


def templates():
    return {
        path.parent.name: decode_str(path.read_text())[0]
        for path in sorted(DEPLOY.glob("*/template.yaml"))
    }


def parameters():
    """A parameter of one name takes the same everywhere."""
    known = {}
    for name, template in templates().items():
        for parameter, definition in template["Parameters"].items():
            takes = definition["Type"].replace("CommaDelimitedList", "List<AWS::EC2::Subnet::Id>")
            first, as_there = known.setdefault(parameter, (name, takes))
            check(takes == as_there, f"{parameter} is another parameter in {first} and {name}")


def dapr_version():
    """What the tests run on."""
    version = re.search(r"github.com/dapr/dapr v(\S+)", text("src/test/dapr/go.mod"))[1]
    for path in ("deploy/ecs-fargate/Dockerfile.daprd", "deploy/ecs-fargate/template.yaml"):
        found = set(re.findall(r"daprio/\w+:(\S+?)\"?$", text(path), re.MULTILINE))
        check(found == {version}, f"{path} has Dapr {sorted(found)}, the tests have {version}")


def dapr_commands():
    """Each line by which a part of Dapr is started, in units and in the template."""
    for unit in (DEPLOY / "ec2/systemd").glob("dapr*.service"):
        yield re.search(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)[1].split()
    for resource in templates()["ecs-fargate"]["Resources"].values():
        for container in resource["Properties"].get("ContainerDefinitions", []):
            if "Command" in container:
                yield [one if isinstance(one, str) else one["Fn::Sub"] for one in container["Command"]]


def dapr_options(source):
    """Dapr's commands have the options that they are given."""
    of_all = {"log-as-json"} | named((source / "pkg/metrics/options.go").read_text())
    commands = list(dapr_commands())
    check(len(commands) == 6, f"{len(commands)} commands of Dapr")
    for command, *options in commands:
        part = command.rsplit("/", 1)[1]
        known = of_all | named((source / f"cmd/{part}/options/options.go").read_text())
        for option in options:
            name = option.removeprefix("--").split("=")[0]
            check(name in known, f"{part} has no option {option}")


def named(go):
    return set(re.findall(r'"([a-z][a-z-]+)"', go))


def jvm():
    """The same options in the image and on a machine; and how the image is asked for its health."""
    dockerfile = text("src/main/docker/Dockerfile.jvm")
    check('"@/app/jvm.options"' in dockerfile, "Dockerfile.jvm has other options of the JVM")
    unit = text("deploy/ec2/systemd/reservations.service")
    check("java @/opt/reservations/jvm.options" in unit, "reservations.service has other options")
    arenas = re.search(r"MALLOC_ARENA_MAX=\d+", dockerfile)[0]
    check(f"Environment={arenas}\n" in unit, f"reservations.service is without {arenas}")
    asks = re.search(r"CMD (\[\"/bin/bash\".*\])$", dockerfile, re.MULTILINE)[1]
    containers = templates()["ecs-fargate"]["Resources"]["ServiceTask"]["Properties"]
    service = {one["Name"]: one for one in containers["ContainerDefinitions"]}["reservations"]
    # Docker takes the backslashes of printf doubled, as JSON has them.
    check(
        service["HealthCheck"]["Command"]["Fn::If"][2] == ["CMD", *json.loads(asks)],
        "ecs-fargate asks for the health in another way than Dockerfile.jvm",
    )


def units():
    for path in (DEPLOY / "ec2/systemd").glob("*.service"):
        unit = path.read_text()
        if "Type=exec" not in unit:
            continue
        check("Restart=always" in unit, f"{path.name} is not started again")
        stop = int(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)[1])
        least = DRAIN + 5 if path.name == "reservations.service" else 10
        check(stop >= least, f"{path.name} has {stop} s to stop")


def kubernetes():
    deployment = yaml.safe_load(text("deploy/kubernetes/deployment.yaml"))
    pod = deployment["spec"]["template"]
    spec, notes = pod["spec"], pod["metadata"]["annotations"]
    service = spec["containers"][0]
    pause = service["lifecycle"]["preStop"]["sleep"]["seconds"]
    blocked = int(notes["dapr.io/block-shutdown-duration"].removesuffix("s"))
    then = int(notes["dapr.io/graceful-shutdown-seconds"])
    grace = spec["terminationGracePeriodSeconds"]
    check(blocked >= pause + DRAIN, f"the sidecar goes after {blocked} s, in the middle of the drain")
    check(grace >= max(pause + DRAIN + 5, blocked + then + 5), f"{grace} s are too few for a stop")
    components = "".join(
        path.read_text() for path in sorted((ROOT / "components/postgres-kafka").glob("*.yaml"))
    )
    wanted = set(re.findall(r"envRef: (\w+)", components))
    given = {one.split("=")[0] for one in notes["dapr.io/env-from-secret"].split(",")}
    check(given == wanted, f"the sidecar is given {sorted(given)}, its components want {sorted(wanted)}")
    configuration = yaml.safe_load(text("components/config.yaml"))
    check(notes["dapr.io/config"] == configuration["metadata"]["name"], "the sidecar's configuration")
    for probe, path in (
        ("startupProbe", "/q/health/live"),
        ("livenessProbe", "/q/health/live"),
        ("readinessProbe", "/q/health/ready"),
    ):
        check(service[probe]["httpGet"]["path"] == path, f"{probe} does not ask {path}")


if __name__ == "__main__":
    parameters()
    dapr_version()
    dapr_options(pathlib.Path(sys.argv[1]))
    jvm()
    units()
    kubernetes()
    print("The files agree with each other.")
