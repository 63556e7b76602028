"""Names in a Spark DataFrame, matched on every executor; needs the extra ``spark`` and Java 17."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from concordance.matching.batch import load_index, match_batch, match_fields

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def match_names(dataframe: DataFrame, index_path: str | Path, column: str = "name") -> DataFrame:
    """Return a Spark DataFrame with the answer of `concordance.match_names` to each of its rows.

    Parameters
    ----------
    dataframe : pyspark.sql.DataFrame
    index_path : str or pathlib.Path
        File of `NameIndex.from_checklist(...).save(path)`; it is shipped to every executor, which
        maps it into memory once.
    column : str
        Column that holds the names.

    Returns
    -------
    pyspark.sql.DataFrame
        The same rows with the columns of `concordance.matching.batch.match_batch`. As always in
        Spark, rows have no order but that of a column.

    Raises
    ------
    ConcordanceError
        If the column is missing, or the file is no index.
    """
    from pyspark import SparkFiles
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    path = Path(index_path).resolve()
    schema = match_fields(to_arrow_schema(dataframe.schema), column)
    load_index(str(path))  # what is wrong with the file is said here, not on an executor
    dataframe.sparkSession.sparkContext.addFile(str(path))
    name = path.name

    def match(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        index = load_index(SparkFiles.get(name))
        for batch in batches:
            yield match_batch(batch, index, column)

    return dataframe.mapInArrow(match, from_arrow_schema(schema))
