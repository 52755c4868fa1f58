"""make fuzz: schemathesis sends what the OpenAPI document allows, and what it does not, to a real server.

Run as ``python -m tests.http.fuzz_document SCHEMATHESIS``, with the path of the
command, which lives in an environment of its own. The seed is fixed, so that a
second run sends the same. Exit code 0: no server error, and every answer is
one of the document.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.http.test_server import SERVE, served

_TOKEN = "the-token-of-this-run"  # noqa: S105
_EXAMPLES = 20
_LIMIT_SECONDS = 300.0

_OPTIONS = (
    "--seed=1",
    f"--max-examples={_EXAMPLES}",
    "--generation-database=none",
    "--continue-on-failure",
    "--request-timeout=60",
    f"--header=Authorization: Bearer {_TOKEN}",
    # A build request may be well formed and still be one that can't be built.
    "--exclude-checks=positive_data_acceptance",
)

#: A build that was taken back says so for a while, at the same address: that is no resource that came back.
_SETTINGS = """
[[operations]]
include-path = "/builds/{build_id}"
checks.use_after_free.enabled = false
"""


def main(schemathesis: str) -> int:
    """Serve from a folder of the run's own; give schemathesis' exit code, or 1 if the server took harm."""
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder) / "models"
        (Path(folder) / "schemathesis.toml").write_text(_SETTINGS, encoding="utf-8")
        with served(
            [sys.executable, "-c", SERVE, "127.0.0.1"],
            models,
            MAYFLY_API_TOKEN=_TOKEN,
            MAYFLY_JANITOR="off",
        ) as server:
            found = subprocess.run(
                [schemathesis, "run", f"{server.address}/openapi.json", *_OPTIONS],
                cwd=folder,
                timeout=_LIMIT_SECONDS,
            ).returncode
            ended = server.end()
    log = server.text()
    if found or ended or "Traceback" in log:
        sys.stderr.write(f"The server ended with {ended}. The end of its log:\n{log[-20_000:]}\n")
        return found or 1
    return 0


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).absolute())))
