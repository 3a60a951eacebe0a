"""A conversation as a thread: every page once, below one that it answers."""
