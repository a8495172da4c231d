//! The recipe for Apache Spark gives the verdicts of the single process. `MLG_PYTHON` names a Python that has `pyspark`.

use crate::harness::{self, Outcome, needs, python};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

tests! {
    spark_gives_the_verdicts_of_the_single_process,
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_model-license-gate");

/// Rows of the dump, over four partitions.
const ROWS: usize = 400;

fn succeed(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The lines of all files of a folder that Spark wrote, sorted: its partitions have no order.
fn written(folder: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().starts_with("part-") {
            lines.extend(fs::read_to_string(path).unwrap().lines().map(str::to_owned));
        }
    }
    lines.sort();
    lines
}

fn spark_gives_the_verdicts_of_the_single_process() -> Outcome {
    let python = python("import pyspark", "Python with PySpark")?;
    needs("java")?;
    let work = harness::folder("audit-spark");
    let (dump, parquet, verdicts) = (work.join("cards.jsonl"), work.join("cards.parquet"), work.join("verdicts"));
    let bases = ["meta-llama/Llama-2-7b-hf", "mistralai/Mistral-7B-v0.1", "acme/model-1"];
    let mut lines = String::new();
    for number in 0..ROWS {
        let base = bases[number % bases.len()];
        let card = format!(
            "---\nlicense: mit\nbase_model: {base}\n---\n# Modèle {number} “日本語”\n\u{85}a\\b\t\"c\"\u{2028}\n"
        );
        let card = if number % 50 == 7 { serde_json::Value::Null } else { card.into() };
        lines.push_str(&json!({"id": format!("acme/model-{number}"), "card": card}).to_string());
        lines.push('\n');
    }
    fs::write(&dump, &lines).unwrap();
    let convert = "import sys\nfrom pyspark.sql import SparkSession\nspark = SparkSession.builder.master('local[2]').getOrCreate()\n\
                   spark.read.json(sys.argv[1]).repartition(4).write.parquet(sys.argv[2])\n";
    succeed(&Command::new(&python).args(["-c", convert]).args([&dump, &parquet]).output().unwrap());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/audit_spark.py");
    let mut command = Command::new(&python);
    command.arg(script).args(["--gate", PROGRAM]).args([&parquet, &verdicts]).env("PYSPARK_PYTHON", &python);
    succeed(&command.env("PYSPARK_SUBMIT_ARGS", "--master local[2] pyspark-shell").output().unwrap());
    let single = Command::new(PROGRAM).args(["audit", "--quiet"]).arg(&dump).output().unwrap();
    succeed(&single);
    let mut wanted: Vec<String> = String::from_utf8(single.stdout).unwrap().lines().map(str::to_owned).collect();
    wanted.sort();
    assert_eq!(wanted.len(), ROWS);
    assert!(written(&verdicts) == wanted, "the verdicts differ");
    Ok(())
}
