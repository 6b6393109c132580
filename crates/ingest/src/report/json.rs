//! The report for programs.

use std::io::{self, Write};

use rssac002_model::Metric;
use rssac002_model::json::write_string;

use super::{Finding, Level, MetricCounts, Report};

impl Report {
    /// Writes the report as one JSON object with every finding:
    ///
    /// ```json
    /// {"files":2,"read":2,"reused":0,"refused":0,"repaired":1,"vanished":0,"seconds":0.1,
    ///  "levels":{"refused":0,"repaired":1,"doubtful":0,"note":0},
    ///  "metrics":[{"metric":"load-time","files":2,"read":2,"reused":0,"refused":0,"repaired":1}],
    ///  "findings":[{"path":"2020/…","metric":"load-time","rsi":"e","day":"2020-11-04","line":null,
    ///   "kind":"no-values","level":"repaired","refused":false,"reason":"…"}]}
    /// ```
    ///
    /// `levels` counts findings, the numbers before it files. `refused` of a finding says whether it cost the whole file;
    /// `metric` is null for files of no known metric. Fails only if `out` does.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{{},", counts(&self.total()))?;
        write!(out, "\"vanished\":{},\"seconds\":{:.3},", self.vanished, self.seconds)?;
        let levels = Level::ALL.map(|level| format!("\"{}\":{}", level.name(), self.count(level)));
        write!(out, "\"levels\":{{{}}},\"metrics\":[", levels.join(","))?;
        for (index, metric) in Metric::ALL.into_iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(out, "{comma}\n{{\"metric\":\"{metric}\",{}}}", counts(self.metric(metric)))?;
        }
        write!(out, "\n],\"findings\":[")?;
        for (index, finding) in self.findings.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(out, "{comma}\n{}", object(finding))?;
        }
        writeln!(out, "\n]}}")
    }
}

fn counts(c: &MetricCounts) -> String {
    let MetricCounts { files, read, reused, refused, repaired } = c;
    format!(
        "\"files\":{files},\"read\":{read},\"reused\":{reused},\"refused\":{refused},\"repaired\":{repaired}"
    )
}

fn object(finding: &Finding) -> String {
    let mut out = String::from("{\"path\":");
    write_string(&mut out, &finding.path);
    let quoted = |text: Option<String>| text.map_or("null".to_owned(), |t| format!("\"{t}\""));
    let line = finding.line.map_or("null".to_owned(), |l| l.to_string());
    out.push_str(&format!(
        ",\"metric\":{},\"rsi\":{},\"day\":{},\"line\":{line},\"kind\":\"{}\",\"level\":\"{}\",\"refused\":{},\"reason\":",
        quoted(finding.metric.map(|m| m.to_string())),
        quoted(finding.rsi.map(|r| r.to_string())),
        quoted(finding.day.map(|d| d.to_string())),
        finding.kind.name(),
        finding.kind.level().name(),
        finding.kind.level() == Level::Refused,
    ));
    write_string(&mut out, &finding.reason);
    out.push('}');
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;

    #[test]
    fn it_is_json_with_every_finding() {
        let report = sample();
        let mut out = Vec::new();
        report.write_json(&mut out).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value["files"], 21);
        assert_eq!(value["refused"], 1);
        assert_eq!(value["metrics"].as_array().unwrap().len(), 7);
        let findings = value["findings"].as_array().unwrap();
        assert_eq!(findings.len(), report.findings.len());
        assert_eq!(findings[0]["path"], "2020/\"x\".yaml");
        assert_eq!(findings[0]["line"], 7);
        assert_eq!((&findings[0]["level"], &findings[0]["refused"]), (&"refused".into(), &true.into()));
        assert_eq!(findings[1]["rsi"], "a");
        assert_eq!(findings[1]["line"], serde_json::Value::Null);
        assert_eq!((&findings[1]["level"], &findings[1]["refused"]), (&"repaired".into(), &false.into()));
        assert_eq!(findings[21]["metric"], serde_json::Value::Null);
        let levels = serde_json::json!({"refused": 1, "repaired": 20, "doubtful": 0, "note": 1});
        assert_eq!(value["levels"], levels);
    }
}
