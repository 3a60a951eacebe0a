"""Pages of the ranking: what everybody reads on a section's host, what owners and staff see at the desk."""
