//! What is known against the npm packages that the browser tests are made of. None of them is part of Earshot.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::project::Project;
use crate::setup;

/// What the registry knows of the packages of the lock file.
#[derive(Debug, PartialEq, Eq)]
enum Known {
    /// How many weaknesses, and the packages with one that is high or critical.
    Weaknesses(u64, Vec<String>),
    /// It does not answer that question, and why.
    Silent(String),
}

/// Asks the registry, through `npm audit`, whether anything is known against one of the packages; what is high or critical
/// fails. Not every registry answers that question, and a machine may have no network: then it is said that nobody has
/// looked.
pub(crate) fn known_weaknesses(project: &Project) -> Result<()> {
    let mut npm = setup::npm(&project.end2end());
    npm.args(["audit", "--json", "--package-lock-only", "--audit-level=high"])
        // Whatever the machine leaves out elsewhere: all that is installed here is for tests.
        .args(["--include=dev", "--include=optional", "--include=peer"])
        .args(["--fetch-retries=0", "--fetch-timeout=30000"]);
    let Ok(said) = npm.output() else {
        println!("skipped: npm is not on this machine, so nobody has looked at the browser tests' packages");
        return Ok(());
    };
    let complaint = String::from_utf8_lossy(&said.stderr).trim().to_owned();
    match read(&said.stdout).with_context(|| format!("`npm audit` in end2end/ said: {complaint}"))? {
        Known::Silent(why) => {
            println!("skipped: the registry of npm does not say what is known against packages ({why})");
        }
        Known::Weaknesses(many, high) if high.is_empty() => {
            println!("{many} weaknesses of npm packages are known, and none is high or critical");
        }
        Known::Weaknesses(_, high) => {
            bail!("npm packages with a known weakness that is high or critical: {}", high.join(", "))
        }
    }
    Ok(())
}

/// Reads what `npm audit --json` has printed. Fails where it is neither a count nor that the registry did not answer.
fn read(said: &[u8]) -> Result<Known> {
    let said: Value = serde_json::from_slice(said).context("it printed no JSON")?;
    let counts = &said["metadata"]["vulnerabilities"];
    if let Some(many) = counts["total"].as_u64() {
        let is_high = |package: &Value| matches!(package["severity"].as_str(), Some("high" | "critical"));
        let packages = said["vulnerabilities"].as_object().context("it names no packages")?;
        let high: Vec<String> =
            packages.iter().filter(|(_, package)| is_high(package)).map(|(name, _)| name.clone()).collect();
        let counted = counts["high"].as_u64().unwrap_or(0) + counts["critical"].as_u64().unwrap_or(0);
        if counted > 0 && high.is_empty() {
            bail!("it counts {counted} that are high or critical, and names none");
        }
        return Ok(Known::Weaknesses(many, high));
    }
    // What went wrong with the question itself stands at the top; what is wrong here stands under `error` alone.
    match said["message"].as_str() {
        Some(why) => Ok(Known::Silent(why.to_owned())),
        None => bail!("it did not ask: {}", said["error"]["summary"].as_str().unwrap_or("nobody knows why")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known(said: &Value) -> Result<Known> {
        read(said.to_string().as_bytes())
    }

    #[test]
    fn what_is_known_is_counted_and_what_is_high_is_named() {
        let counts = |high: u64, critical: u64| json!({ "info": 0, "low": 1, "moderate": 1, "high": high, "critical": critical, "total": 2 + high + critical });
        let package = |severity: &str| json!({ "severity": severity, "range": "<2.0.0" });
        let none = json!({ "auditReportVersion": 2, "vulnerabilities": {}, "metadata": { "vulnerabilities": { "total": 0 } } });
        assert_eq!(known(&none).unwrap(), Known::Weaknesses(0, Vec::new()));
        let small = json!({
            "vulnerabilities": { "a": package("low"), "b": package("moderate") },
            "metadata": { "vulnerabilities": counts(0, 0) },
        });
        assert_eq!(known(&small).unwrap(), Known::Weaknesses(2, Vec::new()));
        let large = json!({
            "vulnerabilities": { "a": package("low"), "b": package("high"), "c": package("critical") },
            "metadata": { "vulnerabilities": counts(1, 1) },
        });
        assert_eq!(known(&large).unwrap(), Known::Weaknesses(4, vec!["b".into(), "c".into()]));
        let odd = json!({ "vulnerabilities": {}, "metadata": { "vulnerabilities": counts(1, 0) } });
        assert!(known(&odd).is_err(), "nothing is passed over");
    }

    #[test]
    fn a_registry_that_does_not_answer_is_told_from_a_question_that_was_not_asked() {
        let refused = json!({
            "message": "405 Method Not Allowed - POST https://registry.example/advisories/bulk",
            "statusCode": 405,
            "body": "",
            "error": { "summary": "", "detail": "" },
        });
        assert!(matches!(known(&refused).unwrap(), Known::Silent(why) if why.starts_with("405 ")));
        let no_lock = json!({ "error": { "code": "ENOLOCK", "summary": "This command requires an existing lockfile." } });
        assert!(known(&no_lock).unwrap_err().to_string().contains("an existing lockfile"));
        assert!(known(&json!({})).is_err() && known(&json!({ "metadata": {} })).is_err());
        for odd in ["", "npm error", "[1]", "{\"metadata\":"] {
            assert!(read(odd.as_bytes()).is_err(), "{odd:?}");
        }
    }
}
