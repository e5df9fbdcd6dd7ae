"""The tables of `pages`: Wagtail's pages as we have them, uploaded images and documents, settings of the site.

Who may edit them is Wagtail's admin (groups and their rights); who may see them is Wagtail's privacy of pages and
collections. What a page looks like is templates/pages/.
"""

from pages.models.files import SiteDocument, SiteImage, SiteRendition
from pages.models.pages import HomePage, StandardPage
from pages.models.settings import MenuLink, SiteSettings

__all__ = [
    "HomePage",
    "MenuLink",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "StandardPage",
]
