"""Words with a special meaning in authorships, and known abbreviations."""

from typing import Final

#: words before a surname that are not part of it
TITLES: Final = frozenset("prinz prince princ furst graf count lord sir baron maximilian".split())
UNKNOWN_LETTER: Final = "\ufffd"
#: particles of names, which do not distinguish authors
PARTICLES: Final = frozenset(
    "v von van vom zu zur zum de der den des du la le les da di do dos das del della el ten ter te "
    "d in't in’t".split()
)
#: words that distinguish namesakes
NAMESAKE: Final = {
    "f": "filius", "fil": "filius", "filius": "filius", "jr": "filius", "jun": "filius",
    "bis": "bis", "ter": "ter", "sr": "senior", "sen": "senior", "père": "senior",
}  # fmt: skip
#: common abbreviations and variants of author names, in folded spelling
ABBREVIATIONS: Final = {
    "l": "linnaeus", "lin": "linnaeus", "linn": "linnaeus", "linne": "linnaeus",
    "gm": "gmelin", "gmel": "gmelin", "lac": "lacepede", "lacep": "lacepede", "cuv": "cuvier",
    "val": "valenciennes", "temm": "temminck", "fab": "fabricius", "fabr": "fabricius",
    "f": "fabricius", "lam": "lamarck", "lk": "lamarck", "raf": "rafinesque",
    "blumenb": "blumenbach", "geoffr": "geoffroy", "vieill": "vieillot", "schreb": "schreber",
    "licht": "lichtenstein", "bp": "bonaparte", "bonap": "bonaparte", "less": "lesson",
    "gthr": "gunther", "blgr": "boulenger", "boul": "boulenger", "dum": "dumeril",
    "bibr": "bibron", "wagl": "wagler", "pall": "pallas", "hdg": "hodgson",
    "dc": "candolle", "mill": "miller", "lindl": "lindley", "rchb": "reichenbach",
    "reichb": "reichenbach", "fr": "fries", "hook": "hooker", "benth": "bentham",
    "willd": "willdenow", "thunb": "thunberg", "br": "brown", "sw": "swartz", "ait": "aiton",
    "cepede": "lacepede", "desf": "desfontaines", "kuntze": "kuntze",
    "engl": "engler", "baill": "baillon",
}  # fmt: skip
