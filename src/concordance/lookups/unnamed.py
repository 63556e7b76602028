"""Words in the place of a name that name no taxon: "various animals", "n/a", "timber"."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: words of records without a name, in English, French and Spanish, without accents
_FILLING: Final = frozenset(
    """
    a above all and any applicable as assorted at attached aucun aucune autre autres available
    below blank comments confidential dans datos de des desconocida desconocidas desconocido
    desconocidos determine determinee determinees determines different disponible divers
    diversas diverse diverses diversos do du el empty en especificada especificado et etc for
    from given hay identificada identificado identifie identified identifiee identifiees
    identifies in inconnu inconnue inconnues inconnus indet indeterminada indeterminado
    indeterminate indetermine indeterminee indeterminees indetermines is known la las le les
    list los many melange melanges mezcla misc miscellaneous mixed mixta mixtas mixto mixtos
    more multiple na name nd neant nil ningun ninguna ninguno no nom nombre non none not note
    notes nothing null of on or other others otra otras otro otros ou pending precise precisee
    provided recorded remark remarks sans see several sin specified stated sundry tba tbc tbd
    test the to un unassigned undetermined une unidentified unk unknown unlisted unnamed
    unspecified untitled varias varie varied varies varios various with without xxx y
    """.split()
)
#: words for living things and goods in general, which may stand alone
_GENERAL: Final = frozenset(
    """
    animal animales animals animaux anything bone bones carving carvings creature creatures data
    dead derivative derivatives ejemplar ejemplares espece especes especie especies especimen
    especimenes fauna faune feather feathers flora flore fur furs garment garments genero genre
    genus goods hide hides horn horns item items jewellery kind kinds leather life live
    living material materials meat medicine medicines morts objet objeto objetos objets oil
    organism organismes organismos organisms part partie parties parts plant planta plantas
    plante plantes plants powder product producto productos products produit produits sample
    samples scales seres skin skins skull skulls sp species specimen specimenes specimens spp
    ssp stuff subspecies taxa taxon teeth thing things timber tooth trophies trophy tusk tusks
    type types vegetaux viva vivant vivante vivantes vivants vivas vivo vivos wildlife wood
    """.split()
)
#: filling words that are common names too where they stand alone
_ALSO_NAMES: Final = frozenset({"divers"})
_WORD: Final = re.compile(r"[a-z]+(?:/[a-z])?")
#: letters with a mark between them, for "not applicable" and "no data"
_SHORT: Final = re.compile(r"(?:n[./\\ -]?[ad]|s[./\\ -]?d)\.?", re.IGNORECASE)


def is_unnamed(text: str) -> bool:
    """Whether a text has only words that name no taxon.

    Examples
    --------
    >>> is_unnamed("various live animals"), is_unnamed("N/A"), is_unnamed("Espèce inconnue")
    (True, True, True)
    >>> is_unnamed("unidentified snake"), is_unnamed("divers"), is_unnamed("Panthera leo")
    (False, False, False)
    """
    if _SHORT.fullmatch(text.strip()):
        return True
    spread = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in spread if not unicodedata.combining(letter))
    words = set(_WORD.findall(plain))
    if not words or words <= _ALSO_NAMES or any(letter.isdigit() for letter in plain):
        return False
    return words <= _FILLING | _GENERAL


def unnamed_words(text: str) -> str:
    """Return, as a sentence, that a text names no taxon."""
    return f"{text.strip()!r} does not name an animal or plant."
