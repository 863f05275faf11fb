import Runbook
import TestSupport
import Testing

/// What an author forbids, strikes out or only shows is never a step.
@Suite(.ownThread) struct ForbiddenTests {
    @Test(
        "A sentence that forbids makes no step of what it names",
        arguments: [
            "Do not run `touch a`", "Don't run `touch a` now", "Never run `touch a`", "Avoid `touch a`", "You must not run `touch a`",
            "Please do not use `touch a`",
            "`touch a` must not be run", "`touch a` is forbidden", "`touch a` is no longer needed", "We no longer use `touch a`",
            "Under no circumstances run `touch a`",
            "Do not panic, and never run `touch a`", "~~Run `touch a`~~", "<del>Run `touch a`</del>", "If it is slow, do not run `touch a`",
            "Remember to never run `touch a`",
            "Undo a wrong `touch a`", "**Warning**: do not run `touch a`", "`touch a` (deprecated)", "`touch a` should never be used",
            "Not `touch a`, but `touch b`", "There is no need to run `touch a`", "Without running `touch a`, wait", "Skip `touch a`",
            "`touch a` is dangerous", "Nobody should run `touch a`",
            "Before: `touch a`. Now: `touch b`", "Wait; you should see `touch a`", "It prints `touch a`",
            "Restart it, for example `touch a`",
            "Wait.\n   Never do any of these: `touch a`", "Never do any of these:\n   - `touch a`", "Old way:\n   - `touch a`",
            "Example:\n   ```bash\n   touch a\n   ```",
        ])
    func sentence(text: String) throws {
        let incident = try Meant.incident("**Resolution:**\n1. \(text)\n2. Look: `ls b`\n")
        #expect(!incident.steps.contains { $0.action != .manual && $0.line == "touch a" }, "\(incident.read)")
        #expect(incident.read.last == "resolution.2 read ls b")
        #expect(incident.context.contains { $0.text.contains("touch a") }, "it is kept and shown")
    }

    @Test("What a sentence asks for beside what it forbids is a step")
    func beside() throws {
        func lines(_ text: String) throws -> [String] { try Meant.incident("**Resolution:**\n1. \(text)\n").read }
        #expect(try lines("Use `touch b` instead of `touch a`") == ["resolution.1 change touch b"])
        #expect(try lines("Instead of `touch a`, run `touch b`") == ["resolution.1 change touch b"])
        #expect(try lines("Undo a wrong `touch a` with `touch b`") == ["resolution.1 change touch b"])
        #expect(try lines("Never run `touch a`. Run `touch b`") == ["resolution.1 change touch b"])
        #expect(try lines("If the workers do not start, run `touch b`") == ["resolution.1 change touch b"])
        #expect(try lines("Don't forget to run `touch b`") == ["resolution.1 change touch b"])
        #expect(try lines("To avoid a second outage, run `touch b`") == ["resolution.1 change touch b"])
        #expect(try lines("The workers do not answer: run `touch b`") == ["resolution.1 change touch b"])
    }

    @Test(
        "A block below words that forbid it, or call it an example, is none of the steps",
        arguments: [
            "Never run this here:", "**Never run this here:**", "Old way:", "**Old way:**", "Example:", "**Example:**", "Expected output:",
            "For example:",
            "You should see:", "This is what it looks like:", "Do not do this:", "**Do NOT run:**", "#### Never", "#### Example output",
            "Deprecated:",
        ])
    func above(words: String) throws {
        let runbook = Runbook.of(Meant.heading + "**Resolution:**\n1. Look: `ls b`\n\n\(words)\n```bash\ntouch a\n```\n")
        let incident = try #require(runbook.incidents.first)
        #expect(incident.read == ["resolution.1 read ls b"])
        #expect(incident.context.contains { $0.text == "touch a" })
        #expect(runbook.findings.contains { $0.rule == "fence-not-run" && $0.level == .note })
    }

    @Test("Folded away as the old way, or behind an order at the end of the item above, it is no step either")
    func far() throws {
        let folded = try Meant.incident(
            "**Resolution:**\n<details><summary>Old way</summary>\n\n```bash\ntouch a\n```\n\n</details>\n\n```bash\nls\n```\n")
        #expect(folded.read == ["resolution.1 read ls"])
        let above = try Meant.incident("**Resolution:**\n1. Look: `ls b`\nNever do any of these:\n- `touch a`\n- `touch c`\n")
        #expect(!above.steps.contains { ["touch a", "touch c"].contains($0.line) })
        let list = try Meant.incident("**Resolution:**\n\nNever do any of these:\n- `touch a`\n")
        #expect(list.steps.isEmpty)
    }

    @Test("A block, a list and a quote inside an item share what its words say")
    func inside() throws {
        let incident = try Meant.incident(
            """
            **Resolution:**
            1. Never do any of these:
               ```bash
               touch a
               ```
               - `touch b`
            2. Look around:
               > Never run `touch c` here
               ```bash
               ls d
               # Do not run this
               touch e
               ```

            """)
        #expect(incident.read == ["resolution.2 read ls d"])
        #expect(incident.resolution.first?.text == "Look around:")
        #expect(incident.prohibitions.count == 3)
        #expect(incident.resolution.first?.notes.contains { $0.contains("touch e") } == true, "it is shown beside the step")
    }

    @Test("A comment that forbids the command below it, or behind it, is heard")
    func comments() throws {
        #expect(try Meant.fence("# NEVER in production\nrm -rf /srv/data\n\n# Then\nls").read == ["resolution.1 read ls"])
        #expect(try Meant.fence("ls\nrm -rf /srv/data # never run this").read == ["resolution.1 read ls"])
        #expect(try Meant.fence("# Old way\ncd /x\nrm a\n\nls").read == ["resolution.1 read ls"])
        #expect(try Meant.fence("# This never returns\nls").read == ["resolution.1 read ls"])
    }

    @Test(
        "A label or heading that names no part closes the part above it",
        arguments: [
            "**Causes:**", "**Prevention:**", "**Notes**", "**Impact:** high", "#### Background", "**Causes**:", "**Root causes:** several",
        ])
    func labels(label: String) throws {
        let incident = try Meant.incident(
            "\(label)\n- Requests time out\n\n**Resolution:**\n1. Look: `ls b`\n\n\(label)\n- `touch a`\n```bash\ntouch a\n```\n\n**Rollback:**\n1. Look: `ls c`\n"
        )
        #expect(incident.symptoms.map(\.text) == ["Health check failing"])
        #expect(incident.read == ["resolution.1 read ls b", "rollback.1 read ls c"])
    }

    @Test("A remark leaves the part open, and offers nothing that it forbids")
    func remarks() throws {
        let incident = try Meant.incident(
            "**Resolution:**\n1. Look: `ls b`\n\n**Note:** the disk is slow\n\n2. Do not stop all services while it runs. Tell people.\n3. Look: `ls c`\n"
        )
        #expect(incident.read.contains("resolution.3 read ls c"))
        #expect(!incident.steps.contains { $0.suggestion != nil })
    }

    @Test("Nothing is dropped in silence: a finding for every block that is not run")
    func findings() {
        let text =
            Meant.heading + "**Diagnosis:**\n```yaml\na: 1\n```\n\n**Causes:**\n```bash\nls\n```\n\n## Elsewhere\n\n```bash\nls\n```\n"
        let lines = Runbook.of(text).findings.filter { $0.rule == "fence-not-run" }.map(\.line)
        #expect(lines.count == 3)
    }
}
