"""Messages about scripts: a child sends codes with fields; the server checks them and makes the sentences.

All sentences are written here, so a script can't make Mayfly say anything else:
at most it chooses one of these sentences and the numbers in it. Standard library
only; both sides import it.
"""
