"""How large a picture may be when it comes, and in which sizes it is given out."""

# Bytes of a file, and pixels of a picture: a phone's camera stays below both.
LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")

# Pixels. A smaller picture is never made larger: it is given out in its own width.
WIDTHS = (480, 960, 1600)
# For those who show a small card of a page, and know no newer format.
PREVIEW_WIDTH = 1200
# However narrow a picture is; a page is not scrolled for one.
HIGHEST = 3200

WEBP = "image/webp"
JPEG = "image/jpeg"
EXTENSIONS = {"webp": WEBP, "jpg": JPEG}
