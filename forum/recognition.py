"""How easily the person in a case could be recognised by somebody who knows them: a sum of what makes them rare, with its
reasons.

Each detail alone is harmless; together they point at one person. So the meter adds weights: of the status, of the oblast
(where few live, one is known), of what the needs tell, and of what the text mentions. It names the combination and what
to leave out. All of it is data below. It knows the words of a text and no more: two ordinary details that only neighbours
can join escape it, which the form says (docs/adr/0080). Pure: asks no database, keeps nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.personal_data.words import MONTHS
from forum.enums import Recognisability

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

MEDIUM_FROM = 4
HIGH_FROM = 7
"""Sums. A rare status in a small oblast is 5; an age and a family on top of it make 8: somebody in that oblast knows who it is.
An ordinary status in a large city with an age is 2."""

STATUS_WEIGHTS = {
    "stateless": 3,
    "resettled": 3,
    "unaccompanied-children": 2,
    "trafficking-survivors": 3,
    "bulgarian-origin": 1,
    "refugees": 1,
    "humanitarian-status": 1,
    "asylum-seekers": 1,
    "third-country-nationals": 1,
    "temporary-protection": 0,
}
"""By how many there are: tens of thousands under temporary protection, hundreds to thousands with a status, few of the others.
These, in this order, are what the form offers; their names are the taxonomy's target groups."""

NEED_WEIGHTS = {
    "reception": 0,
    "residence": 0,
    "family-reunification": 1,
    "citizenship": 1,
    "housing": 0,
    "employment": 0,
    "vocational-training": 0,
    "qualifications": 0,
    "education": 0,
    "language-orientation": 0,
    "health": 0,
    "mental-health": 1,
    "social-protection": 0,
    "child-protection": 1,
    "legal-aid": 0,
    "mediation": 0,
    "anti-discrimination": 0,
    "gender-violence": 2,
}
"""Needs that few share, or that would harm a person most if they were known, weigh. These are what the form offers: the
taxonomy's themes that somebody can be in need of."""

LARGE_OBLASTS = frozenset({"SOF", "PDV", "VAR", "BGS"})
MIDDLE_OBLASTS = frozenset({"SFO", "SZR", "BLG", "PAZ", "PVN", "HKV", "VTR", "RSE"})
"""Over 350,000 and over 190,000 inhabitants in the census of 2021; the others have fewer."""


@dataclass(frozen=True)
class Detail:
    """Something that a text may mention, with what to do about it."""

    name: StrPromise
    weight: int
    pattern: re.Pattern[str]
    advice: StrPromise


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE)


DETAILS: tuple[Detail, ...] = (
    Detail(
        _("an exact age"),
        1,
        _any(
            r"на \d{1,2}(?:,? ?(?:г\.|год))", r"\d{1,2}[ -]?(?:г\.(?!\s*\d)|годиш\w+|години(?=,| и има))",
            r"aged? \d{1,2}(?!\d)",
            r"\d{1,2}[- ]years?[- ]old", r"роден\w* през (?:19|20)\d\d", r"born in (?:19|20)\d\d",
        ),
        _("Write an age group: “about thirty”, “a teenager”."),
    ),
    Detail(
        _("who belongs to the family"),
        2,
        _any(
            r"(?:двама|две|три(?:ма)?|четири(?:ма)?|пет(?:има)?|шест(?:има)?|седем|осем|\d) (?:деца|братя|сестри|сина|дъщери)",
            r"близна\w+", r"тризна\w+", r"многодет\w+", r"вдов\w+", r"сирак\w*",
            r"(?:две|три|четири|пет|шест|седем|осем)член\w+",
            r"(?:two|three|four|five|six|seven|eight|\d) (?:children|brothers|sisters|sons|daughters)", r"twins", r"triplets",
            r"widow\w*", r"orphan\w*", r"family of (?:four|five|six|seven|eight|\d+)",
        ),
        _("Write “a family with children”."),
    ),
    Detail(
        _("where somebody comes from"),
        1,
        _any(
            r"сири(?:ец|йка|йц\w+|йск\w+)", r"от Сирия", r"афганистан\w*", r"афганск\w+", r"афганц\w+", r"афганец",
            r"иракч\w+", r"от Ирак",
            r"ирак\w*ск\w+", r"кюрд\w*", r"палестин\w+", r"украин\w+", r"руск\w+ граждан\w+", r"ирански?\w*", r"от Иран",
            r"Syrians?",
            r"from Syria", r"Afghans?", r"Afghanistan", r"Iraqis?", r"Iraq", r"Kurd\w*", r"Palestin\w+", r"Ukrain\w+",
            r"Iran\w*",
        ),
        _("Leave the country out, if the question can be understood without it."),
    ),
    Detail(
        _("a country from which few come"),
        3,
        _any(
            r"еритре\w+", r"сомали\w*", r"етиоп\w+", r"конг\w+", r"судан\w*", r"йемен\w*", r"нигери\w+", r"камерун\w*",
            r"мали(?:ец|йка|йск\w+)",
            r"шри ?ланк\w*", r"бангладеш\w*", r"пакистан\w*", r"мианмар", r"рохинг\w+", r"венецуел\w+",
            r"куб(?:а|инк\w+|инец)", r"тибет\w*",
            r"уйгур\w*", r"език\w* тигриня", r"Eritrea\w*", r"Somali\w*", r"Ethiopia\w*", r"Congo\w*", r"Sudan\w*", r"Yemen\w*",
            r"Nigeria\w*", r"Cameroon\w*", r"Sri Lanka\w*", r"Banglades\w+", r"Pakistan\w*", r"Myanmar", r"Rohingya",
            r"Venezuel\w+",
            r"Cuba\w*", r"Tibet\w*", r"Uyghur\w*", r"Tigrinya",
        ),
        _("Write the part of the world: “from East Africa”."),
    ),
    Detail(
        _("a place smaller than the oblast"),
        2,
        _any(
            r"с\. [А-Я]\w+", r"сел(?:о|ото) [А-Я]\w+", r"гр\. [А-Я]\w+", r"кв\. [А-Я„]\w+", r"квартал\w* [„А-Я]\w+",
            r"махала\w*",
            r"единствен\w+ (?:в|на) (?:град|сел|училищ|общин)\w*", r"village of [A-Z]\w+",
            r"the only \w+ (?:in|at) (?:the )?(?:town|village|school)",
            r"РПЦ[ -]+\w+",
            r"(?:Harmanli|Харманли|Свиленград|Svilengrad|Банкя|Пъстрогор|Баня|Любимец|Тополовград|Елхово|Димитровград)(?!\w)",
        ),
        _("Keep to the oblast."),
    ),
    Detail(
        _("a rare occupation"),
        2,
        _any(
            r"лекар(?:ка|ят)?(?= (?:по професия|от|и ))", r"зъболекар\w*", r"хирург\w*", r"журналист\w*", r"съди[яй]\w*",
            r"адвокат(?:ка)? по професия",
            r"военен", r"пилот\w*", r"музикант\w*", r"футболист\w*", r"професор\w*", r"преводач(?:ка)? на",
            r"бивш\w+ (?:служител|полица|войни|депутат)\w*",
            r"dentist", r"surgeon", r"journalist", r"a judge", r"pilot", r"musician", r"footballer",
            r"former (?:soldier|officer|police\w*)",
            r"is a (?:doctor|lawyer|professor)", r"used to be a \w+",
        ),
        _("Write “with a university degree” or “a skilled worker”."),
    ),
    Detail(
        _("an illness or a disability"),
        2,
        _any(
            r"онколог\w+", r"рак(?:а|ът)?(?!\w)", r"диабет\w*", r"епилепси\w+", r"ХИВ", r"туберкулоз\w*", r"аутиз\w+",
            r"аутист\w*", r"церебрал\w+",
            r"инвалидн\w+ количк\w+", r"глух\w*", r"сляп\w*|слеп[аио]\w*", r"диализ\w*", r"трансплант\w+", r"бременн?\w*",
            r"шизофрен\w+", r"ампут\w+",
            r"cancer", r"diabet\w+", r"epilep\w+", r"HIV", r"tubercul\w+", r"autis\w+", r"cerebral palsy", r"wheelchair",
            r"deaf", r"blind(?!\w)",
            r"dialysis", r"transplant\w*", r"pregnan\w+", r"schizo\w+", r"amput\w+",
        ),
        _("Write “an illness that needs treatment for years”."),
    ),
    Detail(
        _("an exact day"),
        1,
        _any(
            rf"на \d{{1,2}}(?:\.\d{{1,2}}\.(?:19|20)\d\d|[ .]*(?:{MONTHS}))",
            rf"on (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTHS})",
        rf"on (?:{MONTHS}) \d{{1,2}}(?!\d)",
        ),
        _("Write the season or “last spring”."),
    ),
    Detail(
        _("something that was in the news"),
        3,
        _any(
            r"в новините", r"по телевизията", r"в медиите", r"вестник\w*", r"репортаж\w*", r"нашумя\w*", r"пожар\w*",
            r"катастроф\w*", r"убийств\w*",
            r"отвлич\w+", r"on (?:the news|television|TV)", r"in the (?:news|papers|media)", r"newspaper", r"in the fire",
            r"murder\w*", r"kidnap\w*",
        ),
        _("Leave the event out: whoever has read about it knows who is meant."),
    ),
    Detail(
        _("faith, orientation or gender identity"),
        2,
        _any(
            r"гей(?!\w)", r"лесбий\w+", r"хомосекс\w+", r"транс(?:джендър|полов)\w*", r"покръст\w*", r"приел\w* христ\w+",
            r"кръст(?:и|ила|ил) се",
            r"йезид\w*", r"бахай\w*", r"свидетел\w* на Йехова", r"gay", r"lesbian", r"homosex\w+", r"transgender",
            r"converted to", r"Yazidi", r"Baha.i",
        ),
        _("Write “at risk because of who they are”, if the question needs it at all."),
    ),
)  # fmt: skip

_STATUS = _("a rare status")
_STATUS_ADVICE = _("Choose a wider status.")
_SMALL = _("a small oblast")
_MIDDLE = _("an oblast of middle size")
_OBLAST_ADVICE = _("Leave the oblast out.")
_NEED = _("a rare need")
_NEED_ADVICE = _("Keep only the need that the question is about.")


@dataclass(frozen=True)
class Trait:
    """One thing that makes a person rarer, and what would help."""

    name: StrPromise
    weight: int
    advice: StrPromise


@dataclass(frozen=True)
class Recognition:
    """The sum, its level and what it is made of, the heaviest first."""

    score: int
    level: Recognisability
    traits: list[Trait] = field(default_factory=list)

    @property
    def is_high(self) -> bool:
        return self.level == Recognisability.HIGH

    @property
    def advice(self) -> list[Trait]:
        """What to leave out: the fewest of the heaviest that bring the level down by one. The status comes last: it is what it
        is, and an answer often hangs on it."""
        goal = {Recognisability.HIGH: HIGH_FROM, Recognisability.MEDIUM: MEDIUM_FROM}.get(self.level, 0)
        left, chosen = self.score, []
        for trait in sorted(self.traits, key=lambda trait: trait.name is _STATUS):
            if not goal or left < goal:
                break
            chosen.append(trait)
            left -= trait.weight
        return chosen


def recognition_of(
    *, status: str, needs: Collection[str], oblast: str, texts: Iterable[str] = ()
) -> Recognition:
    """How easily the person could be recognised from these facts (codes of the taxonomy) and what the texts mention."""
    text = "\n".join(texts)
    traits = [
        Trait(_STATUS, STATUS_WEIGHTS.get(status, 1), _STATUS_ADVICE),
        Trait(*_oblast_weight(oblast), _OBLAST_ADVICE),
        Trait(_NEED, max((NEED_WEIGHTS.get(need, 0) for need in needs), default=0), _NEED_ADVICE),
        *(
            Trait(detail.name, detail.weight, detail.advice)
            for detail in DETAILS
            if detail.pattern.search(text)
        ),
    ]
    counted = sorted((trait for trait in traits if trait.weight), key=lambda trait: -trait.weight)
    score = sum(trait.weight for trait in counted)
    return Recognition(score, _level(score), counted)


def _oblast_weight(oblast: str) -> tuple[StrPromise, int]:
    if not oblast or oblast in LARGE_OBLASTS:
        return _SMALL, 0
    return (_MIDDLE, 1) if oblast in MIDDLE_OBLASTS else (_SMALL, 2)


def _level(score: int) -> Recognisability:
    if score >= HIGH_FROM:
        return Recognisability.HIGH
    return Recognisability.MEDIUM if score >= MEDIUM_FROM else Recognisability.LOW
