"""A picture in the widths and formats that pages ask for. What an upload may be is decided in core/uploads.py.

JPEG is made at once, so that a picture can be seen as soon as it was sent; AVIF and WebP are smaller, but take two to four
seconds of a processor for a photo, so a worker adds them. All are made of the widest JPEG: nothing of what was sent is kept.
"""

from __future__ import annotations

import io

from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from core.uploads import IMAGE_FORMATS, only_pixels, read_image

ACCEPTED = (*IMAGE_FORMATS, "AVIF")
"""What may be sent, by Pillow's name."""
WIDTHS = (480, 960, 1600)
"""In pixels: a phone, a phone with a fine screen or a column of text, the largest that a page shows."""
MAX_HEIGHT = 3200
"""In pixels: twice the largest width; a longer strip is made narrower."""
WIDEST_QUALITY = 88
"""Of the JPEG that everything else is made of."""
OPTIONS: dict[str, dict[str, int | bool]] = {
    "jpg": {"quality": 80, "optimize": True, "progressive": True},
    "webp": {"quality": 78, "method": 4},
    "avif": {"quality": 60, "speed": 6, "max_threads": 1},
}
"""Measured on a photo of 12 million pixels: AVIF at speed 8 is four times quicker and 10 % larger; quality is Pillow's."""
FORMATS = {"jpg": "JPEG", "webp": "WEBP", "avif": "AVIF"}
MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
"""The best first: a browser takes the first that it knows."""


def prepared_picture(file: UploadedFile) -> Image.Image:
    """The picture of an upload at the largest size that is kept, upright, in sRGB, on white where it was transparent.

    Raises ValidationError for what isn't a whole, still image of at most WAGTAILIMAGES_MAX_IMAGE_PIXELS.
    """
    image = read_image(file, ACCEPTED, enough=(MAX_HEIGHT, MAX_HEIGHT))
    if image.mode in {
        "RGB",
        "RGBA",
        "L",
        "CMYK",
    }:  # smaller first: turning and colours cost memory for each pixel
        image.thumbnail((MAX_HEIGHT, MAX_HEIGHT), reducing_gap=2.0)
    pixels = only_pixels(image)
    pixels.thumbnail((WIDTHS[-1], MAX_HEIGHT), reducing_gap=2.0)
    if pixels.mode == "RGB":
        return pixels
    on_white = Image.new("RGB", pixels.size, "white")
    on_white.paste(pixels, mask=pixels.getchannel("A"))
    return on_white


def widths_for(width: int) -> list[int]:
    """The widths in which a picture of this width is kept; its own is the widest."""
    return [*(smaller for smaller in WIDTHS if smaller < width), width]


def encoded(picture: Image.Image, width: int, extension: str) -> bytes:
    """The picture in a width and a format, with nothing but its pixels."""
    height = max(1, round(picture.height * width / picture.width))
    sized = picture if width == picture.width else picture.resize((width, height), Image.Resampling.LANCZOS)
    options = dict(OPTIONS[extension])
    if extension == "jpg" and width == picture.width:
        options["quality"] = WIDEST_QUALITY
    out = io.BytesIO()
    sized.save(out, FORMATS[extension], **options)
    return out.getvalue()
