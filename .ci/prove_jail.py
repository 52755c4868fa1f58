"""Runs the jail's own self-test in the guest of prove-arm64, with Python's standard library alone."""

from __future__ import annotations

import platform
import tempfile
from pathlib import Path

from mayfly.cad.sandbox.jail import layers, selftest

ROWS = selftest.prove(
    layers.Policy(
        folder=-1,
        readable=("/usr",),
        uid=1_879_048_192,
        memory_bytes=1 << 30,
        cpu_seconds=60,
        file_bytes=1 << 20,
    ),
    Path(tempfile.mkdtemp()),
)
print(f"jail: {platform.machine()}, Linux {platform.release()}, Python {platform.python_version()}")
for row in ROWS:
    print(f"jail: {row['name']}: {'holds' if row['works'] else 'does NOT hold'} ({row['detail']})")
if len(ROWS) >= 5 and all(row["works"] for row in ROWS):
    print("jail: all layers hold")
