"""From the words of a request to a reading of it: tokens, terms, phrases, features."""
