"""Pictures: taken in at the desk, made anew in the worker, given out by the page."""
