"""The vocabularies there are. Their terms are data (taxonomy/data/terms.json), which editors extend."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Vocabulary(models.TextChoices):
    THEME = "theme", _("Themes")
    TARGET_GROUP = "target_group", _("Target groups")
    LEVEL = "level", _("Levels of implementation")
    ORGANISATION_TYPE = "organisation_type", _("Types of organisation")
    STATUS = "status", _("Statuses")
    EVIDENCE = "evidence", _("Evidence levels")
    FUNDING = "funding", _("Funding sources")
    SDG = "sdg", _("Sustainable development goals")
    LICENCE = "licence", _("Licences")


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    OBLAST = "oblast", _("Oblast")
    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("District")
