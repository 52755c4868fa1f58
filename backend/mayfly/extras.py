"""What to install where an optional dependency is missing.

Mayfly is not on a package index, so an advice names the packages that the extra
stands for, with the versions that the installed Mayfly asks for.
"""

from __future__ import annotations

import re
from importlib import metadata

_DISTRIBUTION = "mayfly-cad"


def install_advice(extra: str) -> str:
    """Return the command that installs what an extra of Mayfly stands for.

    Args:
        extra: Its name in pyproject.toml (``serve``, ``agent`` ...).
    """
    try:
        wanted = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # a checkout that is only on the path
        wanted = []
    of_extra = re.compile(rf"""extra\s*==\s*["']{re.escape(extra)}["']""")
    packages = [line.partition(";")[0].strip() for line in wanted if of_extra.search(line)]
    if not packages:
        return f"pip install '.[{extra}]' in the folder of Mayfly's source"
    return "pip install " + " ".join(f"'{package}'" for package in packages)
