"""Runs the notebooks and writes them as they look afterwards: ``make notebooks``.

A widget lives as long as its kernel, so what is kept of one is its picture.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

WIDGET = "application/vnd.jupyter.widget-view+json"


def refresh(path: Path) -> None:
    """Run a notebook from top to bottom, and write it as Jupyter does, without the widgets and times of this run."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, coalesce_streams=True, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        refresh(Path(name))
