"""Judges custom resources by the definitions of their kinds: JSON lines of {object} in, verdicts out.

usage: definitions.py DEFINITION... < objects.jsonl
A verdict is {subject, judge, problems}: the object's line from 0, the definition's name, and every problem, or null
where no definition of that kind is named.

The schemas of definitions let unknown fields pass, since a server drops them: here each object takes only the fields that
its schema names.
"""

import json
import sys

import yaml
from jsonschema import Draft202012Validator, validators

types = Draft202012Validator.TYPE_CHECKER.redefine(
    "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
)
Validator = validators.extend(Draft202012Validator, type_checker=types)


def closed(schema, whole=False):
    """The schema as JSON Schema has it, each of its objects with no other fields than those that it names."""
    if not isinstance(schema, dict):
        return schema
    made = dict(schema)
    if "properties" in schema:
        made["properties"] = {name: closed(field) for name, field in schema["properties"].items()}
        if whole:
            # Every object has these, and the schema of a definition does not repeat them.
            made["properties"].update({"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {}})
        if "additionalProperties" not in schema and not schema.get("x-kubernetes-preserve-unknown-fields"):
            made["additionalProperties"] = False
    if isinstance(schema.get("additionalProperties"), dict):
        made["additionalProperties"] = closed(schema["additionalProperties"])
    if "items" in schema:
        made["items"] = closed(schema["items"])
    if schema.get("x-kubernetes-int-or-string"):
        made["type"] = ["integer", "string"]
    return made


known = {}
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        for definition in yaml.safe_load_all(file):
            spec = definition["spec"]
            for version in spec["versions"]:
                key = (f"{spec['group']}/{version['name']}", spec["names"]["kind"])
                schema = closed(version["schema"]["openAPIV3Schema"], whole=True)
                known[key] = (definition["metadata"]["name"], Validator(schema))

for subject, line in enumerate(sys.stdin):
    value = json.loads(line)["object"]
    name, validator = known.get((value.get("apiVersion"), value.get("kind")), ("no definition", None))
    problems = validator and [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
    print(json.dumps({"subject": subject, "judge": name, "problems": problems}))
