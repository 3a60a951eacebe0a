"""The Trackback Center: official blogs whose entries are themes."""
