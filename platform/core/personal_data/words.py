"""The words by which a number, a date or a name is told to be a person's, in both languages. Data, and how they are matched."""

from __future__ import annotations

import re
from pathlib import Path


def words(*parts: str) -> re.Pattern[str]:
    """Any of these at the beginning of a word, whatever its case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE)


def just_before(*parts: str) -> re.Pattern[str]:
    """Any of these as the last thing before, with nothing but marks and “number” in between."""
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(parts)})(?:\s*(?:[.:;,()№#-]|номер\w*|no\.?(?!\w)|nr\.?|number|е(?!\w)|is))*\s*$",
        re.IGNORECASE,
    )


EGN_WORDS = words(
    "ЕГН", "EGN", r"(?:единен )?граждански номер", r"лич(?:ен|ният) (?:номер|№)", "personal (?:id|number)", "civil number",
    "UCN",
)  # fmt: skip
LNCH_WORDS = words(
    "ЛНЧ", "LNCH", "LNC", r"лич(?:ен|ният) (?:номер|№)", r"номер\w* на чужденец", "personal (?:id|number)", "PNF",
    "foreigner.?s? number", "number of (?:a|the) foreigner",
)  # fmt: skip
OTHER_NUMBERS = words(
    r"тел(?!\w)", "телефон", "GSM", r"моб(?:\.|илен)", "факс", r"tel(?!\w)", "phone", "mobile", "fax",
    "договор", "contract", "grant", "фактура", "invoice", "ЕИК", "EIK", "булстат", "bulstat", "ДДС", "VAT",
    "ISBN", "ISSN", "IBAN", "сметка", "account", "фирмено дело", "DOI",
)  # fmt: skip
ANY_NUMBER = words(
    "№", r"No(?!\w)", r"рег\.", r"вх\.", r"изх\.", "проект", "project", r"код(?!\w)", r"code(?!\w)", r"ID(?!\w)", r"ref\.",
)  # fmt: skip
CODES_OF_THINGS = words(
    "договор", "contract", "grant", "фактура", "ф-ра", "invoice", "ЕИК", "булстат", "ДДС", "VAT", "ISBN", "ISSN", "DOI", "GTIN",
    "EAN", "SKU", r"код(?!\w)", "code", "партида", "поръчка", "order", "обява", "билет", "УРН", "сер", "serial", "инв",
)  # fmt: skip

PHONE_WORDS = (
    r"тел(?:ефон\w*)?", r"тел\.? ?/ ?факс", r"факс\w*", "GSM", "ГСМ", r"моб(?:илен|илният|илния)?", r"tel",
    r"(?:tele)?phone", "mobile",
    "fax", r"cell", r"вайбър\w*", "viber", "whatsapp", "signal", "telegram",
)  # fmt: skip
AFTER_PHONE_WORD = just_before(*PHONE_WORDS)
NEAR_PHONE_WORD = words(
    *(rf"{word}(?!\w)" for word in PHONE_WORDS), r"звън\w*", r"обад\w*", r"номер\w*", r"call(?!\w)", r"text(?!\w)",
    r"ring(?!\w)",
    "number", "SIM",
)  # fmt: skip

_CARD = r"карт\w{1,3}"
DOCUMENTS = (
    rf"лична\w* {_CARD}", rf"{_CARD} (?:ѝ |му |им )?за самоличност", r"л\. ?к\.", r"лк(?!\w)", r"паспорт\w*", "passport",
    "ID card", "identity card", "ident document", rf"{_CARD} на (?:бежан|чужден)\w+", rf"бежанск\w+ {_CARD}",
    rf"{_CARD} за (?:временна закрила|пребиваване|хуманитарен статут)", rf"{_CARD} с хуманитарен статут",
    r"документ\w* за самоличност", r"(?:пътнически|задграничен) документ\w*", r"travel document", r"document no",
    r"refugee (?:card|ID)",
    r"residence (?:permit|card)", r"разрешение\w* за пребиваване", rf"регистрационн\w+ {_CARD}", rf"рег\.? {_CARD}",
    r"registration (?:card|certificate)", r"temporary protection (?:card|certificate|no)",
    r"(?:удостоверение|регистрационен номер|номер|№) (?:за|по) временна закрила", r"СУМПС",
    r"(?:шофьорск\w+|свидетелство за управление)(?: книжк\w+)?", r"driv(?:ing|er.?s) licen[cs]e", r"кимлик\w*", r"kimlik",
    r"РКБ(?!\w)", r"карта за хуманитарен статут", r"military (?:ID|card)", r"военн\w+ (?:книжк\w+|билет)",
)  # fmt: skip
DOCUMENT_WORDS = words(*DOCUMENTS)
SHORT_DOCUMENT_WORDS = just_before(
    *DOCUMENTS, r"(?:акт|удостоверение|свидетелство|свид\.|уд\.)\w* за (?:раждане|брак|смърт)",
    r"(?:birth|marriage|death) certificate",
    r"РК(?= ?№)", r"(?:преписка|дело|досие) (?:ДА|ДАБ)",
)  # fmt: skip
AGENCY_CASE = re.compile(r"(?<!\w)(?:ДА|DA) ?(?:№|No\.?|номер) ?$")
"""The State Agency for Refugees numbers its cases so. Only in capitals: „да“ is a word."""
ID_AND_LETTERS = re.compile(
    r"(?<!\w)(?:ID|ИД|паспорт|passport|карта|card|документ|document)(?: ?№| no\.?)?[ :(]*$"
)

BIRTH_WORDS = words(
    r"роден[аоият]*(?:/а)?(?!\w)", r"род\.", r"р\.(?= ?(?:на )?$)", r"б\. ?р\.", r"д\. ?р\.", r"рожд\w*",
    r"дата\w* на раждане", r"раждане\w*",
    r"born(?!\w)", "date of birth", "birth ?da(?:te|y)", "DOB", r"b\.(?= ?$)",
)  # fmt: skip
BORN_AFTERWARDS = re.compile(
    r"^ ?(?:г\. ?)?(?:г\. ?р\.|г\.р\.|\(?(?:дата на раждане|рождена дата|date of birth|born))", re.IGNORECASE
)
NOT_A_BIRTH = words(
    r"след(?!\w)", r"преди(?!\w)", r"между(?!\w)", r"от(?!\w)", r"до(?!\w)", r"дойд\w*", r"пристиг\w*", r"подад\w*",
    r"подав\w*", r"влез\w*",
    r"получ\w*", r"срещ\w*", r"записа\w*", r"after(?!\w)", r"before(?!\w)", r"since(?!\w)", r"between(?!\w)", r"arriv\w*",
    r"came(?!\w)",
    r"appl\w*", "until", "from",
)  # fmt: skip
"""Between the word and the date: then the date is of something else."""

MONTHS = (
    "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември|"
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    r"ян\.|фев\.|апр\.|авг\.|септ?\.|окт\.|ноем?\.|дек\.|"
    r"jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?"
)
_ONES = (
    r"първ\w+|втор\w+|трет\w+|четвърт\w+|пет\w*|шест\w*|сед\w+|ос[ме]\w*|девет\w*|десет\w*|единадесет\w*|"
    r"единайсет\w*|дванадесет\w*|"
    r"дванайсет\w*|тринадесет\w*|тринайсет\w*|четиринадесет\w*|четиринайсет\w*|петнадесет\w*|петнайсет\w*|"
    r"шестнадесет\w*|шестнайсет\w*|"
    r"седемнадесет\w*|седемнайсет\w*|осемнадесет\w*|осемнайсет\w*|деветнадесет\w*|деветнайсет\w*|двадесет\w*|"
    r"двайсет\w*|тридесет\w*|"
    r"трийсет\w*|четиридесет\w*|четирийсет\w*|петдесет\w*|шестдесет\w*|шейсет\w*|седемдесет\w*|осемдесет\w*|деветдесет\w*|"
    r"един|една|два|две|три|четири|деветстотин|осемстотин"
)
WRITTEN_DATE_BG = (
    rf"(?:{_ONES})(?: и (?:{_ONES}))? (?:{MONTHS}) (?:хиляда|две хиляди)(?: (?:и )?(?:{_ONES})(?!\w)){{1,4}}"
)
_ONES_EN = (
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w{3,5}teenth|twentieth|thirtieth|"
    r"(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
)
_YEARS_EN = (
    r"(?:nineteen|twenty|two thousand)(?:[ -](?:and|hundred|oh|o|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve|\w{3,5}teen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?!\w)){1,4}"
)
WRITTEN_DATE_EN = rf"(?:the )?(?:{_ONES_EN})(?: of)? (?:{MONTHS}),? {_YEARS_EN}"

# --- Names ---
_UPPER = "A-ZÀ-ÖØ-ÞА-ЯЁЇІЄҐ"
_LOWER = "a-zß-öø-ÿа-яёїієґѝ"
NAME_WORD = rf"[{_UPPER}](?:['’][{_UPPER}]?)?[{_LOWER}]+(?:['’-][{_UPPER}]?[{_LOWER}]+)*(?![\w])"
NAME_WORDS = rf"(?:{NAME_WORD})(?: (?:(?:ал|ел|бин|ибн|al|el|bin|ibn|van|de)[ -])?{NAME_WORD}){{0,3}}"
"""Capital first, small letters after: an abbreviation is no name."""

RELATIONS_BG = (
    r"семейство(?:то)?|братята|сестрите|момчетата|момичетата|мъжете|жените|клиентите|учениците|внуците|близнаците|децата|синовете|дъщерите|родителите|"
    r"клиент(?:ът|а|ка|ката)?|майка(?:та)?|баща(?:та)?|дете(?:то)?|момче(?:то)?|момиче(?:то)?|син(?:ът|а)?|"
    r"дъщеря(?:та)?|брат(?:ът|а)?|"
    r"сестра(?:та)?|съпруг(?:ът|а|ата)?|мъж(?:ът|а)?|жена(?:та)?|баба(?:та)?|дядо(?:то)?|чичо|леля|вуйчо|"
    r"братовчед(?:ът|ка|ката)?|"
    r"внук(?:ът)?|внучка(?:та)?|племенник(?:ът)?|ученик(?:ът|а)?|ученичка(?:та)?|приятел(?:ят|ка|ката)?|съсед(?:ът|ка|ката)?|"
    r"бенефициент(?:ът|а|ка|ката)?|потребител(?:ят|ка|ката)?|пациент(?:ът|ка|ката)?|курсист(?:ът|ка|ката)?|"
    r"лице(?:то)?|бежанец(?:ът)?|"
    r"бежанка(?:та)?|кандидат(?:ът|ка|ката)?|годеник(?:ът)?|годеница(?:та)?|младеж(?:ът)?|студент(?:ът|ка|"
    r"ката)?|настойник(?:ът)?"
)
RELATIONS_EN = (
    "boys|girls|men|women|clients|sons|daughters|brothers|sisters|twins|children|parents|"
    "client|mother|father|child|boy|girl|son|daughter|brother|sister|husband|wife|grandmother|grandfather|"
    "uncle|aunt|cousin|nephew|"
    "niece|pupil|student|patient|friend|neighbour|beneficiary|applicant|refugee|widow|teenager|mum|dad|fiancé|fiancée|guardian"
)
TITLES = r"г-жа|г-н|г-ца|г-жо|госпожа|госпожо|госпожица|господин|господине|mr|mrs|ms|miss"
NAME_INTRODUCERS = (
    # „казва се“, „се казва“, „на име“, „името ѝ е“
    r"(?:казва[мт]?|наричат?|викат) (?:се|го|я|му|ѝ|й)|се (?:казва[мт]?|нарича[мт]?)|на име|с име(?:на)?|по име|"
    r"(?:тр?ите )?имен?(?:то|а|ата)(?: (?:ѝ|й|му|им|ми))?(?: (?:на|в|по) [а-я]+(?: [а-я]+)?)?(?: е| са)?|трите имена|имена|име|"
    r"случа(?:ят|я|й) на|дело(?:то)? на|заявление(?:то)? (?:от|на)|молба(?:та)? (?:от|на)|подател|титуляр|заявител|получател|"
    r"names?|(?:my|her|his|their) (?:full |first |last )?names? (?:is|are)|(?:is|was|are) (?:called|named)|"
    r"named|called|by the name of|case of"
)
NAME_ORGANISATIONS = (
    "Общин|Област|Столичн|Фондаци|Сдружени|Организаци|Асоциаци|Център|Центров|Училищ|Министер|Агенци|Дирекци|"
    "Комис|Съвет|Комитет|Клуб|"
    "Читалищ|Болниц|Универс|Институт|Кръст|Червен|Дом|Дневен|Районн|Регионал|Национал|Държавн|Българ|Европ|"
    "Районен|Отдел|Полици|Съд|"
    "Municipal|Foundation|Association|Organi[sz]ation|Cent(?:er|re)|School|Ministry|Agency|Council|Committee|"
    "Club|Hospital|Universit|"
    "Institute|Red|Cross|District|Regional|National|State|Bulgari|Europ|Department|Police|Court|Office"
)
NAME_ROLES = (
    "Министър|Кмет|Директор|Председател|Посланик|Президент|Премиер|Секретар|Началник|Управител|Омбудсман|"
    "Депутат|Координатор|Съдия|"
    "Прокурор|Доктор|Професор|Докторе|Колега|Инспектор|President|Mayor|Minister|Director|Chair|Ambassador|"
    "Secretary|Speaker|Judge|"
    "Professor|Doctor|Commissioner|Ombudsman|Governor"
)
NAME_PLAIN_WORDS = (
    "Аз|Ти|Той|Тя|То|Ние|Вие|Те|Не|Да|Има|Няма|Но|За|На|От|До|По|При|Със?|Във?|Как|Какво|Кой|Коя|Кога|Къде|"
    "Това|Този|Тази|Тези|Още|Вече|"
    "Моля|Имам|Работи|Ходи|Чака|Иска|Живее|Учи|Получи|Говори|Търси|Трябва|Може|Беше|Ще|Ако|Когато|След|Преди|"
    "Дойде|Казва|Дата|Телефон|"
    "Адрес|Пол|Роден|Гражданство|Статут|Име|Възраст|The|He|She|It|They|We|You|I|In|On|At|For|From|But|And|Is|"
    "Has|Was|Not|Please|If|When|"
    "Date|Phone|Address|Status|Gender|Age|Name|English|Arabic|Ukrainian|Syrian|Afghan|Bulgarian|Syria|Ukraine|"
    "Afghanistan|Сирия|Украйна|"
    "Афганистан|Ирак|Иран|Турция|Гърция|Германия|София|Харманли|Хасково|Monday|Tuesday|Wednesday|Thursday|"
    "Friday|Saturday|Sunday"
)
NO_NAME = re.compile(rf"(?:(?:{NAME_ORGANISATIONS}|{NAME_ROLES})\w*|(?:{NAME_PLAIN_WORDS})(?!\w))")
"""A word in capitals that begins none: an organisation's, an office's, the first of a sentence."""
NAMED_THINGS = words(
    "проект", "програм", "курс", "филм", "книг", "град", "сел[оа]", "организаци", "фондаци", "сдружени", "цент", "училищ",
    "приложени",
    "сайт", "клуб", "инициатив", "улиц", "квартал", "песен", "пиес", "роман", "кампани", "мреж", "документ", "закон",
    "стратеги",
    "област", "общин", "фирм", "болниц", "хотел", "платформ", "група", "изложб", "фестивал", "наръчник", "брошур", "рубрик",
    "урок",
    "язовир", "рек[аи]", "държав", "столиц", "лагер", "езер", "остров", r"страна(?!\w)", "кот", "куче", "игр", "файл", "папка",
    "project", "program", "course", "film", "book", "city", "town", "village", "organi[sz]ation", "cent(?:er|re)", "school",
    r"app(?!\w)",
    "network", "campaign", "street", "song", "law", "strategy", "foundation", "company", "hospital", "hotel", "platform",
    "group",
    "festival", "handbook", "leaflet", "place", "country", r"camp(?!\w)", "river", "island", r"cat(?!\w)", r"dog(?!\w)",
    "game", "file",
    "folder", "tool", "method", "fund", r"act(?!\w)", "report", "event",
)  # fmt: skip
"""What else has a name: „Селото се казва …“."""
PUBLIC_PEOPLE = words(
    r"ул(?:ица|\.)", r"бул(?:евард|\.)", r"пл(?:ощад|\.)", r"училище", r"ОУ", r"СУ", r"ДГ", r"читалище", r"театър", r"парк",
    r"паметник",
    r"проф\.", r"доц\.", r"акад\.", r"д-р", r"министър\w*", r"кмет\w*", r"посланик\w*", r"президент\w*", r"премиер\w*",
    r"режисьор\w*",
    r"автор\w*", r"роман", r"книга", r"филм", r"стихове", r"св\.", r"свет[аи]", r"фондация", r"хижа", r"st\.?", "saint",
    r"prof\.", r"dr\.?",
    "minister", "president", "ambassador", "author", "director", "novel", "film", "book", "street", "foundation", "university",
)  # fmt: skip
"""Just before a full name: then it is known to everybody, or belongs to a place."""

GIVEN_NAME_FORMS = (
    r"(?:Абд[уе]л|Abd[ue]l)\w+|[А-Я][а-я]+(?:уллах?|уддин|еддин)|[A-Z][a-z]+(?:ullah|uddin|eddin)"
)
FAMILY_NAME_FORMS = (
    r"(?:[А-Я][а-я]+(?:зай|заде|уллах|уддин|еддин|енко|чук|юк)|"
    r"[A-Z][a-z]+(?:zai|zay|zadeh?|ullah|uddin|eddin|enko|chuk|yuk))"
)
"""Names that their form gives away: of Afghan, Arabic and Ukrainian families."""
GIVEN_NAMES: tuple[str, ...] = tuple(
    name
    for line in (Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for name in line.split()
)
