"""Gathering everything that hangs together with one page: what trackbacked what, and in which words."""
