"""Reads a request by weighing all its readings: patterns with costs, joined by a bounded search.

``patterns/`` holds the patterns, rows of data in the notation of ``grammar.py``; ``chart.py`` finds them in a
text by ``matching.py``. ``topics.py`` holds what was said of each topic; ``search.py`` covers the text with
patterns at the least cost and hands each to ``attach/``.
"""
