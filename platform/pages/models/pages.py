"""The kinds of page there are: a home page for each language, and standard pages below it at any depth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Length
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction

from core.latin import to_latin
from pages.blocks import BodyBlock, WaysBlock
from pages.paths import LANGUAGE_CODES, home_path

if TYPE_CHECKING:
    from django.http import HttpRequest

MAX_ANCHOR_LENGTH = 80


def restricting(path: Any) -> Q:
    """Condition for the restrictions that count for a page, by its `path`, which begins with those of its ancestors.

    An alias has no privacy of its own but its source's, at most two deep.
    """
    condition = Q()
    for page in ("page", "page__aliases", "page__aliases__aliases"):
        condition |= Q(**{f"{page}__path": Left(path, Length(f"{page}__path"))})
    return condition


@dataclass
class Section:
    """A heading, its anchor that is unique on the page, and the blocks up to the next heading."""

    title: str = ""
    anchor: str = ""
    blocks: list[Any] = field(default_factory=list)


class SitePage(Page):
    """What all our pages share. Abstract: each kind has a table of its own beside Wagtail's."""

    class Meta:
        abstract = True

    is_known_public = False
    """Set by routing, when its query has already found that nothing restricts this page."""

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Wagtail's privacy of this page and those above: in one query instead of two, or none where it's known."""
        if self.is_known_public:
            return PageViewRestriction.objects.none()
        return PageViewRestriction.objects.filter(restricting(models.Value(self.path))).distinct()

    @cached_property
    def sections(self) -> list[Section]:
        """The body's blocks in order, a section for each heading; what stands before the first one has none."""
        sections = [Section()]
        taken: dict[str, int] = {}
        for block in self.body:  # type: ignore[attr-defined]
            if block.block_type != "heading":
                sections[-1].blocks.append(block)
                continue
            stem = slugify(to_latin(str(block.value)))[:MAX_ANCHOR_LENGTH] or "section"
            taken[stem] = taken.get(stem, 0) + 1
            anchor = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
            sections.append(Section(title=str(block.value), anchor=anchor))
        return [section for section in sections if section.title or section.blocks]

    @property
    def outline(self) -> list[tuple[str, str]]:
        """(heading, "#anchor") of each section that has a heading."""
        return [(section.title, f"#{section.anchor}") for section in self.sections if section.title]

    @property
    def meta_description(self) -> str:
        return self.search_description


class HomePage(SitePage):
    """The square itself in one language: search, three ways in, what is new. One for each language, below Wagtail's root."""

    hero_title = models.CharField(
        _("greeting"), max_length=120, blank=True, help_text=_("The large words on top. Empty: the title.")
    )
    hero_lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences: what this place is and for whom."),
    )
    ways = StreamField(
        WaysBlock(),
        blank=True,
        verbose_name=_("ways in"),
        help_text=_("What people come for; three at most."),
    )
    body = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("body"),
        help_text=_("Stands below the latest practices and discussions."),
    )

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["pages.StandardPage"]
    max_count = len(LANGUAGE_CODES)
    template = "pages/home_page.html"
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_lead")], heading=_("Greeting")),
        FieldPanel("ways"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def clean(self) -> None:
        """The slug is the language's code whatever was typed: addresses rest on it."""
        self.slug = self.locale.language_code
        super().clean()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, **_latest(request)}


def _latest(request: HttpRequest) -> dict[str, Any]:
    from pages.latest import latest_for  # noqa: PLC0415 - the apps below aren't loaded when models are

    return latest_for(request.user)


class StandardPage(SitePage):
    """A page of text: about, guide, privacy notice, … Pages below it can be listed on it."""

    intro = models.TextField(
        _("introduction"),
        max_length=600,
        blank=True,
        help_text=_("Stands below the title: what one learns here."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    has_outline = models.BooleanField(
        _("show an outline"),
        default=True,
        help_text=_("A list of the headings beside the text, if there are three or more."),
    )
    lists_children = models.BooleanField(
        _("list the pages below"), default=False, help_text=_("As cards at the end of this page.")
    )

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage", "pages.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["pages.StandardPage"]
    template = "pages/standard_page.html"
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("has_outline"), FieldPanel("lists_children")], heading=_("Layout")),
    ]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    @property
    def meta_description(self) -> str:
        return self.search_description or self.intro

    @property
    def shows_outline(self) -> bool:
        return self.has_outline and len(self.outline) > 2

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.lists_children:
            context["children"] = [
                {"title": child.title, "url": child.url_path, "text": child.intro}
                for child in StandardPage.objects.child_of(self).live().public().defer("body")
            ]
        return {**context, "home_path": home_path(self.locale.language_code)}
