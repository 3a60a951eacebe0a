"""What readers see of themes: which are open, coming or over, with which answers, and what an entry was written for."""
