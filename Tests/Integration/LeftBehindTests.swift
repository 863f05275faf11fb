import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A responder that was killed in the middle of an act: what the act started runs on, and whoever comes next is told.
@Suite(.ownThread) struct LeftBehindTests {
    /// The program is killed; the act goes on.
    private func killed(_ line: String, _ body: (LongActBench) throws -> Void) throws {
        try LongActBench.with(line) { act in
            defer { act.cleanUp() }
            let child = try act.start(name: "killed")
            child.stop()
            #expect(!act.survivors.isEmpty)
            try body(act)
        }
    }

    private static let command = ChangeBench.disableAll + ["--yes"]

    @Test("Whoever comes next is told which processes run, waits for them, and changes nothing beside them; so is the one after")
    func told() throws {
        try killed(LongActBench.endless) { act in
            let leader = try #require(act.leader)
            for _ in 1...2 {
                let run = try act.bench.run(Self.command + ["--timeout", "300ms"])
                #expect(run.code == 75, "\(run.output) \(run.errors)")
                #expect(run.errors.contains("resolve odd-noise") && run.errors.contains("what it started still runs"), "\(run.errors)")
                #expect(run.errors.contains("\(leader) /bin/bash -c echo") && run.errors.contains("sleep 300"), "\(run.errors)")
                #expect(run.errors.contains("waiting for them to end, at most 1 s"), "\(run.errors)")
                #expect(run.errors.contains("--confirm leftovers"), "\(run.errors)")
                #expect(try act.bench.dotEnv == ChangeBench.both)
            }
            let document = try act.bench.run(Self.command + ["--timeout", "300ms", "-o", "json"])
            #expect(document.code == 75)
            try Schema.check(document.output, "error")
            #expect(try document.json()["error"]?["code"]?.text == "left-behind")
            #expect(act.survivors.count == 3)
        }
    }

    @Test("Whoever only looks is told too: the doctor, the list of runs, and a dry run, each with the processes and what to do")
    func seen() throws {
        try killed(LongActBench.endless) { act in
            let leader = try #require(act.leader)
            for command in [["doctor"], ["runs"], ChangeBench.disableAll + ["-n"]] {
                let run = try act.bench.run(command)
                let text = run.output + run.errors
                #expect(text.contains("\(leader) /bin/bash -c echo") && text.contains("--confirm leftovers"), "\(command): \(text)")
                #expect(text.contains("kill \(leader) "), "\(command): \(text)")
            }
            for (command, schema) in [(["runs"], "runs"), (ChangeBench.disableAll + ["-n"], "plan")] {
                let document = try act.bench.run(command + ["-o", "json"])
                try Schema.check(document.output, schema)
                #expect(try document.json()["leftovers"]?["processes"]?.array?.first?["pid"]?.int == Int(leader), "\(document.output)")
            }
            #expect(act.survivors.count == 3)
        }
    }

    @Test("They are ended when somebody says so, and the journal says which")
    func ended() throws {
        try killed(LongActBench.endless) { act in
            let leader = try #require(act.leader)
            let run = try act.bench.run(Self.command + ["--confirm", "leftovers"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(act.survivors == [])
            #expect(try act.bench.dotEnv == ChangeBench.neither)
            let began = try act.bench.lastRows().first { $0.event == "began" }
            #expect(began?.body["ended_processes"]?.array?.first?.text?.hasPrefix("\(leader) ") == true, "\(String(describing: began))")
            try act.bench.expectWholeJournal()
            try act.bench.expectOnly()
        }
    }

    @Test("Those that ignore TERM, stand still, or left their session are ended too")
    func stubborn() throws {
        let line =
            "echo $$ > FIXTURE/began; trap '' TERM; setsid sh -c 'trap \"\" TERM; echo $$ > FIXTURE/far; while :; do sleep 1; done' & "
            + "while :; do sleep 1; done"
        try killed(line) { act in
            try waitUntil("the one that left runs") { Files.exists(act.bench.fixture.path("far")) }
            if let leader = act.leader { kill(leader, SIGSTOP) }
            let run = try act.bench.run(Self.command + ["--confirm", "leftovers"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(act.survivors == [])
            let far = String(decoding: try Files.read(act.bench.fixture.path("far")).dropLast(), as: UTF8.self)
            #expect(LongActBench.session(of: try #require(Int32(far))) == nil)
        }
    }

    @Test("When they end by themselves the next responder goes on")
    func waited() throws {
        try killed(LongActBench.held) { act in
            let next = try act.bench.start(Self.command + ["--timeout", "60s"], name: "next")
            defer { next.stop() }
            try waitUntil("it waits") { next.output.contains("waiting for them to end") }
            #expect(try act.bench.dotEnv == ChangeBench.both)
            try act.letGo()
            #expect(try next.wait() == 0, "\(next.output)")
            #expect(try act.bench.dotEnv == ChangeBench.neither)
        }
    }

    @Test("A signal ends the wait, and nothing was changed")
    func interrupted() throws {
        try killed(LongActBench.endless) { act in
            let next = try act.bench.start(Self.command + ["--timeout", "100s"], name: "next")
            defer { next.stop() }
            try waitUntil("it waits") { next.output.contains("waiting for them to end") }
            next.signal(SIGTERM)
            #expect(try next.wait() == 143, "\(next.output)")
            #expect(try act.bench.dotEnv == ChangeBench.both)
            #expect(act.survivors.count == 3)
        }
    }

    @Test("At a terminal one is asked: the word ends them")
    func asked() throws {
        try killed(LongActBench.endless) { act in
            let run = try TerminalRun(
                Self.command, in: act.bench.fixture, environment: act.bench.environment,
                [.see("Type leftovers to go on:"), .type("leftovers\n"), .see("they were ended")])
            #expect(run.code == 0, "\(run.shown)")
            #expect(act.survivors == [])
        }
    }
}
