import Runbook
import TestSupport
import Testing

/// Rules about single commands: each line is the only one of a diagnosis, in line 5 of the text.
@Suite(.ownThread) struct LintCommandRuleTests {
    /// What one rule finds about `command`, annotated with `attributes`.
    private func findings(_ rule: String, _ command: String, _ attributes: String = "") -> [Finding] {
        let text = "### 1. Queue Stuck (High)\n\n**Diagnosis:**\n```bash \(attributes)\n\(command)\n```\n"
        return Lint.findings(.of(text), .poor).filter { $0.rule == rule }
    }

    @Test(
        "A rule finds a command, where it stands and at its level",
        arguments: [
            ("endless-command", "docker stats"), ("endless-command", "docker-compose logs -f api"),
            ("endless-command", "docker compose up api"),
            ("endless-command", "docker-compose -f a.yml logs --follow"), ("endless-command", "sudo tail -f app.log"),
            ("endless-command", "tail -50f app.log"), ("endless-command", "watch docker ps"), ("endless-command", "top"),
            ("endless-command", "top -b"), ("endless-command", "journalctl -u jarvis -f"), ("endless-command", "redis-cli MONITOR"),
            ("endless-command", "ping localhost"), ("endless-command", "while true; do date; done"), ("endless-command", "less app.log"),
            ("endless-command", "docker exec -it api tail -f app.log"), ("endless-command", "tail -f \"$LOG\""),
            ("endless-command", "vmstat 1"),
            ("glob-in-get", "redis-cli GET \"session:*\""), ("glob-in-get", "redis-cli -n 2 TTL 'a?'"),
            ("glob-in-get", "redis-cli del a[1]"),
            ("glob-in-get", "redis-cli GET session:*"),
            ("creates-its-target", "sqlite3 a.db \"PRAGMA integrity_check\""), ("creates-its-target", "sqlite3 -header a.db 'SELECT 1'"),
            ("creates-its-target", "sqlite3 a.db .dump"), ("creates-its-target", "sqlite3 a.db \".backup b.db\""),
            ("creates-its-target", "sqlite3 \"$DATABASE\" .tables"),
            ("http-without-deadline", "curl https://example.org"),
            ("http-without-deadline", "curl --connect-timeout 3 https://example.org"),
            ("http-without-deadline", "curl -s https://example.org | jq '.a'"), ("http-without-deadline", "wget -qO- https://example.org"),
            ("http-without-deadline", "curl \"$URL/health\""),
            ("observes-the-probe", "python -c \"from core.performance.memory_monitor import memory_monitor as m; print(m.get_report())\""),
            ("observes-the-probe", "docker exec api python3 -c 'import tracemalloc; print(tracemalloc.get_traced_memory())'"),
            ("observes-the-probe", "python -c \"from core.runtime_capabilities import build_runtime_capability_report as r; print(r())\""),
            ("hard-coded-path", "tail -n 5 data/mesh/outbox.jsonl"), ("hard-coded-path", "tail -n 5 ./data/mesh/outbox.jsonl"),
            ("hard-coded-path", "curl -m 5 http://localhost:8000/health"), ("hard-coded-path", "curl -m 5 http://127.0.0.1/"),
            ("hard-coded-path", "sqlite3 -readonly data/jarvis.db 'SELECT 1'"),
            ("missing-helper-file", "curl -m 5 -w @times.txt https://example.org"), ("missing-helper-file", "python3 check.py"),
            ("missing-helper-file", "./check.sh --all"), ("missing-helper-file", "bash check.sh"),
            ("missing-helper-file", "redis-cli < keys.txt"),
            ("missing-helper-file", "docker-compose -f other.yml ps"),
            ("missing-helper-file", "curl -m 5 -d @body.json https://example.org"),
            ("unclassified-step", "cat $(ls)"), ("unclassified-step", "make fix"), ("unclassified-step", "./check.sh"),
        ])
    func found(rule: String, command: String) throws {
        let found = findings(rule, command)
        #expect(found.map(\.place) == ["5:1 warning \(rule)"])
        #expect(try #require(found.first).suggestion != nil)
    }

    @Test(
        "A rule has nothing to say about a command that does it right",
        arguments: [
            ("endless-command", "docker stats --no-stream"), ("endless-command", "docker-compose logs --tail=100 api"),
            ("endless-command", "docker-compose up -d"), ("endless-command", "timeout 5 tail -f app.log"),
            ("endless-command", "tail -n 50 app.log"),
            ("endless-command", "top -b -n 1"), ("endless-command", "docker-compose -f a.yml ps"),
            ("endless-command", "ping -c 3 localhost"),
            ("endless-command", "vmstat 1 5"), ("endless-command", "docker-compose top"), ("endless-command", "cat watch"),
            ("glob-in-get", "redis-cli --scan --pattern \"session:*\""), ("glob-in-get", "redis-cli GET session"),
            ("glob-in-get", "redis-cli KEYS 'a*'"), ("glob-in-get", "echo GET 'a*'"),
            ("creates-its-target", "sqlite3 -readonly a.db \"PRAGMA integrity_check\""),
            ("creates-its-target", "sqlite3 a.db 'DELETE FROM t'"),
            ("creates-its-target", "sqlite3 \"file:a.db?mode=ro\" 'SELECT 1'"),
            ("http-without-deadline", "curl --max-time 5 https://example.org"),
            ("http-without-deadline", "curl -sSm 5 https://example.org"),
            ("http-without-deadline", "curl -m5 https://example.org"), ("http-without-deadline", "timeout 5 curl https://example.org"),
            ("http-without-deadline", "wget -T 5 https://example.org"),
            ("observes-the-probe", "grep memory_monitor core/performance.py"), ("observes-the-probe", "python -c 'print(1)'"),
            ("observes-the-probe", "docker-compose exec -T api python -c \"print(build_runtime_capability_report())\""),
            ("hard-coded-path", "# JARVIS_MESH_OUTBOX_PATH\ntail data/mesh/outbox.jsonl"), ("hard-coded-path", "ls old/data/jarvis.db"),
            ("hard-coded-path", "ls data/jarvis.db.bak"), ("hard-coded-path", "docker exec api curl http://localhost:8000"),
            ("hard-coded-path", "curl -m 5 http://localhost.example.org"),
            ("missing-helper-file", "curl -m 5 -w '%{time_total}' https://example.org"), ("missing-helper-file", "python3 -c 'print(1)'"),
            ("missing-helper-file", "docker exec api python check.py"), ("missing-helper-file", "curl -m 5 -d @- https://example.org"),
            ("missing-helper-file", "docker-compose logs -f api"),
            ("unclassified-step", "df -h"), ("unclassified-step", "redis-cli PING"),
        ])
    func accepted(rule: String, command: String) { #expect(findings(rule, command) == []) }

    @Test(
        "An annotation can say what a rule asks for",
        arguments: [
            ("endless-command", "docker-compose logs -f", "{timeout=5s}"),
            ("http-without-deadline", "curl https://example.org", "{timeout=5s}"),
            (
                "observes-the-probe",
                "python -c \"from core.runtime_capabilities import build_runtime_capability_report as r; print(r())\"",
                "{container=api}"
            ), ("destructive-without-verification", "redis-cli FLUSHDB", "{expect=OK}"),
        ])
    func annotated(rule: String, command: String, attributes: String) {
        #expect(findings(rule, command).count == 1)
        #expect(findings(rule, command, attributes) == [])
    }

    @Test("A container does not make a memory monitor measure the service")
    func monitorInContainer() {
        #expect(findings("observes-the-probe", "python -c 'import memory_monitor'", "{container=api}").count == 1)
    }

    @Test(
        "Messages are one sentence that names what was found",
        arguments: [
            ("docker stats", "endless-command", "`docker stats` does not return by itself as it is written.", "Add `--no-stream`."),
            (
                "redis-cli GET 'a*'", "glob-in-get", "GET takes the name of a key and not a pattern: `a*` finds nothing, with exit code 0.",
                "Use `redis-cli --scan --pattern \"a*\"` and look at each key by its type."
            ),
            (
                "sqlite3 a.db 'SELECT 1'", "creates-its-target",
                "`sqlite3` creates `a.db` when it is missing and then finds nothing wrong with it.",
                "Write `sqlite3 -readonly a.db …`."
            ), ("curl https://example.org", "http-without-deadline", "`curl` waits without limit for an answer.", "Add `--max-time 10`."),
            (
                "tail data/mesh/outbox.jsonl", "hard-coded-path",
                "`data/mesh/outbox.jsonl` is only the default: `JARVIS_MESH_OUTBOX_PATH` overrides it.",
                "Name `JARVIS_MESH_OUTBOX_PATH` in the step's comment or words."
            ),
            (
                "sh fix.sh", "missing-helper-file", "The step needs `fix.sh`, which is not there.",
                "Put the file beside the runbook, or write what is in it into the command."
            ),
            (
                "make fix", "unclassified-step",
                "What `make fix` does could not be read: it counts as destructive and is not run in a diagnosis.",
                "Write one plain command that the program knows, or leave the step to a person in words."
            ),
        ])
    func wording(command: String, rule: String, message: String, suggestion: String) {
        #expect(findings(rule, command).map(\.message) == [message])
        #expect(findings(rule, command).map(\.suggestion) == [suggestion])
    }

    @Test("Files that cannot be looked for, and files that are there, are no findings", arguments: [nil, true])
    func helperFiles(answer: Bool?) {
        let text = "### 1. Queue Stuck (High)\n\n**Diagnosis:**\n```bash\ncurl -m 5 -w @times.txt https://example.org\n```\n"
        let context = LintContext(fileExists: { path in path == "times.txt" ? answer : false })
        #expect(Lint.findings(.of(text), context).filter { $0.rule == "missing-helper-file" } == [])
    }

    @Test("The second command of a block is found in its own line, one in an item in the item's")
    func places() {
        let text = """
            ### 1. Queue Stuck (High)

            **Diagnosis:**
            ```bash
            # First
            docker-compose ps

            # Second
            docker stats
            ```

            **Resolution:**
            1. Nothing yet
            2. Look: `docker stats` and `curl https://example.org`
               ```bash
               top
               ```
            """
        let found = Lint.findings(.of(text)).filter { ["endless-command", "http-without-deadline"].contains($0.rule) }
        #expect(
            found.map(\.place) == [
                "9:1 warning endless-command", "14:30 warning http-without-deadline", "16:4 warning endless-command",
            ])
        #expect(found.first?.alsoLines == [14], "one finding for one cause")
    }
}
