"""What is said in several files is the same in all of them, and every stop has the time it takes."""

import json
import pathlib
import re

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
    jvm()
    units()
    kubernetes()
    print("The files agree with each other.")
