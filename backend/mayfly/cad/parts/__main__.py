"""Writes the documentation and the pictures that are made from the parts' files.

``python -m mayfly.cad.parts > docs/parts.md`` prints the page of documentation;
``python -m mayfly.cad.parts pictures`` draws the pictures that are missing or outdated.
"""

import sys

from mayfly.cad.parts import catalogue
from mayfly.cad.parts._page import page
from mayfly.cad.parts._part import PICTURES
from mayfly.cad.parts._pictures import is_current, picture

if sys.argv[1:] == ["pictures"]:
    PICTURES.mkdir(exist_ok=True)
    for part in catalogue().values():
        if not is_current(part):
            part.picture.write_text(picture(part), encoding="utf-8")
else:
    sys.stdout.write(page(list(catalogue().values())))
