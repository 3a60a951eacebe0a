"""The protocols by which weblogs tell each other "I wrote about you": bytes in, values out.

No framework, no network, no clock, no database: `trackback`, `pingback` and `webmention` read and write messages,
`discovery` and `evidence` read the pages at both ends.
"""
