#!/usr/bin/env python3
"""Judges a dump of model cards with Apache Spark: every partition is piped through one `model-license-gate audit`.

    spark-submit audit_spark.py CARDS.parquet VERDICTS
    spark-submit --files /usr/local/bin/model-license-gate audit_spark.py --gate ./model-license-gate CARDS.parquet VERDICTS

CARDS is whatever Spark reads as Parquet, with a column for the id and one for the text of the card, and perhaps a column `files`
(map of path to text). VERDICTS is a new folder of text files with one JSON verdict a line: `spark.read.json(VERDICTS)`.
A row that cannot be judged fails the job, unless --keep-going is given. docs/audit.md says more.
"""

import argparse
import shlex

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, struct, to_json


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cards", help="Parquet with the cards")
    parser.add_argument("verdicts", help="folder to write")
    parser.add_argument("--gate", default="model-license-gate", help="the program, as every worker finds it")
    parser.add_argument("--id", default="id", help="column with the ids (default: id)")
    parser.add_argument("--card", default="card", help="column with the texts of the cards (default: card)")
    parser.add_argument("--partitions", type=int, help="spread the rows over so many partitions first")
    parser.add_argument("--keep-going", action="store_true", help="leave out rows that cannot be judged")
    parser.add_argument("--lineage-from", help="dump that explains descent, as every worker finds it")
    return parser.parse_args()


def main():
    args = arguments()
    spark = SparkSession.builder.appName("model-license-gate").getOrCreate()
    cards = spark.read.parquet(args.cards)
    if args.partitions:
        cards = cards.repartition(args.partitions)
    fields = [col(args.id).cast("string").alias("id"), col(args.card).alias("card")]
    if "files" in cards.columns:
        fields.append(col("files"))
    # A card that is null stays in the line: a repository without a card is judged too.
    lines = cards.select(to_json(struct(*fields), {"ignoreNullFields": "false"}).alias("line")).rdd.map(lambda row: row.line)
    # Spark runs as many partitions at once as there are cores, so each process has one thread.
    command = [args.gate, "audit", "--quiet", "--jobs", "1"]
    if args.keep_going:
        command.append("--keep-going")
    if args.lineage_from:
        command += ["--lineage-from", args.lineage_from]
    lines.pipe(shlex.join(command), checkCode=True).saveAsTextFile(args.verdicts)
    spark.stop()


if __name__ == "__main__":
    main()
