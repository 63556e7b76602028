"""Words for goods, parts and specimens, which people write after names."""

from typing import Final

#: words in English, French and Spanish, none of them an epithet of a name in the package
GOODS: Final = frozenset(
    "adult adults alive antler antlers bark belt belts bile bladder bladders blood bodies body "
    "bone bones bracelet bracelets bulb bulbs captive carapace carapaces carved carving "
    "carvings caviar chips claw claws cloth cream cuttings dead derivative derivatives dried "
    "ear ears egg eggs eggshell eggshells extract extracts feather feathers feet female females "
    "fibre fibres fillet fillets fin fingerling fingerlings fins flower flowers foot fresh "
    "frozen fur furniture furs gall garment garments gill gills guitar guitars hair hairs "
    "handbag handbags hatchling hatchlings head heads hide hides hoof hooves horn horns ivory "
    "jewellery jewelry juvenile juveniles leaf leather leaves live logs male males meat "
    "medicine medicines mounted musk necklace necklaces oil pelt pelts pieces pills plant "
    "plants plywood polished powder product products quill quills raw rhizome rhizomes root "
    "roots rug rugs salted sample samples sawn scale scales seed seeds shawl shawls shell "
    "shells shoes skeletons skin skinned skins skull skulls smoked soap specimen specimens "
    "steak stem stems stuffed swimbladder tail tails tanned taxidermy teeth timber tooth trade "
    "trophies trophy tusk tusks unworked veneer veneers wallet wallets watchstrap watchstraps "
    "wild wood wool worked yarn aileron ailerons bois corne cornes crâne crânes cuir dent dents "
    "défense défenses fourrure fourrures graine graines griffe griffes huile ivoire oeuf oeufs "
    "os ossements peau peaux placage plume plumes poil poils poudre racine racines sang sciage "
    "trophée trophées viande vivant vivante vivantes vivants écaille écailles écorce œuf œufs "
    "aceite aleta aletas carne colmillo colmillos corteza cráneo cráneos cuerno cuernos cuero "
    "diente dientes escama escamas garra garras hueso huesos huevo huevos madera marfil pelo "
    "piel pieles polvo raíces raíz sangre semilla semillas trofeo trofeos vivo vivos hand hands "
    "carcass carcasses galls pod pods tissue tissues paw paws whisker whiskers plate plates "
    "genitalia purse purses boot boots roe wine soup slab slabs plank planks resin gum corm "
    "corms flask flasks seedling seedlings trim meal flour paste bag bags coat coats mount "
    "rosette rosettes sinew sinews penis brain liver stomach tongue tongues hump swim".split()
)
