"""Other people's programs talk to us here: blog editors, by XML-RPC."""
