"""What templates ask of trackbacks."""
