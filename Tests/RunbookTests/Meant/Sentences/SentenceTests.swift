import MarkdownKit
import TestSupport
import Testing

@testable import Runbook

/// What sentences make of the commands in them: `touch a` is never run, `touch b` is.
@Suite(.ownThread) struct SentenceTests {
    private func read(_ text: String) throws -> Incident { try Meant.incident("**Resolution:**\n1. \(text)\n2. Look: `ls c`\n") }

    @Test(
        "What a sentence forbids, or only names, is no step and is kept; what it asks for is one",
        arguments: SentenceCases.forbidding + SentenceCases.mentioning + SentenceCases.good + HeardCases.forbidding + HeardCases.mentioning
            + HeardCases.good + MoreCases.forbidding + MoreCases.mentioning + MoreCases.good + WiderForbidding.all + WiderMentioning.all
            + WiderGood.all + LaterCases.forbidding + LaterCases.good + ReportCases.all)
    func sentence(text: String) throws {
        let incident = try read(text)
        let lines = incident.steps.filter { $0.action != .manual }.compactMap(\.line)
        #expect(!lines.contains { $0.hasPrefix("touch a") }, "\(incident.read)")
        #expect(lines.contains("touch b") == text.contains("touch b"), "\(incident.read)")
        #expect(lines.last == "ls c")
        let isPersons = incident.steps.contains { $0.action == .manual && $0.text.contains("touch a") }
        if text.contains("touch a") {
            #expect(isPersons || incident.context.contains { $0.text.contains("touch a") }, "it is kept and shown")
        }
    }

    @Test("Every word of the vocabulary does what its example says, and none is there for nothing", arguments: Vocabulary.entries.indices)
    func vocabulary(index: Int) {
        let entry = Vocabulary.entries[index]
        var rest = Vocabulary.entries
        rest.remove(at: index)
        let smaller = Lexicon(rest)
        var isNeeded = false
        for phrase in entry.phrases {
            let text = entry.example.split(separator: "@", omittingEmptySubsequences: false).joined(separator: phrase)
            #expect(isRight(text, .standard), "\(entry.sense): \(text)")
            if !isRight(text, smaller) { isNeeded = true }
        }
        #expect(isNeeded, "needless: \(entry.sense): \(entry.example)")
    }

    private func isRight(_ text: String, _ lexicon: Lexicon) -> Bool {
        let block = MarkdownParser.parse(Array(text.utf8)).blocks.first
        guard let block else { return false }
        let passage = Passage(block, lexicon)
        return block.inlines.indices.allSatisfy { index in
            guard block.inlines[index].kind == .code else { return true }
            return (passage.leavingOut(index) == nil) == (block.inlines[index].text == "touch b")
        }
    }

    @Test("Every line of the vocabulary is read, and has an example with its place")
    func table() {
        #expect(Vocabulary.entries.count == Vocabulary.table.split(separator: "\n").count)
        for entry in Vocabulary.entries { #expect(entry.example.contains("@") && !entry.phrases.isEmpty, "\(entry)") }
    }

    @Test("Words above a block that forbid it, or say that it is something else", arguments: HeardCases.aboveForbidden)
    func above(words: String) {
        let runbook = Runbook.of(Meant.heading + "**Resolution:**\n1. Look: `ls b`\n\n\(words)\n```bash\ntouch a\n```\n")
        #expect(runbook.incidents.first?.read == ["resolution.1 read ls b"])
        #expect(runbook.incidents.first?.context.contains { $0.text == "touch a" } == true)
        #expect(runbook.findings.contains { $0.rule == "fence-not-run" && $0.level == .note })
    }

    @Test("Words above a block that lead to it", arguments: HeardCases.aboveGood)
    func leading(words: String) {
        let runbook = Runbook.of(Meant.heading + "**Resolution:**\n1. Look: `ls b`\n\n\(words)\n```bash\ntouch b\n```\n")
        #expect(runbook.incidents.first?.read == ["resolution.1 read ls b", "resolution.2 change touch b"])
    }

    @Test(
        "A comment in a block, and one behind a command",
        arguments: [
            ("# Never shows more than 10 lines\ntouch b", true), ("# Does not restart anything\ntouch b", true),
            ("# Do not run on the primary\ntouch a", false), ("touch a # never", false), ("touch b # never fails", true),
            ("# DANGER: wipes the volume\ntouch a", false), ("# !!! DANGER !!!\ntouch a", false), ("# DANGER ZONE\ntouch a", false),
            ("# DEPRECATED: use the button\ntouch a", false), ("# Only on staging:\ntouch a", false), ("touch a # DANGER", false),
            ("touch a # staging only", false), ("# WARNING: takes a minute\ntouch b", true), ("touch b # restarts it", true),
            ("touch b # if needed", true), ("# ❌\ntouch a", false), ("touch a # deprecated", false), ("# Old way\ntouch a", false),
        ])
    func comments(script: String, isStep: Bool) throws {
        let lines = try Meant.fence(script).steps.filter { $0.action != .manual }.compactMap(\.line)
        #expect(lines.isEmpty != isStep, "\(lines)")
    }

    @Test(
        "What a file is to hold, and a record of a session, is no script",
        arguments: [
            "Create /usr/local/bin/x.sh:", "Create `restart.sh`:", "Create a file `/etc/cron.d/x` with this content:", "Add to ~/.bashrc:",
            "Create the file /srv/x.sh with:", "Add to `~/.bashrc`:", "Add this to /etc/profile:", "The cron entry is:", "`/etc/cron.d/x`:",
            "In /etc/rc.local:", "Contents of restart.sh:", "Your config should look like", "Sample session", "Edit /etc/crontab:",
            "The script restart.sh contains:", "Save as `x.sh`:",
        ])
    func files(words: String) throws {
        let text = "\(words)\n\n```bash\ntouch a\n```\n"
        let item = "1. " + text.replacing("\n", with: "\n   ")
        for body in [text, item] {
            let runbook = Runbook.of(Meant.heading + "**Resolution:**\n\n\(body)\n")
            let steps = runbook.incidents.first?.steps ?? []
            #expect(!steps.contains { $0.line == "touch a" || $0.command == "touch a" }, "\(steps)")
            #expect(runbook.findings.contains { $0.rule == "fence-not-run" })
        }
    }

    @Test(
        "What is done with a file is done",
        arguments: ["Delete /srv/x.sh:", "Create the directory /srv/x:", "Copy /etc/x.conf:", "Restart it with the new /etc/x.conf:"])
    func fileDeeds(words: String) {
        let runbook = Runbook.of(Meant.heading + "**Resolution:**\n\n\(words)\n\n```bash\ntouch b\n```\n")
        #expect(runbook.incidents.first?.read == ["resolution.1 change touch b"])
    }

    @Test("One prohibition over two blocks forbids both")
    func both() throws {
        let incident = try Meant.incident(
            "**Resolution:**\n\nNever run either of these:\n```bash\ntouch a\n```\n```bash\ntouch a c\n```\n\nThen:\n```bash\ntouch b\n```\n"
        )
        #expect(incident.read == ["resolution.1 change touch b"])
    }

    @Test(
        "What stands between the ends of markup that takes it back is not run",
        arguments: [
            ("<del>", "</del>"), ("<s>", "</s>"), ("<blockquote>", "</blockquote>"), ("<template>", "</template>"),
            ("{% comment %}", "{% endcomment %}"), ("{%- comment -%}", "{%- endcomment -%}"),
        ])
    func hidden(open: String, close: String) throws {
        for indent in ["", "   "] {
            let block = "\n\(open)\n\n```bash\ntouch a\n```\n\n\(close)\n\n".split(separator: "\n", omittingEmptySubsequences: false)
                .map { indent + $0 }.joined(separator: "\n")
            let runbook = Runbook.of(Meant.heading + "**Resolution:**\n1. Look: `ls b`\n\(block)\n2. Then: `touch b`\n")
            #expect(runbook.incidents.first?.read == ["resolution.1 read ls b", "resolution.2 change touch b"])
            #expect(runbook.findings.contains { $0.rule == "fence-not-run" })
        }
    }

    @Test("A sentence of any length is read in a time that grows with it alone")
    func long() {
        let words = "never run `a b`, or `c d`, and then restart it (with `e f`) if it persists, but "
        func cost(_ count: Int) -> Duration {
            let text = Array((Meant.heading + "**Resolution:**\n1. " + String(repeating: words, count: count) + "\n").utf8)
            return ProcessorTime.measure { _ = RunbookReader.read(text) }
        }
        // Four for a reader that is linear, sixteen for one that is not; the best of five, since caches may spoil a round.
        let ratio = (0..<5).lazy.map { _ in cost(1600) / cost(400) }.first { $0 < 8 } ?? 16
        #expect(ratio < 8)
    }

    @Test("A struck label strikes what stands below it")
    func struck() throws {
        let incident = try Meant.incident("~~**Resolution:**~~\n1. Look: `touch a`\n\n**Rollback:**\n1. Look: `touch b`\n")
        #expect(incident.read == ["rollback.1 change touch b"])
    }

    @Test("A later paragraph takes the step back, wherever it stands", arguments: ["   ", ""])
    func retracted(indent: String) throws {
        let incident = try Meant.incident("**Resolution:**\n1. Run `touch a`\n\n\(indent)This step is obsolete.\n")
        #expect(incident.steps.isEmpty)
        #expect(incident.prohibitions.contains { $0.contains("touch a") })
    }

    @Test(
        "A box of another tool is not run, and that is said",
        arguments: ["!!! danger\n    ```bash\n    touch a\n    ```", "!!! danger\n\n    ```bash\n    touch a\n    ```"])
    func boxes(box: String) {
        for text in ["**Resolution:**\n\n\(box)\n", "**Causes:**\n\n\(box)\n"] {
            let runbook = Runbook.of(Meant.heading + text)
            #expect(runbook.incidents.first?.steps.isEmpty == true)
            #expect(runbook.findings.contains { $0.rule == "fence-not-run" })
        }
    }

    @Test("A flag that a condition names is no flag step")
    func flags() throws {
        #expect(
            try Meant.incident("**Resolution:**\n1. If `JARVIS_USE_MESH_SYNC=1` the outbox grows\n").steps.allSatisfy {
                $0.action == .manual
            })
        #expect(
            try Meant.incident("**Resolution:**\n1. Set `JARVIS_USE_MESH_SYNC=0`\n").steps.first?.action
                == .flag(name: "JARVIS_USE_MESH_SYNC", value: "0"))
    }

    @Test("Why a command of a sentence is not run is said")
    func why() {
        let runbook = Runbook.of(
            Meant.heading + "**Resolution:**\n1. The cron job runs `touch a`\n2. Run `touch b`\n3. ~~Run `touch a`~~\n")
        #expect(runbook.findings.filter { $0.rule == "command-not-run" && $0.level == .note }.map(\.line) == [11, 13])
    }

    @Test(
        "Only an item whose condition is that the trouble goes on follows a failure",
        arguments: [
            ("If it persists, run `touch b`", Condition.stillFailing, true), ("Run `touch b` if it persists", .stillFailing, true),
            ("If that does not help, run `touch b`", .stillFailing, true), ("If step 1 fails, run `touch b`", .stillFailing, true),
            ("Restart it if needed: `touch b`", .ifNeeded, true), ("Otherwise run `touch b`", .ifNeeded, true),
            ("If nothing helps, run `touch b`", .stillFailing, true), ("If not, run `touch b`", .ifNeeded, true),
            ("Only if step 1 succeeded, run `touch b`", .ifNeeded, false), ("If the disk is full, run `touch b`", .ifNeeded, false),
            ("If nothing failed, run `touch b`", .ifNeeded, false), ("Run `touch b` even if the API is up", nil, false),
            ("Check if it is up: `touch b`", nil, false), ("Run `if true; then touch b; fi`", nil, false),
            ("Then:\n   ```bash\n   if true; then touch b; fi\n   ```", nil, false),
            ("Then:\n   ```bash\n   touch b # if needed\n   ```", nil, false),
            ("Run `touch b`", nil, false), ("If there is still enough space, run `touch b`", .ifNeeded, false),
            ("If it still works after step 1, run `touch b`", .ifNeeded, false),
            ("If the copy still matches, run `touch b`", .ifNeeded, false),
            ("If it still does not work, run `touch b`", .stillFailing, true),
        ] as [(String, Condition?, Bool)])
    func condition(text: String, condition: Condition?, follows: Bool) throws {
        let step = try #require(try read(text).resolution.first)
        #expect(step.condition == condition)
        #expect(step.followsFailure == follows)
    }
}
