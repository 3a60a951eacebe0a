"""What the worker does about trackbacks that we owe: find the way, choose the kind, send, remember, look later."""
