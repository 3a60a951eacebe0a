"""The only way out: every connection to somebody else's server starts in this room."""
