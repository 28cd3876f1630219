//! Which instructions of the programs the fuzzer has to get through: all of their IDLs, but for the exceptions.
use std::collections::BTreeSet;

use serde_json::Value;

const IDLS: [(&str, &str); 4] = [
    (
        "governance",
        include_str!("../../../packages/protocol/src/idl/governance.json"),
    ),
    (
        "node_registry",
        include_str!("../../../packages/protocol/src/idl/node_registry.json"),
    ),
    (
        "job_escrow",
        include_str!("../../../packages/protocol/src/idl/job_escrow.json"),
    ),
    (
        "reputation",
        include_str!("../../../packages/protocol/src/idl/reputation.json"),
    ),
];

/// What must have become of some exact jobs.
pub const TURNS: [&str; 6] = [
    SLOT_MOVED,
    OPENED_WITH_NONCE,
    OPENED_WITHOUT_NONCE,
    AUDITS_PASSED,
    EXACT_SETTLED,
    AUDIT_FAILED,
];
pub const SLOT_MOVED: &str = "a slot moved";
pub const OPENED_WITH_NONCE: &str = "a challenge opened with its nonce";
pub const OPENED_WITHOUT_NONCE: &str = "a challenge opened without its nonce";
pub const AUDITS_PASSED: &str = "all audits passed";
pub const EXACT_SETTLED: &str = "an exact job was settled";
pub const AUDIT_FAILED: &str = "a node failed an audit";

/// Program, instruction, and why nobody in a world sends it.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "governance",
        "init_config",
        "once a chain, before its worlds begin",
    ),
    (
        "governance",
        "init_fund",
        "once for each fund, before worlds begin",
    ),
    (
        "governance",
        "open_dispute",
        "called by job_escrow.open_dispute alone",
    ),
    (
        "governance",
        "execute_verdict",
        "called by job_escrow.resolve_dispute alone",
    ),
    (
        "node_registry",
        "init_registry",
        "once a chain, before its worlds begin",
    ),
    (
        "node_registry",
        "begin_job",
        "called by job_escrow.accept_job alone",
    ),
    (
        "node_registry",
        "end_job",
        "called by job_escrow.settle, cancel and resolve_dispute alone",
    ),
    (
        "node_registry",
        "fail_job",
        "called by job_escrow.timeout_refund, reassign and resolve_dispute alone",
    ),
    (
        "node_registry",
        "lose_dispute",
        "called by job_escrow.resolve_dispute alone",
    ),
    ("reputation", "init_page", "once a page, before worlds begin"),
    (
        "reputation",
        "record_outcome",
        "called by job_escrow when a job ends or is rated alone",
    ),
];

fn instructions(idl: &str) -> Vec<String> {
    let idl: Value = serde_json::from_str(idl).unwrap_or_else(|error| panic!("an IDL: {error}"));
    let all = idl["instructions"].as_array().cloned().unwrap_or_default();
    all.iter()
        .filter_map(|instruction| instruction["name"].as_str().map(str::to_owned))
        .collect()
}

/// Instructions that never went through and are no exception, and exceptions that are no instruction.
pub fn uncovered(through: &BTreeSet<&str>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (program, idl) in IDLS {
        let names = instructions(idl);
        let excepted = |name: &str| {
            EXCEPTIONS
                .iter()
                .any(|(of, instruction, _)| (*of, *instruction) == (program, name))
        };
        for name in names
            .iter()
            .filter(|name| !excepted(name) && !through.contains(name.as_str()))
        {
            wrong.push(format!("{program}.{name} never went through"));
        }
        for (_, name, _) in EXCEPTIONS.iter().filter(|(of, _, _)| *of == program) {
            if !names.iter().any(|known| known == name) {
                wrong.push(format!("{program}.{name} is no instruction"));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_that_never_went_through_is_named() {
        let wrong = uncovered(&BTreeSet::from(["cancel"]));
        assert!(wrong.contains(&"job_escrow.settle never went through".to_owned()));
        assert!(!wrong.iter().any(|line| line.starts_with("job_escrow.cancel ")));
        assert!(!wrong
            .iter()
            .any(|line| line.contains("open_dispute") && line.starts_with("governance")));
    }
}
