"""The fuzzy join of millions of names: an optional part, described on its own page.

Examples
--------
>>> from concordance.join import NameIndex
>>> NameIndex.from_names(["Panthera leo"]).join(["Panthera Ieo"]).num_rows
1
"""

from concordance.join.index import NameIndex

__all__ = ["NameIndex"]
