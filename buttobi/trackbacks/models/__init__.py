"""The rows of the heart: a page of ours and what it takes, a trackback to it, one that it owes, who is not welcome."""

from buttobi.trackbacks.models.block import Block
from buttobi.trackbacks.models.policy import BlogPolicy
from buttobi.trackbacks.models.received import Received
from buttobi.trackbacks.models.sent import Sent
from buttobi.trackbacks.models.target import FormerPath, Target

__all__ = ["Block", "BlogPolicy", "FormerPath", "Received", "Sent", "Target"]
