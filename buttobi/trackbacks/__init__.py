"""The heart: what a trackback to us and a trackback from us is, and what becomes of it. Knows nothing of entries."""
