"""Where messages from outside come in: read, call the corridor, answer."""
