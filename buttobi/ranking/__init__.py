"""The daily Trackback Ranking: what counts, whose day it is, who stands where, and the proof."""
