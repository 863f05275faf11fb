import MarkdownKit
import Runbook
import TestSupport
import Testing

/// Any file: never a crash, never silence, and every finding has a place.
@Suite(.ownThread) struct AnyFileTests {
    private static let small =
        "# R\n\n### 1. A B (Critical)\n\n**Symptoms:**\n- Health check failing\n\n**Diagnosis:**\n```bash\n# Look\ndocker-compose ps\n```\n\n**Resolution:**\n1. Restart: `docker-compose restart x`\n"

    private func check(_ bytes: [UInt8]) -> Runbook {
        let runbook = RunbookReader.read(bytes)
        let findings = Lint.findings(runbook)
        for finding in findings { #expect(finding.line >= 1 && finding.column >= 1, "\(finding)") }
        if !runbook.hasCatalog { #expect(!findings.isEmpty, "a file without incidents must say so") }
        return runbook
    }

    @Test(
        "Odd bytes and odd shapes are read or reported",
        arguments: [
            "", "\n", "\u{FEFF}", "# T", "```", "```bash\ndocker stats", "### 99999999999999999999. X (High)",
            "### 1. (High)\n\n**Symptoms:**\n",
            "| Severity | Response Time | Escalation |\n|---|---|---|\n| Odd | soon | shout |\n",
            "### 1. A (Urgent)\n\n**Resolution:**\n1. x\n",
            "1. a\n```\nb", "**Symptoms:**\n- x", "\u{0}\u{0}", "### 1. A (High)\n**Diagnosis:**\n> ```bash\n> ls\n",
        ])
    func odd(text: String) { _ = check(Array(text.utf8)) }

    @Test("Line ends, a byte order mark and a missing last newline change nothing that is read")
    func lineEnds() {
        let wanted = check(Array(Self.small.utf8))
        #expect(wanted.incidents.first?.steps.map(\.id) == ["a-b/diagnosis.1", "a-b/resolution.1"])
        var variants: [String] = [String(Self.small.dropLast()), "\u{FEFF}" + Self.small]
        variants.append(Self.small.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"))
        variants.append(Self.small.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r"))
        for text in variants {
            let read = check(Array(text.utf8))
            #expect(
                read.incidents.flatMap(\.steps).map { [$0.id, $0.title, "\($0.action)", "\($0.span.line)"] }
                    == wanted.incidents.flatMap(\.steps).map { [$0.id, $0.title, "\($0.action)", "\($0.span.line)"] })
        }
    }

    @Test("Invalid UTF-8 and NUL are findings with line and column")
    func bytes() {
        let runbook = check(Array(Self.small.utf8) + Array("ab".utf8) + [0xFF, 0x00, 0xC3] + Array("\n".utf8))
        #expect(runbook.findings.filter { $0.rule == "invalid-utf8" }.map(\.column) == [3, 5])
        #expect(runbook.findings.filter { $0.rule == "nul-byte" }.map(\.line) == [16])
        #expect(runbook.hasCatalog)
    }

    @Test("Ten thousand levels of anything do not overflow", arguments: [">", "- ", "*a ", "[", "**", "![", "`", "<", "| "])
    func deep(unit: String) {
        let text = String(repeating: unit, count: 10_000) + " x\n\n" + Self.small
        _ = check(Array(text.utf8))
        var stairs = ""
        for level in 0..<500 { stairs += String(repeating: "  ", count: level) + "- x\n" }
        let runbook = check(Array((stairs + "\n\n" + Self.small).utf8))
        #expect(runbook.findings.contains { $0.rule == "nested-too-deep" })
    }

    @Test("Ten thousand incidents are read, and the time grows with the text alone")
    func many() {
        func text(_ count: Int) -> [UInt8] {
            var result = "# R\n\n"
            for number in 1...count {
                result +=
                    "### \(number). Incident \(number) (High)\n\n**Diagnosis:**\n```bash\ndocker-compose ps\n```\n\n**Resolution:**\n1. Wait\n\n"
            }
            return Array(result.utf8)
        }
        func cost(_ bytes: [UInt8]) -> Duration { ProcessorTime.measure { _ = RunbookReader.read(bytes) } }
        let (quarter, whole) = (text(2500), text(10_000))
        #expect(RunbookReader.read(whole).incidents.count == 10_000)
        // Four for a reader that is linear, sixteen for one that is not. Caches may spoil a round, so the best of five counts.
        let ratio = (0..<5).lazy.map { _ in cost(whole) / cost(quarter) }.first { $0 < 8 } ?? 16
        print("reading 10,000 incidents takes \(ratio) times what 2,500 take")
        #expect(ratio < 8)
    }

    @Test("A runbook of 10 MB is read")
    func large() {
        // What it costs by incidents is told above; here it is the bytes.
        let words = String(repeating: "Words that ask for nothing. ", count: 350)
        let notes = "\n## Notes\n\n\(words)\n\n```text\n\(words)\n```\n\n"
        let copies = 10_000_000 / (Self.small + notes).utf8.count + 1
        let runbook = RunbookReader.read(Array(String(repeating: Self.small + notes, count: copies).utf8))
        #expect(runbook.incidents.count == copies)
    }

    @Test("Damaged runbooks never crash the reader", arguments: 0..<8)
    func mutated(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        let snippets = [
            "```", "`", "\n", "### 2. X (Low)\n", "**Rollback:**\n", "|", "1. ", "- ", "\u{0}", "{name=", "$(", "'", "\\", "#", "    ",
        ]
        for _ in 0..<150 {
            var bytes = Array(Self.small.utf8)
            for _ in 0..<(1 + random(6)) {
                switch random(3) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.insert(contentsOf: snippets[random(snippets.count)].utf8, at: random(bytes.count))
                default: bytes.removeSubrange(0..<min(random(20), bytes.count - 1))
                }
            }
            _ = check(bytes)
        }
    }
}
