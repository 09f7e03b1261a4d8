"""Judges objects by kubernetes-validate's strict schemas: JSON lines of {object} in, verdicts out.

usage: schemas.py 1.33 1.34 ... < objects.jsonl
A verdict is {subject, judge, problems}: the object's line from 0, the Kubernetes minor, and every
problem of it, or null where that minor knows no such object.

The package's own `validate` is not called: it stops at the first problem, reads 1.5 MB of JSON for
each object, and falls back on an older minor where one is missing.
"""

import json
import sys
from functools import cache
from importlib.resources import files

from jsonschema import Draft202012Validator, validators
from referencing import Registry, Resource

SCHEMAS = files("kubernetes_validate") / "kubernetes-json-schema"


def is_integer(_, value):
    """jsonschema takes 1.0 for an integer; Go's decoder does not."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_null(_, value):
    """The schemas allow null nearly everywhere; to a server it is an absent field, so we write none."""
    return False


types = Draft202012Validator.TYPE_CHECKER.redefine_many({"integer": is_integer, "null": is_null})
Validator = validators.extend(Draft202012Validator, type_checker=types)


def read(minor, name):
    return json.loads((SCHEMAS / f"v{minor}.0-local-strict" / name).read_text())


@cache
def definitions(minor):
    return Resource.from_contents(read(minor, "_definitions.json")) @ Registry()


@cache
def validator(minor, api_version, kind):
    group, _, version = api_version.rpartition("/")
    # File names hold the first label of a group only, in which `apps.example.com` is `apps`:
    # the schema itself says which kind of which group it is for.
    parts = [kind.lower(), group.split(".")[0], version]
    try:
        schema = read(minor, "-".join(filter(None, parts)) + ".json")
    except FileNotFoundError:
        return None
    identity = {"group": group, "version": version, "kind": kind}
    if identity not in schema.get("x-kubernetes-group-version-kind", []):
        return None
    return Validator(schema, registry=Resource.from_contents(schema) @ definitions(minor))


def judge(minor, value):
    found = validator(minor, value.get("apiVersion", ""), value.get("kind", ""))
    if found is None:
        return None
    return [f"{error.json_path}: {error.message}" for error in found.iter_errors(value)]


minors = sys.argv[1:]
for minor in minors:
    definitions(minor)  # a minor that the package lacks ends it here, not in a verdict
for subject, line in enumerate(sys.stdin):
    value = json.loads(line)["object"]
    for minor in minors:
        print(json.dumps({"subject": subject, "judge": minor, "problems": judge(minor, value)}))
