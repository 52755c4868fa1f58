"""What is asked for: clear requests, unclear ones, and scripts that mean harm, each with its proper end."""

from __future__ import annotations

import random

PRELUDE = """
import cadquery as cq
load = __builtins__["__import__"]
os, sys, ctypes, socket, signal, time, struct, threading = map(
    load, "os sys ctypes socket signal time struct threading".split())

def reached():
    show_object(cq.Workplane().box(7, 7, 7))

def own_line():
    for number in range(3, 64):
        try:
            if load("stat").S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            pass
    raise LookupError("no line")
"""
"""``load`` is an import that the friendly check of imports can't see; who gets to ``reached`` has won."""

_SCRIPT = ("script_error",)
_MEMORY = ("build_out_of_memory", "kernel_crash")
_TIME = ("build_timeout", "build_out_of_memory")
_FORGED = """
try:
    open("model.step", "w").write("ISO-10303-21;")
except OSError:
    pass
answer = b'{"ok": true, "seconds": 0.1, "output": "", "notes": []}'
os.write(own_line(), 2 * (struct.pack("!I", len(answer)) + answer))  # built, and sound as it was built
time.sleep(60)
"""

HOSTILE: dict[str, tuple[str, tuple[str, ...]]] = {
    "crash": ("ctypes.string_at(0)", ("kernel_crash",)),
    "exit": ("os._exit(0)", ("kernel_crash",)),
    "memory at once": ("x = bytearray(8 * 2**30)\nreached()", _MEMORY),
    "memory by and by": ("x = []\nwhile True: x.append(bytearray(2**20))", (*_MEMORY, *_TIME)),
    "memory in the kernel": (
        "from OCP.TColgp import TColgp_Array1OfPnt\n"
        "keep = [TColgp_Array1OfPnt(1, 2**28) for _ in range(4)]\nreached()",
        _MEMORY,
    ),
    "endless loop": ("while True: pass", _TIME),
    "endless sleep": ("time.sleep(1e6)", _TIME),
    "fork bomb": ("while True: os.fork()", _SCRIPT),
    "thread bomb": ("while True: threading.Thread(target=time.sleep, args=(60,)).start()", _SCRIPT),
    "kill everybody": ("os.kill(-1, 9)\nreached()", _SCRIPT),
    "kill the parent": ("os.kill(os.getppid(), 9)\nreached()", _SCRIPT),
    "connect": ("socket.socket().connect(('127.0.0.1', 80))\nreached()", _SCRIPT),
    "execute": ("os.execv('/bin/true', ['true'])\nreached()", _SCRIPT),
    "read secrets": ("open('/etc/passwd').read()\nreached()", _SCRIPT),
    "leave the folder": ("open('../evil', 'w')\nreached()", _SCRIPT),
    "fill the disk": ("f = open('big', 'wb')\nwhile True: f.write(bytes(2**20))", _SCRIPT),
    "many files": (
        "for n in range(100):\n    with open(f'f{n}', 'wb') as f:\n"
        "        for _ in range(200): f.write(bytes(2**20))\nreached()",
        _SCRIPT,
    ),
    "forged file": (_FORGED, ("invalid_geometry",)),
    "nonsense on the line": (
        "os.write(own_line(), struct.pack('!I', 5) + b'[1,2]')\ntime.sleep(60)",
        ("kernel_crash",),
    ),
    "endless recursion": ("def f(): f()\nf()", _SCRIPT),
    "bad import": ("import subprocess\nreached()", _SCRIPT),
    "wrong syntax": ("this is no Python", _SCRIPT),
    "nothing shown": ("x = 1", _SCRIPT),
}  # fmt: skip
"""Name to script and the codes that are right for it."""

_RARE = frozenset({"endless loop", "endless sleep", "many files"})
"""They hold a bench until the build's time is over, or much of the disk."""

_UNCLEAR = (
    "a thing",
    "a 40 mm plate with holes",
    "a washer with a 10 mm hole and 8 mm outer diameter",
    "a cube of -5 mm",
    "a box 10 x 20",
    "make me a sandwich",
)


def hostile() -> tuple[str, str, tuple[str, ...]]:
    """Choose a script that means harm: its name, its text, the codes that are right."""
    names = [name for name in HOSTILE for _ in range(1 if name in _RARE else 3)]
    name = random.choice(names)  # noqa: S311
    text, codes = HOSTILE[name]
    return name, PRELUDE + text, codes


def unclear() -> str:
    """Choose a request that has to be asked about."""
    return random.choice(_UNCLEAR)  # noqa: S311


def words() -> str:
    """Make up a request that is clear."""
    pick = random.randint
    return random.choice(  # noqa: S311
        (
            f"a {pick(10, 90)} mm cube",
            f"{pick(80, 140)}x{pick(60, 75)}x{pick(4, 9)} plate with four 5.5 mm corner holes, 8 mm inset",
            f"a washer with {pick(20, 40)} mm outer diameter, {pick(8, 15)} mm hole, {pick(1, 4)} mm thick",
            f"tube {pick(30, 60)} mm outer diameter, {pick(9, 25)} mm inner diameter, {pick(20, 90)} mm long",
            f"a cylinder {pick(10, 40)} mm diameter, {pick(5, 80)} mm high",
        )
    )


def part() -> dict[str, object]:
    """Make up an order for a part of the catalogue."""
    pick = random.randint
    orders: tuple[dict[str, object], ...] = (
        {"part": "plate", "parameters": {"length": pick(50, 120), "width": pick(30, 49)}},
        {"part": "spacer"},
        {"part": "hex_nut"},
        {"part": "flange"},
        {"part": "spur_gear"},
    )
    return random.choice(orders)  # noqa: S311


def script() -> str:
    """Make up an honest script."""
    width = random.randint(10, 60)  # noqa: S311
    return (
        f"import cadquery as cq\nwidth = {width}\n"
        "result = cq.Workplane().box(width, 20, 5).edges('|Z').fillet(2).faces('>Z').workplane().hole(4)"
    )


def large_script() -> str:
    """Give a script whose STEP file is of a megabyte or more, so that a slow download takes its time."""
    return (
        "import cadquery as cq\n"
        "for n in range(30):\n"
        "    show_object(cq.Workplane().box(4, 4, 4).edges().fillet(1).translate((6 * n, 0, 0)))\n"
    )
