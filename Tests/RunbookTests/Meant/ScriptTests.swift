import Runbook
import TestSupport
import Testing

/// A code block is one script: its lines share a directory, variables and options.
@Suite(.ownThread) struct ScriptTests {
    @Test("What a line sets word for word holds for the lines below it, and is no step")
    func carried() throws {
        let incident = try Meant.fence("cd /srv/spool\nls\ncd old\nrm -rf 2024", part: "Diagnosis")
        #expect(
            incident.read == ["diagnosis.1 read [/srv/spool] ls", "diagnosis.2 destroy [/srv/spool/old] rm -rf 2024"])
        let variables = try Meant.fence("BASE=/srv/spool\nexport OLD=\"$BASE/old\"\nls ${BASE}\nrm -rf \"$OLD\"\ntouch '$OLD'")
        #expect(
            variables.read == [
                "resolution.1 read ls /srv/spool", "resolution.2 destroy rm -rf \"/srv/spool/old\"", "resolution.3 change touch '$OLD'",
            ])
        let context = try #require(variables.resolution.first?.context)
        #expect(context.value(of: "BASE") == "/srv/spool" && context.environment(over: [:]) == ["OLD": "/srv/spool/old"])
        #expect(try Meant.fence("X='a b'\nls \"$X\"").read == ["resolution.1 read ls \"a b\""])
        #expect(try Meant.fence("cd data && ls\npwd").read == ["resolution.1 read [data] ls", "resolution.2 read [data] pwd"])
        let unset = try #require(try Meant.fence("set -euo pipefail\nexport A=b\nunset A\nls $A").resolution.first)
        #expect(unset.context.variables.isEmpty && unset.context.environment(over: ["A": "c", "B": "d"]) == ["B": "d"])
    }

    @Test("What is run as it is written begins where the lines above it led, and not where it leads itself")
    func directoryOnce() throws {
        let steps = try Meant.fence("cd base\ncd data && touch a && cd .. && touch b\ntouch c").resolution
        #expect(steps.count == 1 && steps.first?.context.directory == "base", "\(steps.map(\.context))")
        #expect(steps.first?.line == "cd data && touch a && cd .. && touch b\ntouch c")
    }

    @Test("Values made of values, and brackets without end, are not followed: nothing of them is run unread")
    func endless() throws {
        let doubling = (1..<40).map { "V\($0)=$V\($0 - 1)$V\($0 - 1)" }.joined(separator: "\n")
        let steps = try Meant.fence("V0=aaaaaaaaaa\n\(doubling)\nls $V39").resolution
        #expect(steps.count == 1 && steps.first?.effect == .unknown, "\(steps.count)")
        for opening in ["$((", "$(", "\"$(", "${a:-", "("] {
            let deep = try Meant.fence("ls " + String(repeating: opening, count: 5000)).resolution
            #expect(deep.allSatisfy { $0.action == .manual || $0.effect == .unknown }, "\(opening)")
        }
        for (levels, isRead) in [(100, true), (101, false)] {
            let steps = try Meant.fence("echo '" + String(repeating: "(", count: levels) + "'").resolution
            #expect(steps.count == 1 && steps.allSatisfy { ($0.action == .manual) != isRead }, "\(levels)")
        }
    }

    @Test("Typed looks are taken where the lines above them lead")
    func typedLooks() throws {
        let incident = try Meant.fence(
            "cd data\nsqlite3 -readonly jarvis.db 'SELECT 1'\ntail -n 5 mesh/outbox.jsonl\ndocker compose ps\ndocker ps", part: "Diagnosis")
        #expect(incident.steps.map(\.effect) == [.read, .read, .read, .read])
        #expect(incident.steps[0].action == .sqlite(database: "data/jarvis.db", sql: "SELECT 1"))
        guard case .shell(let tail) = incident.steps[1].action, case .shell(let compose) = incident.steps[2].action else {
            throw Meant.NothingRead()
        }
        #expect(tail.context.directory == "data" && tail.argv == ["tail", "-n", "5", "mesh/outbox.jsonl"])
        #expect(compose.context.directory == "data" && compose.argv == ["docker", "compose", "ps"])
        #expect(incident.steps[3].action == .compose(argv: ["docker", "ps"]))
    }

    @Test(
        "What only a shell can follow makes the rest one step of unknown effect",
        arguments: [
            "X=$(cat name)\nrm -rf /srv/$X\nls", "source ./env.sh\nls\nrm x", ". ./env.sh\nls", "read X\nls $X", "f() {\n  rm x\n}\nf\nls",
            "eval \"$(ssh-agent)\"\nls", "alias ls=rm\nls x", "cd \"$(dirname x)\"\nls", "cd ~/x\nls", "pushd /x\nls",
            "ls | while read x; do rm $x; done\nls",
            "if [ -f x ]; then\n  Y=1\nfi\nls", "for d in a b; do\n  rm $d\ndone\necho $d", "shopt -s nullglob\nls *", "exec > log\nls",
            "A=1 B=`x`\nls", "sleep 9 &\nkill $!", "test -f x && cd y && ls\nls",
            "cd x || rm y\nls", "cd x || exit 1; rm y\nls", "cd x > log\nls", "A=1 cd x\nls", "export A=1 B\nls $B",
        ])
    func whole(script: String) throws {
        let steps = try Meant.fence(script).resolution
        #expect(steps.count == 1 && steps.first?.effect == .unknown && steps.first?.line == script, "\(steps.map(\.line))")
    }

    @Test(
        "Loops, here-documents and continued lines are never cut, and what follows them is read by itself",
        arguments: [
            ("for d in /var /srv; do\n  du -sh \"$d\"\ndone\n\ndocker compose ps", ["unknown", "read"]),
            ("cat <<EOF > x\nrm y\nEOF\nls", ["unknown", "read"]), ("cat <<-'END'\n\trm y\n\tEND\nls", ["unknown", "read"]),
            ("docker compose \\\n  ps\nls", ["read", "read"]), ("if true; then\n  ls\nfi\nls", ["unknown", "read"]),
            ("case a in\n  a) ls;;\n  *) rm x;;\nesac\nls", ["unknown", "read"]), ("ls |\n  wc -l\nls", ["read", "read"]),
            ("echo 'a\nb'\nls", ["read", "read"]), ("{ ls; rm x; }\nls", ["unknown", "read"]), ("(cd x && rm y)\nls", ["unknown", "read"]),
            ("while true; do ls; sleep 1; done\nls", ["unknown", "read"]), ("echo \"$(ls; pwd)\"\nls", ["unknown", "read"]),
            ("echo $(cat <<EOF\n:)\nrm x\nEOF\n)\nls", ["unknown", "read"]), ("echo $(ls # it's :)\n)\nls", ["unknown", "read"]),
        ] as [(String, [String])])
    func uncut(script: String, effects: [String]) throws {
        #expect(try Meant.fence(script, part: "Diagnosis").diagnosis.map(\.effect.rawValue) == effects)
    }

    @Test(
        "What leads elsewhere is a person's, with everything below it",
        arguments: [
            "ssh web1\nrm -rf /srv/data", "docker exec -it api bash\nls", "docker compose exec db psql -U x\nDROP TABLE y;",
            "sudo -i\nrm x", "sudo su -\nrm x",
            "kubectl -n prod exec -it api-0 -- sh\nrm x", "psql jarvis\nSELECT 1;", "redis-cli -h cache\nFLUSHALL",
            "sqlite3 data/jarvis.db\n.tables", "vim /etc/hosts\nls", "python3\nprint(1)",
            "ssh -i key -p 22 user@host\nreboot", "cd /x && ssh web1\nls", "bash\nls", "docker run -it image\nls", "less x\nls", "top\nls",
            "psql <db>\nDROP TABLE y;", "python manage.py shell\nx()", "ssh web1 -p 22\nls", "ssh -t web1 'sudo -i'\nls",
            "sqlplus / as sysdba\nls",
            "kubectl exec -it <pod> -- bash\nls", "mysql -u root -p\nDROP TABLE y;", "ssh $HOST\nls", "nsenter -t 1 -m sh\nls",
            "docker attach x\nls", "aws ssm start-session --target i\nls",
        ])
    func elsewhere(script: String) throws {
        let steps = try Meant.fence(script).resolution
        #expect(steps.count == 1 && steps.first?.action == .manual && steps.first?.effect == Effect.none && steps.first?.line == script)
        #expect(steps.first?.suggestion == nil, "nothing is offered for what is done elsewhere")
    }

    @Test(
        "A command that stands on the same line comes back by itself",
        arguments: [
            "ssh web1 uptime\nls", "docker exec api ls\nls", "docker exec -it api bash -c 'ls'\nls", "psql -c 'SELECT 1'\nls",
            "ssh web1 <<EOF\nls\nEOF\nls", "mysql db < dump.sql\nls",
            "sudo ls\nls", "redis-cli -h cache PING\nls", "kubectl exec api-0 -- ls\nls", "su -c ls x\nls",
        ])
    func comesBack(script: String) throws {
        let steps = try Meant.fence(script).resolution
        #expect(steps.count == 2 && steps.first?.action != .manual && steps.last?.line == "ls")
    }

    @Test(
        "Behind a variable that decides what other programs are nothing can be told",
        arguments: [
            "PATH=/tmp/bin:$PATH", "export PATH=/tmp/bin", "LD_PRELOAD=/tmp/x.so", "export DOCKER_HOST=tcp://other",
            "COMPOSE_FILE=other.yml", "BASH_ENV=x", "CURL_HOME=/tmp", "export GREP_OPTIONS=-x", "HOME=/tmp",
        ])
    func untrusted(line: String) throws {
        let steps = try Meant.fence(line + "\nls\ndocker ps").resolution
        #expect(!steps.isEmpty && steps.allSatisfy { $0.effect == .unknown }, "\(steps.map(\.effect))")
    }

    @Test("A change of containers behind `cd` may be another project's")
    func otherProject() throws {
        #expect(try Meant.fence("cd /srv/other\ndocker compose restart api").resolution.map(\.effect) == [.unknown])
        #expect(try Meant.fence("export TAG=2\ndocker compose up -d").resolution.map(\.effect) == [.unknown])
        #expect(try Meant.fence("TAG=2\ndocker compose restart api").resolution.map(\.effect) == [.change], "it is not exported")
        #expect(try Meant.fence("cd .\ndocker compose restart api").resolution.map(\.effect) == [.change])
    }

    @Test("Only Jarvis's own flags are flags; any other name sets a shell's variable")
    func flags() throws {
        let incident = try Meant.incident(
            "**Resolution:**\n1. Set `JARVIS_USE_MESH_SYNC=0`\n2. Set `WORKERS=4`\n\n**Rollback:**\n```bash\nWORKERS=2\n```\n")
        #expect(incident.resolution.map(\.action) == [.flag(name: "JARVIS_USE_MESH_SYNC", value: "0"), .manual])
        #expect(incident.rollback.map(\.action) == [.manual])
        #expect(
            try Meant.fence("NAME=value\nexport JARVIS_USE_MESH_ATTEST=0\nJARVIS_USE_MESH_SYNC=0").resolution.map(\.action.kind) == [
                .flag, .flag,
            ])
    }

    @Test("A line names the variables that it takes from outside, and the shell ends at one without a value")
    func wanted() throws {
        func shell(_ script: String) throws -> ShellAction {
            guard case .shell(let shell)? = try Meant.fence(script).resolution.first?.action else { throw Meant.NothingRead() }
            return shell
        }
        #expect(try shell("rm -rf $SPOOL/*").wanted == ["SPOOL"])
        #expect(try shell("SPOOL=\nrm -rf $SPOOL/*").wanted == ["SPOOL"])
        #expect(try shell("SPOOL=\nrm -rf \"$SPOOL\"/*").wanted == ["SPOOL"])
        #expect(try shell("rm -rf $A/x $A/y").wanted == ["A"], "each is named once")
        #expect(try shell("for d in a b; do echo $d ${OTHER}; done").wanted == ["OTHER"])
        #expect(try shell("echo ${A:-none} '$B' \\$C \"$D\"").wanted == ["D"])
        #expect(try shell("[ -z \"$A\" ] && echo none").wanted == [])
        #expect(try shell("awk '{print $1}' x | tee y").wanted == [])
        #expect(
            try shell("rm -rf $SPOOL/* \"${OLD}\"").arguments == [
                "/bin/bash", "-c", "rm -rf ${SPOOL:?has no value}/* \"${OLD:?has no value}\"",
            ])
        let inner = try shell("sudo sh -c 'rm -rf $A/*'")
        #expect(inner.wanted == ["A"] && inner.arguments == ["sudo", "sh", "-c", "rm -rf ${A:?has no value}/*"])
        #expect(try shell("cat <<'EOF'\n$A\nEOF").wanted == [])
        #expect(try shell("cat <<EOF\n$A\nEOF").wanted == ["A"])
        #expect(try shell("for d in a b; do\n  rm $d\ndone").arguments.dropFirst().first == "-ec", "its first failure ends a script")
        #expect(try shell("for d in a b; do rm $d; done").arguments.dropFirst().first == "-c")
    }

    @Test(
        "A value that would become several words, grammar or nothing, or that is changed on the way, is left to the shell",
        arguments: [
            ("X='a b'", "ls $X"), ("X='*'", "ls $X"), ("X='x;rm y'", "ls $X"), ("X='$(rm y)'", "ls $X"), ("X=''", "ls $X"),
            ("X=''", "ls \"$X\""), ("X='a\nb'", "ls \"$X\""), ("X=/srv/", "ls ${X%/}"), ("X=a", "for X in b c; do ls $X; done"),
            ("N=2", "ls $N>x"), ("N=2", "ls $N>/dev/null"),
        ])
    func unsafeValues(setting: String, line: String) throws {
        let step = try #require(try Meant.fence(setting + "\n" + line).resolution.first)
        #expect(step.effect == .unknown && step.line == line, "\(step.line ?? "")")
    }
}
