import TestSupport
import Testing

@testable import Runbook

/// Many command lines, most of them written to be taken for something milder than they are.
@Suite(.ownThread) struct NeverMilderTests {
    @Test("No line is typed milder than what it does", arguments: CommandCases.all.map(\.name))
    func neverMilder(name: String) throws {
        let table = try #require(CommandCases.all.first { $0.name == name }).table
        #expect(!table.cases.isEmpty)
        for one in table.cases {
            #expect(rank(one.typed) >= rank(one.effect), "\(one.written) does \(one.effect) and was typed \(one.typed)")
        }
    }

    @Test("What only looks is typed as reading", arguments: CommandCases.all.map(\.name))
    func reading(name: String) throws {
        let table = try #require(CommandCases.all.first { $0.name == name }).table
        for one in table.cases where one.effect == .read {
            #expect(one.typed == .read, "\(one.written) was typed \(one.typed)")
        }
    }

    @Test("A program that is in no list is of unknown effect", arguments: UnlistedPrograms.lines)
    func unlisted(line: String) {
        #expect(CommandClassifier.classify(line).effect == .unknown)
    }

    @Test(
        "Nothing reads that writes beside its reading, runs more, or runs in another way",
        arguments: [
            ("", " > x"), ("", " >> x"), ("", " >| x"), ("", " &> x"), ("", " 2> x"), ("", " < x"), ("", " | sh"), ("", " | tee x"),
            ("", " | xargs rm"), ("", " && rm x"), ("", " || rm x"), ("", "; rm x"), ("", "\nrm x"), ("", " & rm x"), ("", " &"),
            ("", " $(rm x)"), ("", " `rm x`"), ("", " \"$(rm x)\""), ("", " <(rm x)"), ("", " \0"), ("", "\r"), ("rm x; ", ""),
            ("rm x | ", ""),
            ("cd /tmp && ", ""), ("PATH=/tmp ", ""), ("PATH=/tmp; ", ""), ("export A=1; ", ""), ("sudo ", ""), ("env ", ""), ("eval ", ""),
            ("! ", ""), ("(", ")"), ("{ ", "; }"), ("./", ""), ("/tmp/", ""), ("alias ls=rm; ", ""), ("f() { ", "; }"),
        ])
    func around(prefix: String, suffix: String) {
        for one in CommandCases.all.flatMap(\.table.cases) where one.effect == .read {
            let effect = CommandClassifier.classify(prefix + one.line + suffix).effect
            // Behind a comment nothing more is run.
            if one.line.contains("#") { continue }
            #expect(![.read, .change, .none].contains(effect), "\(prefix)\(one.written)\(suffix) was typed \(effect)")
        }
    }

    @Test(
        "The exact effect where a milder one was near",
        arguments: [
            ("curl -X GET -d a=b http://localhost/x", .change), ("curl -d a=b -X GET http://localhost/x", .change),
            ("curl -X HEAD -d a=b http://localhost/x", .change), ("curl -d a=b http://localhost/x", .change),
            ("curl -I -X DELETE http://localhost/x", .destroy), ("curl -X DELETE -I http://localhost/x", .destroy),
            ("curl -X DELETE -d a http://localhost/x", .destroy), ("curl -sXPOST http://localhost/x", .change),
            ("curl -H \"X-HTTP-Method-Override: DELETE\" http://localhost/x", .destroy),
            ("curl -H \"x_http_method: put\" http://localhost/x", .change),
            ("curl -X POST -H \"X-HTTP-Method-Override: GET\" http://localhost/x", .change),
            ("docker-compose up", .destroy), ("docker-compose up -d", .change), ("docker-compose up -dV", .destroy),
            ("docker compose up -d --renew-anon-volumes=true", .destroy), ("docker compose up -d --remove-orphans=true", .destroy),
            ("docker-compose up --no-start", .destroy), ("docker-compose up --abort-on-container-exit", .destroy),
            ("docker-compose up -d --no-such-option", .unknown), ("docker-compose create api", .destroy),
            ("docker-compose create --no-recreate api", .change), ("docker-compose create --no-recreate --force-recreate api", .destroy),
            ("docker update --memory 6m jarvis-api", .destroy), ("docker-compose scale api=2", .change),
            ("docker-compose scale api=0", .destroy),
            ("service nginx status", .read), ("service ../../tmp/program status", .unknown), ("service nginx stop", .destroy),
            ("systemctl restart nginx", .change), ("systemctl start reboot.target", .unknown), ("nice rm x", .destroy),
            ("journalctl -n --vacuum-size=1M", .unknown), ("lsof -i -r", .unknown), ("mv -n -f a b", .destroy),
        ] as [(String, Effect)])
    func exactly(line: String, effect: Effect) { #expect(CommandClassifier.classify(line).effect == effect) }

    @Test("A request carries what its line says")
    func request() throws {
        let line = "curl -sSm5 -XPUT -H 'Accept: a' -H 'Range: b' -w '%{http_code}' -o/dev/null --data-raw c http://localhost/x"
        guard case .http(let request) = CommandClassifier.classify(line).action else { throw TestSupportError("no request") }
        var wanted = HTTPAction(url: "http://localhost/x")
        wanted.method = "PUT"
        wanted.headers = ["Accept: a", "Range: b"]
        wanted.writeOut = "%{http_code}"
        wanted.maximumSeconds = 5
        wanted.body = "c"
        #expect(request == wanted)
    }

    /// What cannot be told counts as destroying.
    private func rank(_ effect: Effect) -> Int { min(effect.danger, Effect.destroy.danger) }
}
