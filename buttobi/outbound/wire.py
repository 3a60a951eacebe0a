"""The socket of one fetch: it goes to the address that was checked, and it counts what comes in.

The bytes are counted where they arrive, before TLS, chunks and headers are taken apart, so no part of an answer can
hide from the budget. What lies beyond it looks like the end of the stream.
"""

import ipaddress
import socket
from collections.abc import Buffer, Sequence

from buttobi.outbound import guard
from buttobi.outbound.errors import Forbidden
