"""The quality labels: what a second reviewer scores, and which label follows. The only place that knows the thresholds.

**Checked**: a full card that a coordinator published and whose sources are open: at least one web address, or a mailbox
through which a reader can ask. **Reviewed**: checked, and a second reviewer gave no criterion a 0. **Recommended**: reviewed,
at least 16 of 21 points, and 3 for ethics. Where several have scored, nobody gave a 0, everybody gave ethics a 3, and their
points are counted by the mean. Addresses are never fetched: a label must not come and go with somebody else's server.

Pure: knows no database. /practices/labels/ shows the same to everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from practices.card import Label
from practices.enums import QualityLabel

MOST_POINTS = 3
"""The best score on one criterion."""
RECOMMENDED_POINTS = 16
"""Of 21: seven criteria of at most three points. Three quarters of them."""
RECOMMENDED_ETHICS = 3
ETHICS = "ethics"


@dataclass(frozen=True)
class Criterion:
    """What a second reviewer asks. `hints` say what 0, 1, 2 and 3 mean."""

    name: str
    label: Label
    question: Label
    hints: tuple[Label, Label, Label, Label]


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "relevance",
        pgettext_lazy("criterion", "Relevance"),
        _("Does it answer a real need of refugees, migrants or the host community?"),
        (
            _("The need isn't described."),
            _("The need is claimed, and nothing shows it."),
            _("The need is shown by figures, by people's own words or by experience."),
            _("The need is shown, and it is clear why this answer and not another."),
        ),
    ),
    Criterion(
        "participation",
        pgettext_lazy("criterion", "Participation"),
        _("Do the people whom it is for have a say?"),
        (
            _("They only receive."),
            _("They were asked once."),
            _("They take part in the work, and it changed because of them."),
            _("They decide together with the organisation, from planning to assessment."),
        ),
    ),
    Criterion(
        "effectiveness",
        pgettext_lazy("criterion", "Effectiveness"),
        _("Is there a result, and how do we know?"),
        (
            _("No result is named."),
            _("A result is named without a source."),
            _("Figures or accounts with their source show the result."),
            _("Before and after are compared, or somebody from outside has assessed it."),
        ),
    ),
    Criterion(
        "partnership",
        pgettext_lazy("criterion", "Partnership"),
        _("Who carries it together?"),
        (
            _("One organisation alone, without a link to the institutions."),
            _("Partners are named, and their part isn't."),
            _("Each partner's part is clear."),
            _("Public institutions, organisations and the community share the work and the responsibility."),
        ),
    ),
    Criterion(
        "sustainability",
        pgettext_lazy("criterion", "Sustainability"),
        _("What remains when the project's money ends?"),
        (
            _("Nothing is said about it, or it ended with the money."),
            _("There are intentions."),
            _("A part goes on with other means."),
            _("It goes on as a service, a rule or a habit with secured means."),
        ),
    ),
    Criterion(
        "transferability",
        pgettext_lazy("criterion", "Transferability"),
        _("Could another town begin with it tomorrow?"),
        (
            _("From the description it can't be repeated."),
            _("The idea can be taken over, the way to it is unclear."),
            _("Steps, people and means are described."),
            _("What it takes, what went wrong and what to change elsewhere are described, or somebody has done it."),
        ),
    ),
    Criterion(
        ETHICS,
        pgettext_lazy("criterion", "Ethics"),
        _("Are people's dignity, safety and consent protected?"),
        (
            _("Somebody could be harmed or recognised."),
            _("There are doubts that the authors have to answer."),
            _("Nothing in it harms anybody."),
            _("Consent, safety and equal treatment are thought of and described."),
        ),
    ),
)  # fmt: skip
MOST_POINTS_IN_ALL = MOST_POINTS * len(CRITERIA)


def has_open_sources(links: Sequence[str], contact_email: str) -> bool:
    """A reader can go and look, or ask."""
    return bool(contact_email) or any(link.lower().startswith(("https://", "http://")) for link in links)


def label_for(
    *,
    is_full: bool,
    is_published_by_reviewer: bool,
    has_open_sources: bool,
    scores: Sequence[Mapping[str, int]],
) -> str:
    """The label that follows, "" for none. `scores`: for each second reviewer the points by criterion."""
    if not (is_full and is_published_by_reviewer and has_open_sources):
        return ""
    if not scores or any(points == 0 for score in scores for points in score.values()):
        return QualityLabel.CHECKED.value
    points_in_all = sum(points for score in scores for points in score.values())
    if points_in_all >= RECOMMENDED_POINTS * len(scores) and all(
        score[ETHICS] >= RECOMMENDED_ETHICS for score in scores
    ):
        return QualityLabel.RECOMMENDED.value
    return QualityLabel.REVIEWED.value
