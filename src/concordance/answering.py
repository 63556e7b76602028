"""What a concordance answers about names; each method is one call into a room below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from concordance.checklist import Checklist
    from concordance.pairs import PairRow


class Answering:
    """What `concordance.Concordance` can be asked about columns of names."""

    lists: tuple[Checklist, Checklist]
    rows: tuple[PairRow, ...]

    def lookup(self, names: Any, **asked: Any) -> pd.DataFrame:
        """Return what the two lists say of each name, with their relations in this concordance.

        Parameters
        ----------
        names : str, Series, Index, list, Arrow array or any iterable of str
        **asked
            The arguments of `concordance.lookup` but ``lists``.

        Returns
        -------
        pandas.DataFrame
            See `concordance.lookup`.

        Examples
        --------
        >>> from concordance import build, load_cites, load_cms
        >>> con = build(load_cites(), load_cms())
        >>> con.lookup(["Uncia uncia"])["relation"].tolist()
        ['congruent']
        """
        # only here: a build answers no question
        from concordance.lookups.ask import Question, ask, desk_of

        return ask(desk_of(self.lists, self.rows), names, Question(**asked))
