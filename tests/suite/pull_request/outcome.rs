//! What a run of the program left behind: exit code, log, files of the runner, and the requests it sent.

use super::hub::{READER, WRITER};
use crate::support::fake::Request;
use std::collections::BTreeMap;
use std::time::Duration;

/// What a run left behind.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) log: String,
    pub(crate) errors: String,
    pub(crate) summary: String,
    pub(crate) outputs: String,
    pub(crate) report: String,
    pub(crate) requests: Vec<Request>,
    pub(crate) took: Duration,
}

impl Outcome {
    /// The token is told to nobody, commands are those of the gate, outputs have their form.
    pub(crate) fn holds_what_always_holds(&self) {
        let bodies = self.requests.iter().map(|request| request.body.to_string());
        for text in
            bodies.chain([&self.log, &self.errors, &self.summary, &self.outputs, &self.report].map(String::clone))
        {
            assert!(!text.contains(WRITER) && !text.contains(READER), "a token stands in\n{text}");
        }
        for line in self.log.lines().chain(self.errors.lines()) {
            let known = [
                "::error title=Model license gate::",
                "::error file=",
                "::warning file=",
                "::notice file=",
                "::notice::",
            ];
            let is_command = line.trim_start().starts_with("::") || line.contains("##[");
            assert!(!is_command || known.iter().any(|known| line.starts_with(known)), "{line}");
        }
        let known = ["verdict", "conclusion", "errors", "warnings", "report", "sarif", "comment"];
        let names: Vec<&str> = self.outputs.lines().map(|line| line.split_once('=').unwrap().0).collect();
        assert!(names.iter().all(|name| known.contains(name)), "{}", self.outputs);
        assert_eq!(self.outputs().len(), names.len(), "{}", self.outputs);
    }

    pub(crate) fn outputs(&self) -> BTreeMap<&str, &str> {
        self.outputs.lines().filter_map(|line| line.split_once('=')).collect()
    }

    /// Errors and warnings among the annotations: severity, place and rule.
    pub(crate) fn annotations(&self) -> Vec<String> {
        let lines = self.log.lines().filter(|line| line.starts_with("::error ") || line.starts_with("::warning "));
        let told = lines.map(|line| {
            let properties: BTreeMap<&str, &str> =
                line.split("::").nth(1).unwrap().split([' ', ',']).filter_map(|one| one.split_once('=')).collect();
            let line_number = properties.get("line").copied().unwrap_or("-");
            let severity = line[2..].split(' ').next().unwrap();
            format!("{severity} {}:{line_number} {}", properties["file"], properties["title"])
        });
        told.collect()
    }

    /// The requests that change something: method and what behind the repository.
    pub(crate) fn written(&self) -> Vec<String> {
        let asks = |request: &&Request| request.body["query"].as_str().is_some_and(|query| query.contains("viewer"));
        let writes = self.requests.iter().filter(|request| !request.line.starts_with("GET ") && !asks(request));
        writes.map(|request| request.line.replace("/repos/acme/tiny/", "")).collect()
    }

    /// The requests that read.
    pub(crate) fn read(&self) -> Vec<String> {
        let reads = self.requests.iter().filter(|request| request.line.starts_with("GET "));
        reads.map(|request| request.line.replace("GET /repos/acme/tiny/", "")).collect()
    }

    /// Verdict, counts, annotations and job summary, which must agree.
    pub(crate) fn says(&self, verdict: &str, annotations: &[&str]) {
        let count = |severity: &str| annotations.iter().filter(|one| one.starts_with(severity)).count().to_string();
        let outputs = self.outputs();
        assert_eq!(self.annotations(), annotations, "{}{}", self.log, self.errors);
        assert_eq!(self.code, i32::from(verdict == "fail"), "{}", self.errors);
        let counts = ["verdict", "errors", "warnings"].map(|name| outputs[name].to_owned());
        assert_eq!(counts, [verdict.to_owned(), count("error"), count("warning")]);
        assert!(self.summary.starts_with(&format!("## Model licenses: {}", outputs["conclusion"])), "{}", self.summary);
        assert!(self.log.contains(&format!("\n{verdict} (")) || self.log.starts_with(verdict), "{}", self.log);
        for one in annotations {
            let rule = one.rsplit(' ').next().unwrap();
            assert!(self.summary.contains(&format!("#### {rule}")), "{}", self.summary);
        }
        assert_eq!(self.errors, "");
    }

    /// That the license does not fit and the notice is missing, the line of the license being this one.
    pub(crate) fn says_unfit(&self, line: usize) {
        let of = |rule: &str| format!("error README.md:{line} {rule}");
        self.says("fail", &[&of("incompatible-license"), &of("missing-notice")]);
    }

    /// The sentences on what was not posted: the last line of the job summary, and the same in the log.
    pub(crate) fn missed(&self) -> &str {
        let last = self.summary.trim_end().lines().last().unwrap_or_default();
        let Some(sentence) = last.strip_prefix("> ") else { return "" };
        let lines = self.log.lines().filter(|line| line.starts_with("::notice::") || line.starts_with("note: "));
        assert_eq!(lines.count(), self.summary.lines().filter(|line| line.starts_with("> ")).count(), "{}", self.log);
        sentence
    }
}
