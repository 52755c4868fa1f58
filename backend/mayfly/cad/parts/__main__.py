"""Writes what is made from the parts' files.

``python -m mayfly.cad.parts > docs/parts.md`` prints the page of documentation;
``python -m mayfly.cad.parts pictures`` draws the pictures that are missing or outdated.
"""

import sys

from mayfly.cad.parts import catalogue
from mayfly.cad.parts._page import page
from mayfly.cad.parts._pictures import FOLDER, is_current, picture, picture_name

if sys.argv[1:] == ["pictures"]:
    FOLDER.mkdir(exist_ok=True)
    for part in catalogue().values():
        if not is_current(part):
            (FOLDER / picture_name(part.name)).write_text(picture(part), encoding="utf-8")
else:
    sys.stdout.write(page(list(catalogue().values())))
