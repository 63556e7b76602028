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
#: surnames with the ending of an epithet, most of them authors of several names in the package
LIKE_EPITHETS: Final = frozenset(
    "adams albertis alexander allen amadon andersen anderson antinori audubon ayarzaguena baker "
    "bangs barker bates benda beneden benson bertoni bianchi bibron blainville blasius bleeker "
    "bocage boettger boie bonaparte bonhote bonnaterre borowski boulenger boulton bourcier "
    "bourns bouvier bowen brewster brisson brooks buller burmeister burton butynski böhme "
    "börner büttikofer cabanis cabrera cagle cairns carriker chasen chkhikvadze colston colyn "
    "condon conte cope coues couper cretzschmar cuvier delattre deppe deraniyagala desfontaines "
    "deville dickinson dobson domergue doria dresser dubois eames edwards ellis erlanger "
    "erxleben eyton fausser felten fischer fitzinger fitzsimons forbes forster fraser gaulke "
    "georgi gervais giglioli gisignies gloger godwin-austen goldfuss grandidier graves grismer "
    "grote groves gunther guérin-méneville gyldenstolpe günther hachisuka haime hamilton "
    "hardwicke harington harrison harrisson hedges heine hekstra heller henle heude heyden "
    "hilzheimer hinton hodgson hollister hombron hooijer hoser hughes hume illiger iredale "
    "iverson jabouille jackson jardine jerdon jordans junge kessler kinnear kloss kuroda köhler "
    "lacepede lacépède lafresnaye lahille lataste latreille laurenti lawrence lawson lea lear "
    "legge legler lembeye lesson linnaeus linne loche loddiges louis loveridge lowe lyakurwa "
    "lydekker lynes lyon martens mason masters mathews matschie mcgregor mearns mees meier "
    "meinertzhagen meise melville menegon menzbier mertens methuen meyen meyer miller "
    "milne-edwards molina momiyama monroe moore mouton mueller murs ménétries müller nakamura "
    "neave necas nelson newton nieden niethammer nilsson nussbaum oates oberholser oliver olson "
    "ota owen pallas parker parkes peale pearson peters phelps philippi phillips pilleri "
    "pourtales prawiradilaga prigogine przevalski rabor radde raffles rafinesque rasmussen "
    "ratsoavina reeve richardson rippon roberts robinson roosmalen roselaar ruiz-carranza "
    "rumpler runhua ruschi saint-hilaire salomonsen salvadori sassi savage savi schauensee "
    "schneider schodde schouteden schreber schweigger sclater scopoli serle sharpe siebers "
    "simon slater snyder someren sousa spix steere steindachner stejneger stephens stone storer "
    "swainson swinhoe sykes taczanowski taka-tsukasa taylor thayer thomas tornier touche "
    "traylor tschudi tweeddale tyne vaurie vences verheyen veron verreaux vigors vinson vis "
    "voous wagler wagner walbaum walden wallace waterhouse weller wellington wells werner "
    "wetmore whistler wilkes wilms wilson winton worcester wroughton yamashina yen zimmer".split()
)
#: first words of surnames without a hyphen: "Statius Müller", "Geoffroy Saint-Hilaire"
FIRST_OF_SURNAME: Final = frozenset(
    "arrigoni barbosa dubus geoffroy guitart milne miranda nieto notarbartolo preudhomme silva "
    "statius".split()
)
