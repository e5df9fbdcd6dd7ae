"""What a page's body is built of. Each block is one thing that an editor can say, with its template in
templates/pages/blocks/ and no choice of colours or sizes: the look is the site's.

A block never queries while it's shown: what it chooses (images, documents, pages) is fetched once for a whole body.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
"""Of Wagtail's editor. Headings of the second level are blocks of their own, because the outline is made of them."""
SMALL_TEXT_FEATURES = ["bold", "italic", "ul", "link"]
IMAGE_SPECS = ("width-480|format-webp", "width-960|format-webp")
"""Sizes of an image in a body: a phone's width, and the text column at twice its pixels."""
SAFE_PREFIXES = ("/", "#", "https://", "http://", "mailto:", "tel:")


def check_address(address: str) -> None:
    """Raises ValidationError unless it's an address within the site, of the web, of mail or a telephone."""
    if (
        not address.startswith(SAFE_PREFIXES)
        or address.startswith("//")
        or any(c in address for c in "\\\n\r\t")
    ):
        raise ValidationError(_("Write an address that begins with /, https://, mailto: or tel:."))


class LinkValue(blocks.StructValue):
    """What a link's block holds, with the address that it leads to."""

    @cached_property
    def url(self) -> str:
        page = self.get("page")
        # Pages stand under their language: the path in the tree is the path in the address (pages/paths.py).
        return page.url_path if page else self.get("address") or ""


class LinkBlock(blocks.StructBlock):
    """A page of the site or any address, and the words that lead there."""

    label = blocks.CharBlock(
        max_length=80,
        required=False,
        label=_("Words"),
        help_text=_("What the link says; it should be clear on its own."),
    )
    page = blocks.PageChooserBlock(required=False, label=_("Page"), help_text=_("A page of this site…"))
    address = blocks.CharBlock(
        max_length=400,
        required=False,
        label=_("Address"),
        help_text=_("…or an address: /bg/practices/, https://…, mailto:… or tel:…"),
        validators=[check_address],
        search_index=False,
    )

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("label") and not cleaned.get("page") and not cleaned.get("address"):
            raise blocks.StructBlockValidationError(
                {"page": ValidationError(_("Choose a page or write an address for this link."))}
            )
        return cleaned


class BodyImageChooserBlock(ImageChooserBlock):
    """An image with its sizes, all images of a body in two queries."""

    def bulk_to_python(self, values: list[int | None]) -> list[Any]:
        found = (
            self.model_class.objects.select_related("licence")
            .prefetch_renditions(*IMAGE_SPECS)
            .in_bulk([value for value in values if value])
        )
        return [found.get(value) for value in values]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        help_text = _("Begins a part of the page; the outline is made of these.")


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        help_text = _("Paragraphs, lists and links.")
        template = "pages/blocks/paragraph.html"


class ImageBlock(blocks.StructBlock):
    image = BodyImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        required=False,
        max_length=240,
        label=_("Description"),
        help_text=_("What one sees in it, for readers who don't see it. Empty: the image's own description."),
    )
    caption = blocks.CharBlock(
        required=False, max_length=240, label=_("Caption"), help_text=_("Stands below the image.")
    )

    class Meta:
        icon = "image"
        label = _("Image")
        template = "pages/blocks/image.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(
        required=False, max_length=120, label=_("Words"), help_text=_("Empty: the document's title.")
    )
    note = blocks.CharBlock(
        required=False, max_length=240, label=_("Note"), help_text=_("What it is and for whom.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Document to download")
        template = "pages/blocks/document.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(rows=3, label=_("Words"), help_text=_("Without quotation marks: they are added."))
    source = blocks.CharBlock(
        required=False,
        max_length=160,
        label=_("Source"),
        help_text=_("Who said it, and where. No names of people in danger."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "pages/blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(
        choices=[
            ("info", _("Good to know")),
            ("success", _("Good news")),
            ("warning", _("Take care")),
            ("danger", _("Danger")),
        ],
        default="info",
        label=_("Kind"),
        help_text=_("Danger is for what may hurt somebody."),
        search_index=False,
    )
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(
        features=SMALL_TEXT_FEATURES, label=_("Text"), help_text=_("Two or three sentences.")
    )

    class Meta:
        icon = "info-circle"
        label = _("Note that stands out")
        template = "pages/blocks/callout.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"), help_text=_("What to do, in a few words."))
    text = blocks.TextBlock(
        required=False, rows=2, label=_("Text"), help_text=_("How, in one or two sentences.")
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class CardBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(required=False, rows=3, label=_("Text"), help_text=_("One or two sentences."))
    link = LinkBlock(required=False)

    class Meta:
        icon = "form"
        label = _("Card")


class ContactBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Who answers"))
    phone = blocks.CharBlock(
        required=False,
        max_length=80,
        label=_("Phone"),
        help_text=_("As one dials it, e.g. 112 or 02 123 45 67."),
    )
    email = blocks.EmailBlock(
        required=False, label=_("E-mail"), help_text=_("Of the institution, not of a person.")
    )
    text = blocks.TextBlock(
        required=False, rows=2, label=_("Text"), help_text=_("What for, when, in which languages.")
    )

    class Meta:
        icon = "mail"
        label = _("Contact")


class QuestionBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        max_length=160, label=_("Title"), help_text=_("Always shown; a question reads well.")
    )
    text = blocks.RichTextBlock(
        features=SMALL_TEXT_FEATURES, label=_("Text"), help_text=_("Shown when one opens it.")
    )

    class Meta:
        icon = "help"
        label = _("Question and answer")


class TableBlock(TypedTableBlock):
    """Rows and columns; the caption says what they show, which screen readers announce first."""

    text = blocks.CharBlock(required=False, label=_("Text"))
    number = blocks.DecimalBlock(required=False, label=_("Number"))

    class Meta:
        icon = "table"
        label = _("Table")
        template = "pages/blocks/table.html"


class BodyBlock(blocks.StreamBlock):
    """The body of any page."""

    heading = HeadingBlock(max_length=160)
    paragraph = ParagraphBlock(features=RICH_TEXT_FEATURES)
    image = ImageBlock()
    document = DocumentBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    steps = blocks.ListBlock(
        StepBlock(),
        icon="list-ol",
        label=_("Steps"),
        help_text=_("What to do, one after the other; they are numbered."),
        template="pages/blocks/steps.html",
    )
    cards = blocks.ListBlock(
        CardBlock(),
        icon="grip",
        label=_("Cards"),
        help_text=_("Two to six ways on from here."),
        template="pages/blocks/cards.html",
    )
    button = LinkBlock(
        icon="arrow-right",
        label=_("Button"),
        help_text=_("The one thing to do next."),
        template="pages/blocks/button.html",
    )
    contacts = blocks.ListBlock(
        ContactBlock(),
        icon="mail",
        label=_("Contacts"),
        help_text=_("Whom to call or write to."),
        template="pages/blocks/contacts.html",
    )
    questions = blocks.ListBlock(
        QuestionBlock(),
        icon="help",
        label=_("Questions and answers"),
        help_text=_("Each opens when one asks for it; nothing that everybody must read."),
        template="pages/blocks/questions.html",
    )
    table = TableBlock()

    class Meta:
        required = False


class WayBlock(blocks.StructBlock):
    """One of the ways into the site on the home page."""

    icon = blocks.ChoiceBlock(
        choices=[
            ("search", _("Magnifying glass")),
            ("edit", _("Pencil")),
            ("comment", _("Speech bubble")),
            ("people", _("People")),
            ("document", _("Document")),
            ("organisation", _("House")),
        ],
        default="search",
        label=_("Sign"),
        help_text=_("A small picture beside the title."),
        search_index=False,
    )
    title = blocks.CharBlock(max_length=80, label=_("Title"), help_text=_("What one comes for, as a verb."))
    text = blocks.TextBlock(rows=2, label=_("Text"), help_text=_("One sentence."))
    link = LinkBlock()

    class Meta:
        icon = "arrow-right"
        label = _("Way in")


class WaysBlock(blocks.StreamBlock):
    way = WayBlock()

    class Meta:
        required = False
        max_num = 3
