"""Names in a Spark DataFrame, matched on every executor; needs the extra ``spark`` and Java 17."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from concordance.matching.batch import load_once, match_batch, match_fields

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def match_names(
    dataframe: DataFrame, checklist_path: str | Path, column: str = "name"
) -> DataFrame:
    """Return a Spark DataFrame with the answer of `concordance.match_names` for each row.

    Parameters
    ----------
    dataframe : pyspark.sql.DataFrame
    checklist_path : str or pathlib.Path
        File written by `Checklist.save`; it is sent to every executor, which loads it once.
    column : str
        Column with the names.

    Returns
    -------
    pyspark.sql.DataFrame
        The same rows with the columns of `concordance.matching.batch.match_batch`. As always in
        Spark, rows have no order unless you sort by a column.

    Raises
    ------
    ConcordanceError
        If the column is missing, or the file is not one of `Checklist.save`.
    """
    from pyspark import SparkFiles
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    path = Path(checklist_path).resolve()
    schema = match_fields(to_arrow_schema(dataframe.schema), column)
    load_once(str(path))  # reports a damaged file here instead of on an executor
    dataframe.sparkSession.sparkContext.addFile(str(path))
    name = path.name

    def match(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        checklist = load_once(SparkFiles.get(name))
        for batch in batches:
            yield match_batch(batch, checklist, column)

    return dataframe.mapInArrow(match, from_arrow_schema(schema))
