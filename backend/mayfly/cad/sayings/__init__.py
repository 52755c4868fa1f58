"""Mayfly's sentences about scripts: a child sends codes and fields, the server checks them and says it.

What is said is written here, so a script can put no words into Mayfly's mouth:
at most it picks one of these sentences and the numbers in it. Standard library
only; both sides import it.
"""
