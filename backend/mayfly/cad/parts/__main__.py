"""Prints the catalogue's page of documentation: ``python -m mayfly.cad.parts > docs/parts.md``."""

import sys

from mayfly.cad.parts import catalogue
from mayfly.cad.parts._page import page

sys.stdout.write(page(list(catalogue().values())))
