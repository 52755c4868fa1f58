"""Runs an image as compose.yaml says and tries what the documents promise of it, for `make image-check`.

    python .ci/try_image.py IMAGE

The container has no network but its own loopback, which this program enters: no port is published, nothing
that the service does needs the internet. Each check prints a line; the first that fails ends the program.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import secrets
import shlex
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
NAME = f"mayfly-check-{os.getpid()}"
TOKEN = secrets.token_hex(24)
MOST_BYTES = 2_000_000_000
START_SECONDS = 120.0
LIFE_SECONDS = 30.0
SLOW = "import time\nimport cadquery as cq\ntime.sleep(5)\nresult = cq.Workplane().box(20, 20, 20)\n"
FORMS = ("preview.svg", "preview.png", "view.glb", "model.stl", "model.3mf", "model.pdf", "model.dxf")
HOSTILE = """import cadquery as cq
print(open("/proc/1/environ").read())
result = cq.Workplane().box(1, 1, 1)
"""
PYTEST = """
import sys
sys.path.append("/srv/packages")
import pytest
options = ["-q", "--override-ini=cache_dir=/tmp/cache", "tests/cad/test_abuse.py"]
ended = pytest.main(options)
if ended == pytest.ExitCode.TESTS_FAILED:  # a busy machine may be too slow for the suite's two seconds
    ended = pytest.main(["--last-failed", *options])
sys.exit(ended)
"""


def say(what: str) -> None:
    """Print a line about a check that passed."""
    print(f"image: {what}", flush=True)


def check(holds: object, what: str, detail: object = "") -> None:
    """Print what holds, or end the program."""
    if not holds:
        sys.exit(f"image: NOT SO: {what} {detail}")
    say(f"{what} {detail}".rstrip())


def podman(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run podman; what it prints is text."""
    command = ["podman", *runtime(), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=check)


def runtime() -> list[str]:
    """Return the option for runc, if it is there: crun refuses a kernel with both kinds of control groups."""
    return ["--runtime", "runc"] if Path("/usr/sbin/runc").exists() else []


def service() -> dict[str, Any]:
    """Return the service of compose.yaml."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["services"]["mayfly"]
    return found


def flags() -> list[str]:
    """Return how podman runs a container of that service."""
    wanted = service()
    # Containers can't have more than this machine has, where it may not raise its own limits.
    found = ["--network", "none", "--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096"]
    for key, flag in (("read_only", "--read-only"), ("init", "--init")):
        found += [flag] if wanted[key] else []
    for key, flag in (("mem_limit", "--memory"), ("pids_limit", "--pids-limit")):
        found += [flag, str(wanted[key])]
    for key, flag in (("tmpfs", "--tmpfs"), ("cap_drop", "--cap-drop"), ("security_opt", "--security-opt")):
        for value in wanted[key]:
            found += [flag, str(value)]
    return found


def seconds_of(text: str) -> float:
    """Return the seconds of compose's "70s"."""
    return float(text.removesuffix("s"))


def inspected(*path: str) -> Any:
    """Return what podman knows about the container."""
    found = json.loads(podman("container", "inspect", NAME).stdout)[0]
    for step in path:
        found = found[step]
    return found


@contextlib.contextmanager
def inside_network() -> Iterator[None]:
    """Be in the container's network for a block."""
    enter = ctypes.CDLL(None, use_errno=True).setns
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(f"/proc/{inspected('State', 'Pid')}/ns/net", os.O_RDONLY)
    try:
        if enter(there, 0):
            raise OSError(ctypes.get_errno(), "the container's network can't be entered")
        yield
    finally:
        enter(home, 0)
        os.close(home)
        os.close(there)


def ask(path: str, body: Any = None, *, token: str = TOKEN, **headers: str) -> tuple[int, bytes]:
    """Send a request to the container; return status and body."""
    request = urllib.request.Request(
        f"http://127.0.0.1:8000{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with inside_network():
        try:
            with opener.open(request, timeout=90) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError:
            return 0, b""


def look_at_the_image(image: str) -> None:
    """Check what the image says of itself, its size, and that nothing of this machine is in it."""
    found = json.loads(podman("image", "inspect", image).stdout)[0]
    config = found["Config"]
    check(config["User"] == "10001:10001", "runs as user", config["User"])
    test = (found.get("Healthcheck") or config.get("Healthcheck") or {}).get("Test")
    check(test and "/health" in test[-1], "has its health check")
    check(config["StopSignal"] in ("SIGTERM", "15"), "is ended by", config["StopSignal"])
    check("/temp_models" in config["Volumes"], "keeps its models on", "/temp_models")
    check(found["Size"] < MOST_BYTES, "unpacked it has", f"{found['Size'] / 1e6:,.0f} MB")
    look = "find /etc/pip.conf /root/.npmrc /root/.npm /root/.config /root/.cache 2>/dev/null"
    left = podman(
        "run", "--rm", *flags(), "--user=0", "--entrypoint=sh", image, "-c", look, check=False
    ).stdout
    check(not left.strip(), "has no configuration of pip or npm in it", left.strip())


def refuses_without_token(image: str) -> None:
    """Check that it does not serve everybody by mistake."""
    done = podman("run", "--rm", *flags(), image, check=False)
    check(
        done.returncode and "MAYFLY_API_TOKEN" in done.stderr + done.stdout,
        "does not start without a token, and names it",
        "" if done.returncode else "it ran",
    )


def start(image: str, volume: str) -> None:
    """Start the container, and wait until it answers."""
    begun = time.monotonic()
    variables = {"MAYFLY_API_TOKEN": TOKEN, "MAYFLY_CLEANUP_INTERVAL_MINUTES": str(LIFE_SECONDS / 60)}
    command = ["run", "--detach", "--name", NAME, *flags(), "--volume", f"{volume}:/temp_models"]
    for name, value in variables.items():
        command += ["--env", f"{name}={value}"]
    podman(*command, image)
    while ask("/health/live")[0] != 200:
        if time.monotonic() - begun > START_SECONDS or not inspected("State", "Running"):
            sys.exit(f"image: NOT SO: it starts\n{podman('logs', NAME, check=False).stderr}")
        time.sleep(0.2)
    say(f"answers {time.monotonic() - begun:.1f} s after its start")


def is_confined() -> None:
    """Check the rights of its processes, and that its files can't be changed."""
    pids = [pid for pid in podman("top", NAME, "hpid").stdout.split()[1:] if Path(f"/proc/{pid}").exists()]
    for pid in pids:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        rights = [status[name].strip("0") for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")]
        if any(rights) or status["NoNewPrivs"] != "1" or "0" in status["Uid"].split():
            sys.exit(f"image: NOT SO: process {status['Name']} has no rights: {status}")
    say(f"{len(pids)} processes: no capabilities, not even to be had; no new privileges; none is root")
    for place in ("/", "/opt/mayfly", "/etc", "/home", "/var/lib"):
        if podman("exec", NAME, "touch", f"{place}/x", check=False).returncode == 0:
            sys.exit(f"image: NOT SO: {place} can't be written")
    say("nothing can be written but /tmp and the models")


def holds_its_jail() -> None:
    """Check the jail's own test of each layer."""
    layers = json.loads(podman("exec", NAME, "mayfly", "doctor", "--json").stdout)
    for name, row in layers.items():
        check(row["works"], f"jail: {name} holds:", row["detail"])


def makes_models() -> str:
    """Make models over HTTP: in words, by a stranger's script; return one's name."""
    status, _ = ask("/models", {"request": "a washer for M5"}, token=TOKEN[:-1])
    check(status == 401, "the wrong token gets", status)
    name = ""
    for what, body in (
        ("words", {"request": "an 80 x 60 x 6 mm plate with a 5.5 mm hole"}),
        ("a part", {"part": "washer", "parameters": {"size": "M6"}}),
        ("a script", {"script": "import cadquery as cq\nresult = cq.Workplane().box(40, 30, 10)\n"}),
    ):
        begun = time.monotonic()
        status, answer = ask("/models", body)
        took = time.monotonic() - begun
        if status != 201:
            sys.exit(f"image: NOT SO: makes a model of {what}: {status}, {answer.decode()}")
        say(f"makes a model of {what} within {took * 1e3:.0f} ms")
        name = json.loads(answer)["name"]
        status, step = ask(f"/temp_models/{name}")
        check(status == 200 and step.startswith(b"ISO-10303-21"), f"serves {name}:", f"{len(step):,} bytes")
    for form in FORMS:
        status, drawn = ask(f"/models/{name.removesuffix('.step')}/{form}")
        if status != 200:
            sys.exit(f"image: NOT SO: {form} can be had: {status}, {drawn.decode()}")
    say(f"serves it as {', '.join(FORMS)}")
    status, answer = ask("/models", {"script": HOSTILE})
    refused = status == 422 and TOKEN.encode() not in answer
    check(refused, "a script that wants the service's token gets", status)
    return name


def is_healthy() -> None:
    """Check that the health check of the image succeeds."""
    done = podman("healthcheck", "run", NAME, check=False)
    check(done.returncode == 0, "its health check succeeds", done.stdout + done.stderr)
    state = inspected("State")
    check((state.get("Health") or state["Healthcheck"])["Status"] == "healthy", "is", "healthy")


def ends_in_time() -> None:
    """Check that SIGTERM ends it within compose's time while it builds, and that the build ends before."""
    status, _ = ask("/models", {"script": SLOW}, Prefer="respond-async")
    check(status == 202, "takes a build to be polled:", status)
    most = seconds_of(service()["stop_grace_period"])
    begun = time.monotonic()
    podman("stop", "--time", str(round(most)), NAME)
    took = time.monotonic() - begun
    state = inspected("State")
    ended = f"with {state['ExitCode']} after {took:.1f} s"
    check(state["ExitCode"] == 0 and took < most, "SIGTERM in the middle of it ends it", ended)
    check(not state["OOMKilled"], "was not short of memory")
    log = podman("logs", NAME)
    check("Traceback" not in log.stdout + log.stderr, "its log has no traceback")


def removes_what_was_left(image: str, volume: str, name: str) -> None:
    """Check that a model whose deadline passed while no container ran is removed by the next one's start."""
    podman("rm", NAME)
    time.sleep(LIFE_SECONDS)
    start(image, volume)
    status = ask(f"/temp_models/{name}")[0]
    files = podman("exec", NAME, "ls", "/temp_models").stdout.split()
    left = [file for file in files if file.endswith(".step")]
    check(status in (404, 410) and not left, "what the first one left is removed by the next one:", status)
    podman("stop", "--time", "70", NAME)


def withstands_abuse(image: str) -> None:
    """Run the project's hostile scripts in the container, by the test programs of this environment."""
    theirs = podman("run", "--rm", *flags(), "--entrypoint", "python3", image, "-V").stdout.split()[-1]
    if theirs.split(".")[:2] != [str(part) for part in sys.version_info[:2]]:
        say(f"the abuse suite was not run: Python {theirs} there can't use this environment's test programs")
        return
    mounts = {
        ROOT / "tests": "/srv/tests",
        ROOT / "pyproject.toml": "/srv/pyproject.toml",
        Path(sysconfig.get_path("purelib")): "/srv/packages",
    }
    command = ["podman", *runtime(), "run", "--rm", *flags(), "--workdir", "/srv", "--entrypoint", "python3"]
    for here, there in mounts.items():
        command += ["--volume", f"{here}:{there}:ro"]
    done = subprocess.run([*command, image, "-c", PYTEST], capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    ends = [line for line in done.stdout.splitlines() if " passed" in line]
    check(passed, "the abuse suite in the container:", "; again: ".join(ends) if passed else done.stdout)


def main() -> None:
    """Try everything, and remove what was started."""
    image = sys.argv[1]
    volume = f"{NAME}-models"
    say(f"podman run {shlex.join(flags())} {image}")
    try:
        look_at_the_image(image)
        refuses_without_token(image)
        start(image, volume)
        holds_its_jail()
        name = makes_models()
        is_confined()
        is_healthy()
        ends_in_time()
        removes_what_was_left(image, volume, name)
        withstands_abuse(image)
    finally:
        podman("rm", "--force", "--ignore", NAME, check=False)
        podman("volume", "rm", "--force", volume, check=False)
    say("all of it holds")


if __name__ == "__main__":
    main()
