"""Reads YAML the 1.1 way: one JSON string a line in, the list of its documents as JSON a line out."""

import json
import sys

import yaml


def typed(value):
    """What JSON cannot hold (a date) is shown with its type, and so equals no value of another reader."""
    return f"{type(value).__name__} {value}"


for line in sys.stdin:
    documents = yaml.load_all(json.loads(line), Loader=yaml.CSafeLoader)
    # null documents are those that hold only comments
    values = [document for document in documents if document is not None]
    print(json.dumps(values, default=typed, allow_nan=False))
