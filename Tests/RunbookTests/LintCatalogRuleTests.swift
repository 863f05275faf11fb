import Runbook
import TestSupport
import Testing

/// Rules about incidents, parts and the text as a whole.
@Suite(.ownThread) struct LintCatalogRuleTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let rule: String
        let text: String
        let places: [String]
        var testDescription: String { "\(rule): \(name)" }
    }

    private static let heading = "### 1. Queue Stuck (High)\n\n"
    private static let table = "| Severity | Response Time | Escalation |\n|---|---|---|\n| High | 1 hour | Slack |\n\n"

    private static let sibling = "\n### 9. Z (Low)\n\n**Diagnosis:**\n1. Look\n"

    private static let cases: [Case] = [
        // Titles, severities, the catalog
        Case(
            name: "same title twice", rule: "duplicate-incident",
            text: "### 1. A B (High)\n\n**Fix:** Call\n\n### 2. a-b (Low)\n\n**Fix:** Call\n",
            places: ["5:1 error duplicate-incident"]),
        Case(
            name: "told apart by what stands above them", rule: "duplicate-incident",
            text: "## API\n\n### Down\n\n#### Fix\n1. Call\n\n## Queue\n\n### Down\n\n#### Fix\n1. Call\n", places: []),
        Case(
            name: "different titles", rule: "duplicate-incident",
            text: "### 1. A (High)\n\n**Fix:** Call\n\n### 1. B (Low)\n\n**Fix:** Call\n", places: []),
        Case(
            name: "a word of its own", rule: "unknown-severity", text: "### 1. A (Urgent)\n\n**Fix:** Call\n",
            places: ["1:1 warning unknown-severity"]),
        Case(name: "a number and no word", rule: "unknown-severity", text: "\n### 1. A\n\n**Fix:** Call\n", places: []),
        Case(
            name: "a row of the table", rule: "unknown-severity",
            text: "| Severity | Response Time | Escalation |\n|---|---|---|\n| Urgent | 1 hour | Slack |\n",
            places: ["3:1 warning unknown-severity"]),
        Case(name: "any case", rule: "unknown-severity", text: "### 1. A (CRITICAL)\n", places: []),
        Case(name: "a section without a number", rule: "unknown-severity", text: "## Mesh Down\n\n### Symptoms\n- Slow\n", places: []),
        Case(
            name: "once for each severity", rule: "severity-without-row",
            text: table + "### 1. A (High)\n\n**Fix:** Call\n\n### 2. B (Low)\n\n**Fix:** Call\n\n### 3. C (Low)\n\n**Fix:** Call\n",
            places: ["9:1 warning severity-without-row"]),
        Case(name: "with a row", rule: "severity-without-row", text: table + heading + "**Fix:** Call\n", places: []),
        Case(name: "no table", rule: "severity-without-row", text: heading + "**Fix:** Call\n", places: []),
        Case(name: "prose alone", rule: "no-catalog", text: "# Title\n\nWords.\n", places: ["1:1 error no-catalog"]),
        Case(name: "an empty file is reported by the reader", rule: "no-catalog", text: "", places: []),
        Case(name: "one incident", rule: "no-catalog", text: heading + "**Fix:** Call\n", places: []),
        Case(
            name: "a heading with nothing below it", rule: "incident-without-part", text: heading,
            places: ["1:1 warning incident-without-part"]),
        Case(
            name: "a secret in a title", rule: "secret-in-title", text: "### 1. Key correct-horse (High)\n\n**Fix:** Call\n",
            places: ["1:1 warning secret-in-title"]),
        Case(name: "a secret below it", rule: "secret-in-title", text: heading + "correct-horse\n", places: []),
        // Parts that are missing
        Case(
            name: "no diagnosis", rule: "critical-without-diagnosis",
            text: "\n\n### 1. A (Critical)\n\n**Resolution:**\n1. Call\n" + sibling,
            places: ["3:1 warning critical-without-diagnosis"]),
        Case(
            name: "an empty diagnosis", rule: "critical-without-diagnosis",
            text: "### 1. A (Critical)\n\n**Diagnosis:**\n\n**Resolution:**\n1. Call\n" + sibling,
            places: ["1:1 warning critical-without-diagnosis"]),
        Case(name: "a diagnosis", rule: "critical-without-diagnosis", text: "### 1. A (Critical)\n\n**Diagnosis:**\n1. Look\n", places: []),
        Case(name: "another severity", rule: "critical-without-diagnosis", text: heading + "**Symptoms:**\n- OOM kills\n", places: []),
        Case(
            name: "nobody wrote one", rule: "incident-without-diagnosis", text: heading + "**Symptoms:**\n- OOM kills\n", places: []),
        Case(
            name: "symptoms only", rule: "incident-without-diagnosis", text: heading + "**Symptoms:**\n- OOM kills\n" + sibling,
            places: ["1:1 note incident-without-diagnosis"]),
        Case(
            name: "critical is the other rule's", rule: "incident-without-diagnosis",
            text: "### 1. A (Critical)\n\n**Symptoms:**\n- OOM kills\n" + sibling, places: []),
        // Sentences
        Case(
            name: "vague words", rule: "unmeasurable-symptom", text: heading + "**Symptoms:**\n- OOM kills\n- Odd smells\n",
            places: ["5:1 note unmeasurable-symptom"]),
        Case(
            name: "a sentence nobody enforces", rule: "rule-not-enforced",
            text: "## Mesh\n\n### Safety Rules\n1. Never block writes.\n2. Be careful.\n", places: ["5:1 note rule-not-enforced"]),
        // The text
        Case(name: "to the end", rule: "unclosed-fence", text: heading + "```bash\ndf -h\n", places: ["3:1 error unclosed-fence"]),
        Case(
            name: "closed by fewer", rule: "unclosed-fence", text: heading + "````bash\ndf -h\n```\n",
            places: ["3:1 error unclosed-fence"]),
        Case(
            name: "in an item", rule: "unclosed-fence", text: heading + "**Fix:**\n1. Look:\n   ```bash\n   df -h\n\nWords.\n",
            places: ["5:4 error unclosed-fence"]),
        Case(name: "closed", rule: "unclosed-fence", text: heading + "```bash\ndf -h\n```\n", places: []),
        Case(name: "indented code has no fence", rule: "unclosed-fence", text: heading + "    df -h\n", places: []),
        // Order of steps
        Case(
            name: "by command", rule: "restart-after-flag",
            text: heading + "**Fix:**\n1. `JARVIS_USE_MESH_SYNC=0`\n2. `docker-compose restart api`\n",
            places: ["5:1 warning restart-after-flag"]),
        Case(
            name: "by words", rule: "restart-after-flag", text: heading + "**Fix:**\n1. `JARVIS_USE_MESH_SYNC=0`\n2. Restart services\n",
            places: ["5:1 warning restart-after-flag"]),
        Case(
            name: "after a change of .env", rule: "restart-after-flag",
            text: heading + "**Fix:**\n1. Edit `deploy/.env`\n2. `docker restart api`\n", places: ["5:1 warning restart-after-flag"]),
        Case(
            name: "recreated", rule: "restart-after-flag",
            text: heading + "**Fix:**\n1. `JARVIS_USE_MESH_SYNC=0`\n2. `docker-compose up -d`\n",
            places: []),
        Case(
            name: "recreated, then restarted", rule: "restart-after-flag",
            text: heading + "**Fix:**\n1. `JARVIS_USE_MESH_SYNC=0`\n2. `docker-compose up -d`\n3. `docker-compose restart api`\n",
            places: []),
        Case(name: "no flag", rule: "restart-after-flag", text: heading + "**Fix:**\n1. `docker-compose restart api`\n", places: []),
        Case(
            name: "in another part", rule: "restart-after-flag",
            text: heading + "**Fix:**\n1. `JARVIS_USE_MESH_SYNC=0`\n\n**Rollback:**\n1. Restart services\n", places: []),
        Case(
            name: "last of all", rule: "destructive-without-verification",
            text: heading + "**Fix:**\n1. `docker-compose ps`\n2. `redis-cli FLUSHDB`\n",
            places: ["5:1 warning destructive-without-verification"]),
        Case(
            name: "a change looks at nothing", rule: "destructive-without-verification",
            text: heading + "**Fix:**\n1. `docker-compose stop`\n2. `docker-compose up -d`\n",
            places: ["4:1 warning destructive-without-verification"]),
        Case(
            name: "what words offer", rule: "destructive-without-verification", text: heading + "**Fix:**\n1. Restore from backup\n",
            places: ["4:1 warning destructive-without-verification"]),
        Case(
            name: "a read after it", rule: "destructive-without-verification",
            text: heading + "**Fix:**\n1. `redis-cli FLUSHDB`\n2. Wait\n3. `redis-cli DBSIZE`\n", places: []),
        Case(
            name: "words after it", rule: "destructive-without-verification",
            text: heading + "**Fix:**\n1. `redis-cli FLUSHDB`\n2. Check the dashboard\n", places: []),
        Case(
            name: "named by annotation", rule: "destructive-without-verification",
            text: heading + "**Fix:**\n1. Go back:\n   ```text {action=restore-database}\n   Words.\n   ```\n", places: []),
    ]

    @Test("A rule finds exactly these places", arguments: cases)
    func places(_ test: Case) {
        let found = Lint.findings(.of(test.text), .poor).filter { $0.rule == test.rule }
        #expect(found.map(\.place) == test.places)
    }

    @Test(
        "Messages name the incident, the step and the line they mean",
        arguments: [
            (
                "### 1. A (Low)\n**Fix:** x\n### 2. a (Low)\n**Fix:** x\n", "duplicate-incident",
                "The incident in line 1 has the id `a` already, so this one cannot be reached."
            ),
            (
                "### 1. A (Urgent)\n**Fix:** x\n", "unknown-severity",
                "`Urgent` is not a severity: `a` has no response time and no escalation."
            ),
            (
                table + "### 1. A (Low)\n**Fix:** x\n", "severity-without-row",
                "The severity table has no row for low: response time and escalation are unknown."
            ),
            ("### 1. A (Critical)\n**Fix:** x\n" + sibling, "critical-without-diagnosis", "The critical incident `a` has no diagnosis."),
            (
                heading + "**Fix:**\n1. `JARVIS_USE_MESH_SYNC=0`\n2. Restart services\n", "restart-after-flag",
                "A restart keeps the container's old environment: `JARVIS_USE_MESH_SYNC` is not in force after it."
            ),
            (
                heading + "**Fix:**\n1. Clear it: `redis-cli FLUSHDB`\n", "destructive-without-verification",
                "Nothing after `redis-cli FLUSHDB` looks at what it did."
            ),
        ])
    func wording(text: String, rule: String, message: String) {
        #expect(Lint.findings(.of(text)).filter { $0.rule == rule }.map(\.message) == [message])
    }
}
