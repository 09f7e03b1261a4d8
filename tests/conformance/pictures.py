"""Reads pictures in SVG as XML: JSON lines of {text} in, the texts of the frames and the number of arrows out."""

import json
import sys
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"

for subject, line in enumerate(sys.stdin):
    root = ElementTree.fromstring(json.loads(line)["text"])
    assert root.tag == SVG + "svg", root.tag
    groups = [group.findall(SVG + "text") for group in root.iter(SVG + "g")]
    frames = [" ".join(text.text for text in texts) for texts in groups if [text.get("class") for text in texts] == ["kind", "name"]]
    arrows = sum("marker-end" in path.attrib for path in root.iter(SVG + "path"))
    print(json.dumps({"subject": subject, "objects": frames, "arrows": arrows}))
