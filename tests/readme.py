"""The commands of a README, run as a reader would: in a copy of its folder, with `yudane` on the path."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path


def run_blocks(folder: Path, readme: str, root: Path, then: str = "") -> str:
    """What all ```sh blocks print, run one after the other; of `then`, a last command, only that."""
    here = root / folder.name
    shutil.copytree(folder, here)
    command = root / "bin" / "yudane"
    command.parent.mkdir()
    run = f'exec {sys.executable} -c "from yudane.faces.cli.main import main; main()" "$@"\n'
    command.write_text(f"#!/bin/sh\n{run}")
    command.chmod(0o755)
    blocks = re.findall(r"^```sh\n(.*?)^```$", (folder / readme).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    script = "".join(blocks)
    if then:
        script = f"{{\n{script}}} >&2\n{then}\n"
    path = os.pathsep.join([str(command.parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        ["sh", "-e"], check=False, input=script, cwd=here, env=environment, text=True, capture_output=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
