"""Writes where pip and npm take packages from on this machine, for a build inside an image.

    python3 .ci/package_sources.py FOLDER

It writes FOLDER/pip.conf and FOLDER/npmrc, and prints the mounts that a build needs for them, one a line:
these files, the certificates that this machine trusts, and local folders that pip looks into.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

CERTIFICATES = Path("/etc/ssl/certs")
SOURCES = (
    *("index-url", "extra-index-url", "find-links", "no-index"),
    *("trusted-host", "proxy", "timeout", "default-timeout"),
)
"""What says where packages come from; nothing else of pip's configuration matters to an image."""


def pip_sources() -> dict[str, str]:
    """Return what this machine's pip knows about where packages come from; variables take precedence."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, str] = {}
    for level in ("global", "install", ":env:"):
        for name, value in re.findall(rf"^{level}\.([a-z-]+)=(.+)$", listed, re.MULTILINE):
            if name in SOURCES:
                found[name.removeprefix("default-")] = str(ast.literal_eval(value))
    return found


def folders(sources: dict[str, str]) -> set[str]:
    """Return the local folders that pip looks into. An index at a/simple may refer to files at a/files."""
    found = set()
    for place in " ".join(sources.values()).split():
        path = Path(place.removeprefix("file://"))
        if path.is_absolute() and path.is_dir():
            found.add(str(path.parent if path.name == "simple" else path))
    return found


def main() -> None:
    """Write both files and print the mounts."""
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    sources = pip_sources()
    npm = Path.home() / ".npmrc"
    npm_lines = npm.read_text().splitlines() if npm.exists() else []
    bundle = CERTIFICATES / "ca-certificates.crt"
    if bundle.exists():
        sources["cert"] = str(bundle)
        npm_lines = [line for line in npm_lines if not line.startswith("cafile")] + [f"cafile={bundle}"]
        print(f"{CERTIFICATES}:{CERTIFICATES}:ro")
    pip_lines = ["[global]", *(f"{name} = {value}" for name, value in sources.items())]
    for name, lines, place in (
        ("pip.conf", pip_lines, "/etc/pip.conf"),
        ("npmrc", npm_lines, "/root/.npmrc"),
    ):
        file = folder / name
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n")
        print(f"{file}:{place}:ro")
    for local in sorted(folders(sources)):
        print(f"{local}:{local}:ro")


if __name__ == "__main__":
    main()
