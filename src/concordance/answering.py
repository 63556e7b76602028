"""What a concordance answers about names; each method is one call into a room below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from concordance.checklist import Checklist
    from concordance.pairs import PairRow


class Answering:
    """The methods of `concordance.Concordance` that take columns of names."""

    lists: tuple[Checklist, Checklist]
    rows: tuple[PairRow, ...]

    def lookup(self, names: Any, **asked: Any) -> pd.DataFrame:
        """Look up each name in both lists, with their relations in this concordance.

        Parameters
        ----------
        names : str, Series, Index, list, Arrow array or any iterable of str
        **asked
            The arguments of `concordance.lookup` except ``lists``.

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
        # lazy: a build does not need it
        from concordance.lookups.ask import Question, ask, desk_of

        return ask(desk_of(self.lists, self.rows), names, Question(**asked))
