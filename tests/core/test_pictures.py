"""Whatever picture is sent: what is kept of it has its pixels, upright and in true colours, and nothing else."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from core.pictures import FORMATS, encoded, prepared_picture, widths_for
from core.uploads import clean_image
from tests.factories.media import picture_bytes, sent


def exif_of_a_phone(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "canary-device"
    exif.get_ifd(0x8825)[2] = (42.0, 41.0, 0.0)  # GPSLatitude
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("extension", sorted(FORMATS))
def test_nothing_but_pixels_comes_out(kind: str, extension: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {} if kind == "PNG" else {"xmp": b"<x>canary-xmp</x>"}
    data = (
        picture_bytes(kind, exif=exif_of_a_phone(), icc_profile=profile, **options)
        + b"<script>canary-tail</script>"
    )
    kept = encoded(prepared_picture(sent("a.jpg", data)), 640, extension)
    again = Image.open(io.BytesIO(kept))
    assert again.format == FORMATS[extension]
    assert not dict(again.getexif())
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(again.info)
    assert b"canary" not in kept


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))]
)
def test_a_picture_taken_sideways_stands_upright(orientation: int, size: tuple[int, int]) -> None:
    data = picture_bytes(size=(60, 40), exif=exif_of_a_phone(orientation))
    assert prepared_picture(sent("a.jpg", data)).size == size


@pytest.mark.parametrize(
    ("size", "kept"), [((4000, 3000), (1600, 1200)), ((300, 200), (300, 200)), ((100, 9000), (36, 3200))]
)
def test_the_largest_size_that_is_kept(size: tuple[int, int], kept: tuple[int, int]) -> None:
    assert prepared_picture(sent("a.png", picture_bytes("PNG", size=size))).size == kept


def test_widths_are_never_wider_than_the_picture() -> None:
    assert widths_for(1600) == [480, 960, 1600]
    assert widths_for(960) == [480, 960]
    assert widths_for(700) == [480, 700]
    assert widths_for(200) == [200]


def test_transparency_is_shown_on_white() -> None:
    picture = prepared_picture(sent("a.png", picture_bytes("PNG", mode="RGBA", colour=(0, 0, 0, 0))))
    assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_a_palette_with_transparency_is_shown_on_white() -> None:
    out = io.BytesIO()
    image = Image.new("P", (8, 8), 0)
    image.putpalette([10, 20, 30] * 256)
    image.save(out, "PNG", transparency=0)
    assert prepared_picture(sent("a.png", out.getvalue())).getpixel((4, 4)) == (255, 255, 255)


def test_colours_for_print_are_turned_into_those_of_screens() -> None:
    picture = prepared_picture(sent("a.jpg", picture_bytes(mode="CMYK", colour=(0, 255, 255, 0))))
    assert picture.mode == "RGB"
    red, green, blue = picture.getpixel((9, 9))  # type: ignore[misc]
    assert red > 200 > 100 > green
    assert blue < 100


@pytest.mark.parametrize("value", [0, 20_000, 40_000, 65_535])
def test_sixteen_bits_keep_their_brightness(value: int) -> None:
    data = picture_bytes("PNG", mode="I;16", colour=value)
    for picture in (prepared_picture(sent("a.png", data)), Image.open(clean_image(sent("a.png", data)))):
        pixel = picture.convert("RGB").getpixel((3, 3))
        assert pixel[0] == pytest.approx(value / 256, abs=1)  # type: ignore[index]


def test_a_phone_picture_with_a_second_one_inside_is_no_moving_picture() -> None:
    out = io.BytesIO()
    second = Image.new("RGB", (20, 10), "red")
    Image.new("RGB", (60, 40), "teal").save(out, "MPO", save_all=True, append_images=[second])
    assert prepared_picture(sent("a.jpg", out.getvalue())).size == (60, 40)
    assert Image.open(clean_image(sent("a.jpg", out.getvalue()))).format == "JPEG"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_a_moving_picture_is_refused(kind: str) -> None:
    second = Image.new("RGB", (64, 64), "red")
    data = picture_bytes(kind, size=(64, 64), save_all=True, append_images=[second])
    with pytest.raises(ValidationError) as refusal:
        prepared_picture(sent("a", data))
    assert refusal.value.code == "moving_image"


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes whose header promises any number of pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, 10_000), (20_000, 20_000), (60_000, 60_000)])
def test_a_bomb_is_seen_in_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(ValidationError) as refusal:
        prepared_picture(sent("a.png", png_that_says(*size)))
    assert refusal.value.code == "too_many_pixels"
    assert "40" in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (picture_bytes("PNG", size=(300, 300), colour="red")[:-40], "not_an_image"),
        (picture_bytes("JPEG", size=(900, 900))[:2000], "not_an_image"),
        (picture_bytes("GIF"), "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "not_an_image"),
        (b"%PDF-1.7", "not_an_image"),
        (b"", "not_an_image"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        prepared_picture(sent("a.jpg", data))
    assert refusal.value.code == code


def test_a_photo_in_heic_is_refused_with_the_way_out() -> None:
    with pytest.raises(ValidationError) as refusal:
        prepared_picture(sent("IMG_1.HEIC", b"\0\0\0\x24ftypheic\0\0\0\0mif1heic" + b"\0" * 100))
    assert "HEIC" in refusal.value.messages[0]
    assert "JPEG" in refusal.value.messages[0]
