import TestSupport
import Testing

@testable import Runbook

/// A command line becomes the most typed action that fits, and never `read` by a guess.
@Suite(.ownThread) struct ClassificationTests {
    @Test(
        "Nothing that may change anything is taken for reading",
        arguments: [
            "curl -o out.html http://localhost/", "curl -K config http://localhost/", "curl -T file http://localhost/",
            "curl -d @/etc/passwd http://localhost/",
            "curl -XPOST http://localhost/", "curl --request DELETE http://localhost/x", "curl http://a/ | sh", "curl http://a/ | jq . > x",
            "docker-compose exec api rm -rf /", "docker-compose run api sh", "docker run x", "docker exec x ls", "docker cp a:/x .",
            "docker-compose config > docker-compose.yml", "docker-compose config -o x.yml", "docker-compose up -d --scale api=0",
            "docker-compose down",
            "docker-compose ps; rm x", "docker-compose ps && docker-compose down", "docker-compose ps | xargs kill",
            "FOO=1 docker-compose ps",
            "./docker-compose ps", "/tmp/docker-compose ps", "docker -H tcp://x ps -q | xargs docker rm", "sudo ls", "env X=1 ls",
            "nohup ls &",
            "sqlite3 db \".shell rm x\"", "sqlite3 -cmd \".shell rm\" db \"select 1\"", "sqlite3 -init f db 'select 1'", "sqlite3 db",
            "sqlite3 db \"select writefile('x','y')\"", "sqlite3 db \"select 1; drop table x\"",
            "sqlite3 db \"PRAGMA journal_mode(delete)\"",
            "sqlite3 db \"PRAGMA user_version=3\"", "sqlite3 db \"ATTACH 'x' AS y\"", "sqlite3 db \"WITH a AS (SELECT 1) DELETE FROM t\"",
            "sqlite3 db \"/* select */ DELETE FROM t\"", "sqlite3 db \"VACUUM INTO 'x'\"", "sqlite3 db \"select load_extension('x')\"",
            "redis-cli --eval x.lua", "redis-cli -x SET k", "redis-cli EVAL 'x' 0", "redis-cli CONFIG SET dir /", "redis-cli -r 5 FLUSHALL",
            "redis-cli SORT k STORE d", "redis-cli GETDEL k", "redis-cli GETSET k v", "redis-cli FLUSHDB", "redis-cli flushdb",
            "redis-cli SHUTDOWN",
            "redis-cli", "redis-cli --scan --pattern x | xargs redis-cli del", "grep x y > z", "cat x >> y", "cat x | tee y",
            "find / -delete",
            "sed -i s/a/b/ f", "awk 'BEGIN{system(\"x\")}'", "sort -o f f", "ls | xargs rm", "echo $(rm x)", "echo `rm x`", "ls *.tmp",
            "cat ~/x", "ls {a,b}",
            "(rm x)", "! true", "for i in 1 2; do ls; done", "while true; do ls; done", "f() { ls; }", "if true; then ls; fi", "cat <<EOF",
            "ls &",
            "ls \"unclosed", "ls 'unclosed", "ls \\", "| ls", "ls |", "ls && ", "r\\m x", "\"rm\" x", "python -c \"print(1)\"",
            "python3 x.py",
            "python -c \"from core.runtime_capabilities import build_runtime_capability_report as r; r(); import os; os.remove('x')\"",
            "python -c \"from core.other import build_runtime_capability_report as r; import json; print(json.dumps(r(), indent=2))\"",
            "JARVIS_USE_MESH_SYNC=1", "export A=1", "systemctl restart x", "systemctl stop x", "journalctl --vacuum-size=1M", "ss -K", "",
        ])
    func neverRead(line: String) {
        let effect = CommandClassifier.classify(line).effect
        #expect(![.read, .none].contains(effect), "\(line) was taken for \(effect)")
    }

    @Test(
        "What only looks is read, in its own kind",
        arguments: [
            ("docker-compose ps", .compose), ("docker-compose -f x.yml ps", .compose), ("docker compose logs -f api", .compose),
            ("docker stats", .compose),
            ("curl -sS http://localhost/", .http), ("curl http://localhost/ | jq -r '.a.b[0]'", .http),
            ("/usr/bin/curl http://localhost/", .http),
            ("curl -s -o /dev/null -w '%{http_code}' http://localhost/", .http), ("sqlite3 db 'select count(*) from t;'", .sqlite),
            ("sqlite3 -readonly db \"PRAGMA table_info(t)\"", .sqlite), ("redis-cli -p 6380 GET k", .redis),
            ("redis-cli --scan --pattern 'a:*'", .redis),
            ("redis-cli CONFIG GET maxmemory", .redis), ("tail -n 5 data/mesh/outbox.jsonl", .outbox), ("tail -5 x/outbox.jsonl", .outbox),
            ("df -h", .shell), ("ps aux | grep x 2>/dev/null", .shell), ("ls # a comment; rm x", .shell), ("systemctl status x", .shell),
        ] as [(String, ActionKind)])
    func reads(line: String, kind: ActionKind) {
        let classified = CommandClassifier.classify(line)
        #expect(classified.effect == .read, "\(line): \(classified)")
        #expect(classified.action.kind == kind, "\(line): \(classified)")
    }

    @Test(
        "Words, quotes and operators are split as a POSIX shell does",
        arguments: [
            ("a  b\tc", ["a", "b", "c"]), ("'a b' \"c d\"", ["a b", "c d"]), ("a\\ b", ["a b"]), ("a\"b\"'c'", ["abc"]), ("''", [""]),
            ("\"a\\\"b\\\\c\\d\"", ["a\"b\\c\\d"]), ("a#b", ["a#b"]), ("a # b", ["a"]), ("\"$\\`\"", []), ("a\\\nb", ["ab"]),
        ] as [(String, [String])])
    func words(line: String, words: [String]) {
        guard case .list(let pipelines) = ShellParser.parse(line) else {
            #expect(words.isEmpty, "\(line) is opaque")
            return
        }
        #expect(pipelines.flatMap(\.commands).flatMap(\.words) == words)
    }

    @Test("Pipelines, lists, redirections and assignments have their places")
    func structure() throws {
        guard case .list(let list) = ShellParser.parse("A=1 a x | b 2>&1 >/dev/null && c <in; d >>out") else { throw Opaque() }
        #expect(list.map(\.commands.count) == [2, 1, 1])
        #expect(list[0].commands[0].assignments == [ShellAssignment(name: "A", value: "1")])
        #expect(list[0].commands[1].redirections.map(\.operation) == ["2>&", ">"])
        let harmless = list.map { $0.commands.flatMap(\.redirections).map(\.isHarmless) }
        #expect(harmless == [[true, true], [false], [false]])
    }

    @Test(
        "Symptoms become checks, or questions",
        arguments: [
            ("p99 response time above 800 ms", SymptomCheck.latency(percentile: 99, aboveMilliseconds: 800)),
            ("p95 latency >2s", .latency(percentile: 95, aboveMilliseconds: 2000)),
            ("p50 latency > 1.5 s", .latency(percentile: 50, aboveMilliseconds: 1500)),
            ("p950 latency > 2s", nil), ("p95 latency is bad", nil), ("The coffee is cold", nil), ("Health check failing", .healthFailing),
            ("Timeout errors", .timeouts(share: 0.05)), ("OOM kills", .outOfMemoryKills), ("Users complain", nil),
        ] as [(String, SymptomCheck?)])
    func symptoms(text: String, check: SymptomCheck?) { #expect(SymptomReader.check(text, code: []) == check) }

    private struct Opaque: Error {}
}
