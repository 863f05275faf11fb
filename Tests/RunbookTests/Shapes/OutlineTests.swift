import MarkdownKit
import TestSupport
import Testing

@testable import Runbook

/// Which headings are incidents, and what they are called.
@Suite(.ownThread) struct OutlineTests {
    private func ids(_ text: String, name: String = "x") -> [String] {
        RunbookReader.read(Array(text.utf8), name: name).incidents.map(\.id)
    }

    @Test(
        "An incident has a part of its own",
        arguments: [
            ("# Notes\n\nWords.\n", []), ("# A\n\n## Checklist\n- x\n", []), ("# A\n\n## Steps\n1. x\n\n## Troubleshooting\n- y\n", []),
            ("### 1. A (High)\n\nWords.\n", []), ("# A\n\n## Impact\n\nBad.\n", []), ("# A\n\n## Meaning\nx\n\n## Checks\n- y\n", ["a"]),
            ("# A\n\n## Symptoms\n- x\n", ["a"]), ("# Recovery\n\n## Symptoms\n- x\n", ["recovery"]),
            ("# Guide\n\n## Common Issues\n\n### It is slow\n\n#### Steps\n1. x\n", ["it-is-slow"]),
            ("# A\n\n**Symptoms:** x\n\n# B\n\n**Fix:** Call\n", ["a", "b"]),
            ("## Symptoms\n- x\n\n## Fix\n1. y\n", ["x"]),
            (
                "# Top\n\n## Troubleshooting\n\n### One\n\n**Symptoms:** x\n\n**Fix:** Call\n\n### Two\n\n**Symptoms:** x\n\n**Fix:** Call\n",
                ["one", "two"]
            ),
            ("# API\n\n## Down\n\n### Fix\n1. x\n\n# Queue\n\n## Down\n\n### Fix\n1. x\n", ["api-down", "queue-down"]),
            ("## Mesh Sync and Attestation Degraded Mode\n\n### Symptoms\n- x\n", ["mesh"]),
        ])
    func incidents(text: String, wanted: [String]) { #expect(ids(text) == wanted) }

    @Test("Ids do not depend on the order of sections")
    func order() {
        let sections = ["## Mesh down\n\n### Fix\n1. x\n", "## Mesh slow\n\n### Fix\n1. x\n", "## Mesh\n\n### Fix\n1. x\n"]
        let wanted: Set<String> = ["mesh-down", "mesh-slow", "mesh"]
        for shift in sections.indices {
            let text = "# T\n\n" + (sections[shift...] + sections[..<shift]).joined(separator: "\n")
            #expect(Set(ids(text)) == wanted)
        }
    }

    @Test("The title may stand in the head of the file, or be the name of the file")
    func titles() {
        #expect(ids("---\ntitle: Disk full\n---\n\n## Symptoms\n- x\n") == ["disk-full"])
        #expect(ids("## Symptoms\n- x\n", name: "queue_stuck") == ["queue-stuck"])
    }

    @Test(
        "A severity is read wherever it is written",
        arguments: [
            ("# A (severity: critical)", "", "critical"), ("# [SEV-2] A", "", "high"), ("# A", "**Severity:** P3", "medium"),
            ("# A", "Priority: low", "low"), ("# A", "**Default severity: Medium**", "medium"), ("# A (Redis)", "", "-"),
            ("# A", "**Severity:** Warning → Critical", "-"), ("# S3 bucket gone", "", "-"), ("# P95 latency", "", "-"),
        ])
    func severity(heading: String, line: String, wanted: String) {
        let runbook = Runbook.of("\(heading)\n\n\(line)\n\n## Symptoms\n- x\n")
        #expect(runbook.incidents.map { $0.severity?.rawValue ?? "-" } == [wanted])
    }

    @Test("The file's own table ranks its levels, and what it does not name is told by convention")
    func table() {
        let table = "| Severity | Who | Response time |\n|---|---|---|\n| P2 | page | 5 min |\n| P3 | Slack | 1 hour |\n\n"
        let runbook = Runbook.of("# T\n\n" + table + "## A (P2)\n\n### Fix\n1. x\n\n## B (SEV-2)\n\n### Fix\n1. x\n")
        #expect(runbook.incidents.map(\.severity) == [.critical, .high])
        #expect(runbook.incidents.map(\.severityIsByConvention) == [false, true])
        #expect(runbook.severities.map(\.responseTimeSeconds) == [300, 3600])
    }

    @Test("Numbers go on where a part is opened again")
    func numbers() {
        let runbook = Runbook.of("# A\n\n## Resolution\n1. One\n\n## Fix\n1. Two\n2. Three\n\n## Rollback\n1. Back\n")
        #expect(
            runbook.incidents.flatMap(\.steps).map(\.id) == ["a/resolution.1", "a/resolution.2", "a/resolution.3", "a/rollback.1"])
    }

    @Test("A directory is one catalog, in any order, with ids from the files where titles repeat")
    func directory() {
        let text = "# Down\n\n## Fix\n1. x\n"
        let files = [("a/redis.md", text), ("b/redis.md", text), ("nats.md", text), ("disk.md", "# Disk full\n\n## Fix\n1. x\n")]
        let read = files.map { (file: $0.0, runbook: Runbook.of($0.1)) }
        let wanted = ["a-redis-down", "b-redis-down", "disk-full", "nats-down"]
        for list in [read, read.reversed()] {
            let catalog = Runbook(files: list)
            #expect(catalog.incidents.map(\.id) == wanted)
            #expect(catalog.incidents.map(\.file) == ["a/redis.md", "b/redis.md", "disk.md", "nats.md"])
            #expect(catalog.incidents.flatMap(\.steps).map(\.id) == wanted.map { $0 + "/resolution.1" })
        }
    }

    @Test("Lines keep their numbers behind the head of a file, and two rules with words between them are none")
    func front() {
        #expect(Runbook.of("---\ntitle: A\n---\n\n## Symptoms\n- x\n").incidents.first?.symptoms.first?.span.line == 6)
        #expect(Runbook.of("---\n\nWords here\n\n---\n\n# A\n\n## Symptoms\n- x\n").incidents.map(\.id) == ["a"])
    }

    @Test("An item that asks for nothing is no step", arguments: ["[Help](http://x)", "TODO", "Health: `http://localhost:3200/ready`"])
    func nothing(item: String) {
        #expect(Runbook.of("# A\n\n## Fix\n- \(item)\n- Call\n").incidents.flatMap(\.steps).map(\.text) == ["Call"])
    }
}
