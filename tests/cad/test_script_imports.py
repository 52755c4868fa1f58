"""Imports: what works in the jail may be imported; what does not is named with what to do instead."""

from __future__ import annotations

import pytest

from mayfly.cad.parts import catalogue
from mayfly.cad.script import check_imports, read_script
from mayfly.errors import ScriptError


def refused(source: str, files: tuple[str, ...] = ()) -> ScriptError:
    with pytest.raises(ScriptError, match="can't be used here") as caught:
        check_imports(read_script("x = 1\n" + source), files)
    assert caught.value.error_type == "ImportNotAllowed"
    assert caught.value.line is not None
    assert caught.value.source_line == source.splitlines()[caught.value.line - 2]
    return caught.value


@pytest.mark.parametrize(
    "source",
    [
        "import cadquery as cq\nfrom math import pi\nimport numpy as np\nfrom OCP.gp import gp_Pnt",
        "from cadquery.func import box\nfrom typing import Any\nfrom __future__ import annotations",
        "import os, sys, io, logging, pathlib, tempfile, shutil, argparse, pprint, csv, struct, uuid",
        "import traceback, types, inspect, glob, zipfile, hashlib, platform, importlib, configparser",
        "import os.path as p\nfrom urllib.parse import quote\nimport http",
        "from ocp_vscode import show, show_object\nimport cq_server.ui\nimport jupyter_cadquery",
        "import ezdxf",
    ],
)
def test_what_works_in_the_jail_may_be_imported(source: str) -> None:
    check_imports(read_script(source))


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        ("from subprocess import run", "can't start programs"),
        ("import threading", "in one thread"),
        ("from concurrent import futures", "in one thread"),
        ("def f():\n    import socket", "--with"),
        ("import requests", "There is no network"),
        ("from urllib import request", "There is no network"),
        ("import urllib.request as r", "There is no network"),
        ("import tkinter as tk", "no screen"),
        ("import sqlite3", "CSV or JSON"),
        ("from . import sizes", "--with sizes.py"),
        ("from .sizes import L", "import sizes"),
        ("import sizes_of_mine", "--with sizes_of_mine.py"),
        ("from build123d import Box, export_step", "Scripts here are CadQuery"),
        ("import FreeCAD", "Scripts here are CadQuery"),
        ("from OCC.Core.gp import gp_Pnt", "from OCP.gp import gp_Pnt"),
        ("from cq_viewer import show", "No viewer is needed"),
        ("class A:\n    import absent_one", "absent_one is not installed"),
        ("match x:\n    case 1:\n        import absent_one", "absent_one is not installed"),
    ],
)
def test_what_will_not_work_is_named_with_what_to_do_instead(source: str, advice: str) -> None:
    assert advice in refused(source).hint


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("from cq_warehouse.fastener import HexNut", "hex_nut"),
        ("from cq_warehouse.fastener import SocketHeadCapScrew", "socket_head_screw"),
        ("import cq_warehouse.fastener as f\nf.PlainWasher('M6')", "washer"),
        ("import cq_gears\ngear = cq_gears.SpurGear(1, 19, 5)", "spur_gear"),
        ("from bd_warehouse.gear import SpurGear", "spur_gear"),
    ],
)
def test_a_plugins_part_is_named_by_the_catalogues(source: str, part: str) -> None:
    assert part in catalogue()
    assert f"take {part} from the catalogue" in refused(source).hint


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    from absent_one import *\nexcept ImportError:\n    pass",
        "try:\n    import absent_one\nexcept (ValueError, ModuleNotFoundError):\n    pass",
        "try:\n    if x:\n        import absent_one\nexcept Exception:\n    pass",
        "try:\n    import absent_one\nexcept:\n    pass",
        "if TYPE_CHECKING:\n    import absent_one",
        "import typing\nif typing.TYPE_CHECKING:\n    import absent_one",
        "from contextlib import suppress\nwith suppress(ImportError):\n    import absent_one",
    ],
)
def test_a_script_that_is_ready_for_a_failing_import_is_left_to_it(source: str) -> None:
    check_imports(read_script(source))


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("try:\n    pass\nexcept ImportError:\n    import absent_one", 5),
        ("try:\n    import absent_one\nexcept ValueError:\n    pass", 3),
        ("if TYPE_CHECKING:\n    pass\nelse:\n    import absent_one", 5),
        ("import absent_two\nimport absent_one", 2),
    ],
)
def test_only_what_is_caught_is_left_to_the_script(source: str, line: int) -> None:
    assert refused(source).line == line


def test_a_module_that_is_handed_in_may_be_imported() -> None:
    check_imports(read_script("from sizes import L"), ("sizes.py",))
    assert "sizes is not installed" in refused("from sizes import L", ("sizes.txt",)).hint
