import JSONKit
import SystemKit
import TestSupport
import Testing

/// A script's variable that is not set, and documents for programs.
@Suite(.ownThread) struct EmptyValueTests {
    @Test(
        "An empty path or value is 64 wherever it is given, and nothing is changed",
        arguments: [
            ["mesh", "disable", "all", "--yes", "-C", ""], ["mesh", "disable", "all", "--yes", "--directory="],
            ["mesh", "retry", "--yes", "--outbox", ""], ["mesh", "disable", "all", "--yes", "--runbook", ""],
            ["mesh", "disable", "all", "--yes", "--confirm", ""], ["runs", "abandon", "", "--yes"], ["runs", "show", ""],
            ["explain", ""], ["lint", ""], ["mesh", "verify", ""], ["report", "last", "--file="], ["escalate", "mesh", "--run", ""],
            ["mesh", "hash", ""], ["mesh", "disable", ""], ["watch", "mesh", "--metrics", ""],
        ])
    func empty(arguments: [String]) throws {
        try ChangeBench.with { (bench) throws in
            let environment = bench.environment.filter { $0.key != "JARVIS_HOME" }
            let run = try Run(arguments, environment: environment, directory: bench.directory)
            #expect(run.code == 64, "\(run.output) \(run.errors)")
            #expect(run.errors.contains("empty"), "\(run.errors)")
            #expect(try bench.dotEnv == ChangeBench.both && bench.runs().isEmpty)
        }
    }

    @Test("A variable that says which Jarvis is meant and is empty is 64", arguments: ["JARVIS_HOME", "JARVIS_OPS_STATE"])
    func variable(name: String) throws {
        try ChangeBench.with { (bench) throws in
            let run = try Run(
                ChangeBench.disableAll + ["--yes", "-o", "json"], environment: bench.environment.merging([name: ""]) { $1 },
                directory: bench.directory)
            #expect(run.code == 64)
            try Schema.check(run.output, "error")
            #expect(try bench.dotEnv == ChangeBench.both)
        }
    }

    @Test("A run that ended is one document also where nothing is to be done", arguments: [["resume"], ["abandon"]])
    func ended(action: [String]) throws {
        try ChangeBench.with { (bench) throws in
            #expect(try bench.run(ChangeBench.disableAll + ["--yes"]).code == 0)
            let run = try bench.run(["runs"] + action + ["last", "-o", "json"])
            #expect(run.code == (action == ["resume"] ? 0 : 1))
            try Schema.check(run.output, action == ["resume"] ? "run-record" : "error")
            let line = try bench.run(["runs"] + action + ["last", "-o", "jsonl"])
            #expect(line.code == run.code && line.output.split(separator: "\n").count == 1, "\(line.output)")
            #expect(try line.json()["specversion"]?.text == "1.0")
        }
    }

    @Test("One that was abandoned is one document, whoever asks again")
    func abandoned() throws {
        try ChangeBench.with { (bench) throws in
            try bench.cutOff()
            #expect(try bench.run(["runs", "abandon", "last", "--yes"]).code == 0)
            let again = try bench.run(["runs", "abandon", "last", "-o", "json"])
            #expect(again.code == 0)
            try Schema.check(again.output, "run-abandoned")
            let resumed = try bench.run(["runs", "resume", "last", "-o", "json"])
            #expect(resumed.code == 1)
            try Schema.check(resumed.output, "error")
        }
    }

    @Test(
        "With jsonl an error is one line, also where the line was not understood", arguments: [["list", "--what"], ["show", "nothing"]])
    func line(arguments: [String]) throws {
        let run = try Run(arguments + ["-o", "jsonl"])
        #expect(run.code == 64 && run.output.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(run.output)")
        #expect(try run.json()["type"]?.text == "ops.jarvis.error.v1")
        #expect(try run.json()["data"]?["schema"]?.text == "jarvis-ops/error/v1")
    }
}
