"""The CadQuery script as it grows, step by step."""
