"""A PDF that leaves its people's names and its programs behind, keeps its pages, and can't hold the site up."""

from __future__ import annotations

import io
import time
import zlib
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from core import pdf_process
from core.pdf_metadata import without_traces
from core.pdf_process import without_camera_data
from core.uploads import check_document
from tests.factories.media import PDF, sent


def a_pdf(pages: int = 1, **catalogue: Any) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for number in range(pages):
        pdf.add_blank_page(page_size=(300, 200))
        pdf.pages[number].Contents = pdf.make_stream(b"BT /F1 12 Tf (visible words) Tj ET")
    for key, value in catalogue.items():
        pdf.Root[f"/{key}"] = value
    return pdf


def as_bytes(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def clean(pdf: pikepdf.Pdf | bytes) -> bytes:
    return without_traces(sent("a.pdf", pdf if isinstance(pdf, bytes) else as_bytes(pdf)))


def inside(data: bytes) -> bytes:
    """Every object of a PDF with its streams unpacked, to look for words in it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def refusal_of(data: bytes) -> str:
    with pytest.raises(ValidationError) as refusal:
        clean(data)
    assert refusal.value.code == "unreadable_document"
    return str(refusal.value.messages[0])


def test_author_and_xmp_are_gone_and_the_page_is_there() -> None:
    pdf = a_pdf()
    pdf.docinfo["/Author"] = "canary-author"
    pdf.docinfo["/Company"] = "canary-company"
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = ["canary-xmp"]
    pdf.pages[0].obj["/Metadata"] = pdf.make_stream(b"canary-page")
    pdf.pages[0].obj["/PieceInfo"] = Dictionary(Program=Dictionary(Private=String("canary-piece")))
    before = as_bytes(pdf)
    assert inside(before).count(b"canary") >= 4
    after = clean(before)
    assert b"canary" not in inside(after)
    assert b"visible words" in inside(after)
    check_document(sent("a.pdf", after))


def test_names_beside_comments_go_and_the_comments_stay() -> None:
    pdf = a_pdf()
    note = {"Type": Name.Annot, "Rect": Array([0, 0, 9, 9])}
    pdf.pages[0].obj["/Annots"] = Array(
        [
            pdf.make_indirect(
                Dictionary(**note, Subtype=Name.Text, T=String("canary"), Contents=String("say more"))
            ),
            pdf.make_indirect(Dictionary(**note, Subtype=Name.Widget, T=String("field-name"))),
        ]
    )
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([pdf.pages[0].obj["/Annots"][1]]))
    found = inside(clean(pdf))
    assert b"canary" not in found
    assert b"say more" in found
    assert b"field-name" in found


def test_whatever_it_would_do_by_itself_is_gone_and_links_stay() -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("canary-script"))
    pdf = a_pdf(
        OpenAction=script,
        AA=Dictionary(WC=script),
        Names=Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script]))),
    )
    pdf.attachments["canary-file.exe"] = b"canary-content"
    link = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([0, 0, 9, 9])}
    pdf.pages[0].obj["/Annots"] = Array(
        [
            Dictionary(**link, A=Dictionary(S=Name.Launch, F=String("canary-launch"))),
            Dictionary(
                **link,
                A=Dictionary(S=Name.URI, URI=String("https://example.org/"), Next=Array([script])),
            ),
            Dictionary(**{**link, "Subtype": Name.FileAttachment}, Contents=String("canary-attached")),
        ]
    )
    found = inside(clean(pdf))
    assert b"canary" not in found
    assert b"JavaScript" not in found
    assert b"https://example.org/" in found


def test_earlier_versions_and_what_is_appended_are_gone() -> None:
    data = as_bytes(a_pdf()) + b"<html>canary</html>\n%%EOF\n"
    assert b"canary" not in clean(data)


def test_photos_lose_what_the_camera_wrote() -> None:
    exif = Image.Exif()
    exif[0x010E] = "canary-description"
    photo = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(photo, "JPEG", exif=exif, comment=b"canary-comment")
    assert photo.getvalue().count(b"canary") == 2
    bare = without_camera_data(photo.getvalue())
    assert b"canary" not in bare
    assert Image.open(io.BytesIO(bare)).convert("RGB").tobytes() == Image.open(photo).convert("RGB").tobytes()
    pdf = a_pdf()
    stream = pdf.make_stream(photo.getvalue())
    stream["/Type"], stream["/Subtype"], stream["/Filter"] = Name.XObject, Name.Image, Name.DCTDecode
    stream["/Width"], stream["/Height"], stream["/BitsPerComponent"] = 60, 40, 8
    stream["/ColorSpace"] = Name.DeviceRGB
    pdf.pages[0].obj["/Resources"] = Dictionary(XObject=Dictionary(Im0=stream))
    after = clean(pdf)
    assert b"canary" not in after
    with pikepdf.open(io.BytesIO(after)) as again:
        image = pikepdf.PdfImage(again.pages[0].get_images()["/Im0"])
        assert image.as_pil_image().size == (60, 40)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xffshort", b"no picture", b"\xff\xd8\xff\xe1\0\0"]
)
def test_what_is_no_whole_photo_stays_as_it_is(data: bytes) -> None:
    assert without_camera_data(data) == data


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_protected_one_is_refused_with_the_way_out(password: str) -> None:
    data = as_bytes(a_pdf(), encryption=pikepdf.Encryption(owner="owner", user=password))
    assert "парола" in refusal_of(data)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\nnothing\n%%EOF\n", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"]
)
def test_a_broken_one_is_refused(data: bytes) -> None:
    assert "PDF е повреден" in refusal_of(data)


def test_one_without_a_page_is_refused() -> None:
    assert "нито една страница" in refusal_of(as_bytes(pikepdf.new()))


def test_one_whose_table_of_objects_is_missing_is_mended() -> None:
    with pikepdf.open(io.BytesIO(clean(PDF))) as pdf:
        assert len(pdf.pages) == 1
    assert b"canary" not in inside(clean(PDF))


def test_pages_that_contain_each_other_are_refused_at_once() -> None:
    data = PDF.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R 3 0 R]")
    started = time.process_time()
    assert refusal_of(data)
    assert time.process_time() - started < pdf_process.PROCESSOR_SECONDS


def test_one_that_unpacks_without_end_takes_its_own_memory_alone() -> None:
    """A table of objects, packed a thousandfold: it has to be unpacked to read anything at all."""
    packer, megabyte = zlib.compressobj(9), bytes(1024 * 1024)
    packed, again = (packer.compress(megabyte) + packer.flush(zlib.Z_FULL_FLUSH) for _time in range(2))
    packed += again * (2 * pdf_process.MEMORY_BYTES // len(megabyte))
    head = b"%%PDF-1.7\n1 0 obj <</Type /XRef /Size 9 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode /Length %d>> stream\n"
    data = head % len(packed) + packed + b"\nendstream endobj\nstartxref\n9\n%%EOF\n"
    assert refusal_of(data)


def test_a_long_report_is_done_soon() -> None:
    data = as_bytes(a_pdf(pages=300))
    with pikepdf.open(io.BytesIO(clean(data))) as pdf:
        assert len(pdf.pages) == 300
