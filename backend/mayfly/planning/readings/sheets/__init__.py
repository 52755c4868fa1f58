"""Parts that are specified as data, in JSON or YAML, each of whose keys is understood."""
