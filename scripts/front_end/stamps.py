"""Whether a step has anything to do: a fingerprint of its inputs, kept beside its results."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """One hash over the names and contents of files, and over words that matter too."""
    total = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        total.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def is_current(stamp: Path, value: str, results: Iterable[Path]) -> bool:
    """Whether the stamp says `value` and every result is there."""
    return stamp.is_file() and stamp.read_text() == value and all(r.exists() for r in results)


def write(path: Path, content: bytes | str) -> None:
    """Replace a file whole, because a page may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.chmod(name, 0o644)
    os.replace(name, path)
