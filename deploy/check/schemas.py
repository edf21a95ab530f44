"""Writes JSON schemas for kubeconform: schemas.py KUBERNETES DAPR DIRECTORY

KUBERNETES is the source of k8s.io/kubernetes, whose OpenAPI description has every kind; DAPR that of
github.com/dapr/dapr, whose chart has the definitions of Dapr's kinds. A field that a kind does not
have is an error, as for the API server with fieldValidation=Strict.
"""

import json
import pathlib
import sys

import yaml

PREFIX = "#/definitions/"


def strict(schema):
    """The schema with every object closed that names its fields."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    if closed.get("format") == "int-or-string" or closed.get("x-kubernetes-int-or-string"):
        return {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    properties = closed.get("properties")
    if (
        isinstance(properties, dict)
        and "additionalProperties" not in closed
        and not closed.get("x-kubernetes-preserve-unknown-fields")
    ):
        closed["additionalProperties"] = False
    return closed


def references(schema):
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(PREFIX)
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for one in schema:
            yield from references(one)


def reachable(name, definitions):
    found, left = {}, [name]
    while left:
        next_one = left.pop()
        if next_one not in found:
            found[next_one] = definitions[next_one]
            left += references(definitions[next_one])
    return found


def write(directory, group, version, kind, schema):
    suffix = "-".join(part for part in (group.split(".")[0], version) if part)
    path = directory / f"{kind}-{suffix}.json".lower()
    path.write_text(json.dumps(schema))


def kubernetes(source, directory):
    description = json.loads((source / "api/openapi-spec/swagger.json").read_text())
    definitions = {name: strict(one) for name, one in description["definitions"].items()}
    # A number is a quantity, too.
    definitions["io.k8s.apimachinery.pkg.api.resource.Quantity"] = {"type": ["string", "number"]}
    for name, definition in definitions.items():
        for kind in definition.get("x-kubernetes-group-version-kind", []):
            used = reachable(name, definitions)
            schema = {"$ref": PREFIX + name, "definitions": used}
            write(directory, kind["group"], kind["version"], kind["kind"], schema)


def dapr(source, directory):
    for file in (source / "charts/dapr/crds").glob("*.yaml"):
        for definition in yaml.safe_load_all(file.read_text()):
            spec = definition["spec"]
            for version in spec["versions"]:
                schema = strict(version["schema"]["openAPIV3Schema"])
                # Any object to the API server, which checks it by itself.
                schema["properties"]["metadata"] = {"type": "object"}
                write(directory, spec["group"], version["name"], spec["names"]["kind"], schema)


if __name__ == "__main__":
    kubernetes_source, dapr_source, target = (pathlib.Path(path) for path in sys.argv[1:])
    target.mkdir(parents=True, exist_ok=True)
    kubernetes(kubernetes_source, target)
    dapr(dapr_source, target)
