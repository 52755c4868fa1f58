"""Reads a request by weighing all its readings: patterns with costs, joined by a bounded search.

``grammar.py`` matches patterns, which are rows of data in ``patterns/``. ``topics.py`` holds what was said of
each topic; ``search.py`` covers the text with patterns at the least cost and hands each to ``attach.py``.
"""
