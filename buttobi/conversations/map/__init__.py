"""A conversation as a map: its blogs as a town, its answers as threads between the houses."""
