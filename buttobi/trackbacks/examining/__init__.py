"""What the worker does about trackbacks that arrived: visit the source, look for the link, settle the row."""
