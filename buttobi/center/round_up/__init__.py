"""What remains of a theme that is over: its round-up, drafted for whoever opened it."""
