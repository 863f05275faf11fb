import Runbook
import TestSupport
import Testing

/// Commands that their author left open are not run until they have a value.
@Suite(.ownThread) struct PlaceholderTests {
    @Test(
        "A place to fill in is named",
        arguments: [
            ("docker logs CONTAINER_ID", ["CONTAINER_ID"]), ("cat /var/log/YOUR_APP.log", ["YOUR_APP"]),
            ("systemctl status SERVICE_NAME", ["SERVICE_NAME"]),
            ("curl http://localhost:8000/jobs/JOB_ID", ["JOB_ID"]), ("curl http://localhost:8000/jobs/{id}", ["id"]),
            ("ls /srv/[tenant]", ["tenant"]),
            ("touch /srv/<tenant>/x", ["tenant"]), ("mkdir /srv/{tenant}", ["tenant"]), ("systemctl restart {{service}}", ["service"]),
            ("ls /srv/… x", ["…"]), ("ls ...", ["…"]),
            ("curl -d '{\"a\": \"<tenant>\"}' http://localhost/x", ["tenant"]),
            ("sqlite3 data/jarvis.db \"SELECT * FROM t WHERE id = <id>\"", ["id"]),
            ("kubectl logs <pod-name> -n <namespace>", ["pod-name", "namespace"]), ("docker logs YOUR_CONTAINER", ["YOUR_CONTAINER"]),
            ("ls /backup/backup-XXXX.db", ["XXXX"]),
        ] as [(String, [String])])
    func named(line: String, names: [String]) throws {
        let step = try #require(try Meant.fence(line).resolution.first)
        #expect(step.needs == names)
        #expect(step.line == line)
    }

    @Test(
        "What the shell or a program understands by itself is none",
        arguments: [
            "ls {a,b}", "ls log.[0-9]", "awk '{print $1}' x", "curl http://localhost/ | jq '.a[] | {name}'",
            "docker ps --format '{{.Names}}'", "curl -w '%{http_code}' http://localhost/",
            "find . -name x -exec ls {} +", "grep JARVIS_MESH_KEY .env", "printenv DATABASE_URL", "docker run -e API_KEY image ls",
            "TENANT_NAME=a\nls $TENANT_NAME", "ls ${HOME}", "mktemp /tmp/x.XXXXXX",
            "git show HEAD@{1}", "cat <in >out", "sort <<EOF\nx\nEOF", "sqlite3 data/jarvis.db 'SELECT CURRENT_TIMESTAMP'", "go test ./...",
            "docker images | grep '<none>'", "ls a[bc]",
        ])
    func none(script: String) throws { #expect(try Meant.fence(script).resolution.allSatisfy { $0.needs.isEmpty }) }

    @Test("A value is one word, and the line is judged by what it says then")
    func filled() throws {
        func line(_ text: String, _ value: String) throws -> Step {
            let step = try #require(try Meant.fence(text).resolution.first)
            let name = try #require(step.needs.first)
            return step.filled(with: [name: value])
        }
        let plain = try line("touch /srv/<tenant>", "acme")
        #expect(plain.line == "touch /srv/acme" && plain.needs.isEmpty && plain.effect == .change)
        guard case .shell(let sharp) = try line("touch /srv/<tenant>", "a; rm -rf $HOME 'x'").action else { throw Meant.NothingRead() }
        #expect(sharp.argv == ["touch", "/srv/a; rm -rf $HOME 'x'"])
        #expect(
            try line("sqlite3 x.db \"SELECT <what>\"", "\"; DROP TABLE a").action
                == .sqlite(database: "x.db", sql: "SELECT \"; DROP TABLE a"))
        #expect(try line("docker compose {{verb}}", "down").effect == .destroy)
        #expect(try line("docker compose {{verb}}", "ps").effect == .read)
        let quoted = try line("echo '<name>'", "it's")
        #expect(quoted.line == "echo 'it'\\''s'")
        #expect(try line("ls <tenant> x", "").line == "ls '' x")
        let inContext = try #require(try Meant.fence("cd /srv\nls <tenant>").resolution.first).filled(with: ["tenant": "a"])
        guard case .shell(let there) = inContext.action else { throw Meant.NothingRead() }
        #expect(there.argv == ["ls", "a"] && there.context.directory == "/srv")
    }

    @Test("A place in what a block sets leaves the rest of it open")
    func inContext() throws {
        #expect(try Meant.fence("TENANT=<tenant>\nrm -rf /srv/$TENANT").resolution.map(\.needs) == [["tenant"]])
        #expect(try Meant.fence("cd /srv/YOUR_TENANT\nrm -rf old").resolution.map(\.needs) == [["YOUR_TENANT"]])
    }
}
