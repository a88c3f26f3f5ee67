"""Reads the Parquet files of a plan with DuckDB and with Polars, and holds both against its CSV files.

Run by hand, since it needs two large packages that no other test does:

    pip install duckdb polars
    capplan export plan.json --format csv -o tables
    capplan export plan.json --format parquet -o columns
    python tests/columns/read.py tables columns
"""

import csv
import math
import sys
from pathlib import Path

import duckdb
import polars


def same(told, found):
    """Whether a cell of CSV says what a cell of a column does."""
    if found is None:
        return told == ""
    if isinstance(found, float):
        return math.isclose(float(told), found, rel_tol=0, abs_tol=0)
    if isinstance(found, bool):
        return told == str(found).lower()
    return told == found


def main(tables, columns):
    names = sorted(path.stem for path in Path(tables).glob("*.csv"))
    assert names and names == sorted(path.stem for path in Path(columns).glob("*.parquet")), names
    cells = 0
    for name in names:
        with open(Path(tables) / f"{name}.csv", newline="", encoding="utf-8") as file:
            heads, *rows = csv.reader(file)
        path = str(Path(columns) / f"{name}.parquet")
        ducks = duckdb.sql(f"select * from '{path}'")
        bears = polars.read_parquet(path)
        for reader, found_heads, found in [
            ("DuckDB", ducks.columns, ducks.fetchall()),
            ("Polars", bears.columns, bears.rows()),
        ]:
            assert found_heads == heads, (reader, name, found_heads)
            assert len(found) == len(rows), (reader, name, len(found), len(rows))
            for row, told in zip(found, rows):
                for head, cell, words in zip(heads, row, told):
                    assert same(words, cell), (reader, name, head, cell, words)
                    cells += 1
    payments = str(Path(columns) / "payments.parquet")
    ours = duckdb.sql(f"""select sum("usd_nominal [USD]") from '{payments}' where kind = 'capital'""").fetchall()[0][0]
    theirs = polars.scan_parquet(payments).filter(polars.col("kind") == "capital").select(polars.col("usd_nominal [USD]").sum()).collect().item()
    assert math.isclose(ours or 0.0, theirs, rel_tol=1e-12), (ours, theirs)
    print(f"{len(names)} tables, {cells} cells read by DuckDB {duckdb.__version__} and Polars {polars.__version__} as they stand in CSV")


if __name__ == "__main__":
    main(*sys.argv[1:])
