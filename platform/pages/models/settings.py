"""What every page shows around its content: footer, disclaimer of the funders, contacts, menus."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page

from pages.blocks import check_address


class MenuArea(models.TextChoices):
    MAIN = "main", _("Main menu")
    LEGAL = "legal", _("Footer")


@register_setting(icon="site", order=10)
class SiteSettings(ClusterableModel, BaseSiteSetting):
    """The frame of the site in both languages. What is empty in one language is shown in the other."""

    tagline_bg = models.CharField(_("tagline in Bulgarian"), max_length=160, blank=True)
    tagline_en = models.CharField(_("tagline in English"), max_length=160, blank=True)
    footer_bg = models.TextField(
        _("footer in Bulgarian"),
        blank=True,
        help_text=_("Who keeps this site and what for. Links go into the menus."),
    )
    footer_en = models.TextField(_("footer in English"), blank=True)
    funding_disclaimer_bg = models.TextField(
        _("funding disclaimer in Bulgarian"), blank=True, help_text=_("The words that the funder asks for.")
    )
    funding_disclaimer_en = models.TextField(_("funding disclaimer in English"), blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True, help_text=_("Of the site, not of a person."))
    contact_phone = models.CharField(_("phone"), max_length=80, blank=True)
    contact_address_bg = models.CharField(_("address in Bulgarian"), max_length=240, blank=True)
    contact_address_en = models.CharField(_("address in English"), max_length=240, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("tagline_bg"), FieldPanel("tagline_en")], heading=_("Tagline")),
        MultiFieldPanel([FieldPanel("footer_bg"), FieldPanel("footer_en")], heading=_("Footer")),
        MultiFieldPanel(
            [FieldPanel("funding_disclaimer_bg"), FieldPanel("funding_disclaimer_en")],
            heading=_("Funding disclaimer"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_address_bg"),
                FieldPanel("contact_address_en"),
            ],
            heading=_("Contacts"),
        ),
        InlinePanel(
            "links", heading=_("Menus"), label=_("Link"), help_text=_("In the order in which they are shown.")
        ),
    ]

    class Meta:
        verbose_name = _("frame of the site")
        verbose_name_plural = _("frames of the site")


class MenuLink(Orderable):
    """An item of a menu: a page, shown in the reader's language, or an address within the site."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="links")
    area = models.CharField(_("menu"), max_length=8, choices=MenuArea.choices, default=MenuArea.MAIN)
    page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
        help_text=_("In any language: its translation is what readers of the other language get."),
    )
    address = models.CharField(
        _("address"),
        max_length=200,
        blank=True,
        validators=[check_address],
        help_text=_("Instead of a page, without the language: /practices/, /forum/, or https://…"),
    )
    label_bg = models.CharField(
        _("label in Bulgarian"), max_length=40, blank=True, help_text=_("Empty: the page's title.")
    )
    label_en = models.CharField(_("label in English"), max_length=40, blank=True)

    panels: ClassVar[list[object]] = [
        FieldPanel("area"),
        PageChooserPanel("page"),
        FieldPanel("address"),
        FieldPanel("label_bg"),
        FieldPanel("label_en"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("link of a menu")
        verbose_name_plural = _("links of menus")

    def __str__(self) -> str:
        return self.label_bg or self.address or str(self.page_id)

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.address):
            raise ValidationError({"address": _("Choose a page or write an address: one of the two.")})
        if self.address and not (self.label_bg and self.label_en):
            raise ValidationError({"label_bg": _("An address needs a label in both languages.")})
