"""Who answered whom, and so on outward: the thread, the map, the feed."""
