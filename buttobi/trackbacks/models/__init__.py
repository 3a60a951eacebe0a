"""The rows of the heart: a page of ours, a trackback to it, a trackback that it owes, and who is not welcome."""

from buttobi.trackbacks.models.block import Block
from buttobi.trackbacks.models.received import Received
from buttobi.trackbacks.models.sent import Sent
from buttobi.trackbacks.models.target import FormerPath, Target

__all__ = ["Block", "FormerPath", "Received", "Sent", "Target"]
