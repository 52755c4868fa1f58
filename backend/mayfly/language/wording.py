"""Words and phrases as data: the small notation in which the vocabulary is written."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Give the words of a text."""
    return frozenset(text.split())


def phrase_table(text: str) -> dict[str, tuple[str, ...]]:
    """Read lines ``term: phrase, phrase, ...``; an indented line continues the one before."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.startswith(" "):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    table: dict[str, tuple[str, ...]] = {}
    for line in lines:
        term, _, phrases = line.partition(":")
        table[term] = tuple(phrase.strip() for phrase in phrases.split(","))
    return table
