"""Pages of the Trackback Centers, and of every entry."""
