"""The kinds of phrases: nouns, sizes, edges, positions, patterns, turning, purposes, repeats."""
