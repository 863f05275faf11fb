import Execution
import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// How containers stand, by the engine's own description. The descriptions are those of Docker 28 for containers that were brought there.
@Suite(.ownThread) struct ContainerTests {
    /// - Parameter state: the members of `State` beside its times.
    private func sight(
        _ state: String, restarts: Int = 0, policy: String = "no", memory: Int = 0, name: String = "jarvis-api", service: String = "api",
        startedSecondsAgo: Int64 = 86_400, finished: String = "2027-01-15T07:59:58.684917636Z"
    ) throws -> ContainerSight {
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        let started = Timestamp(milliseconds: now.milliseconds - startedSecondsAgo * 1000).rfc3339.replacing("Z", with: "475109Z")
        let text = """
            {"Id":"4711","Name":"/\(name)","RestartCount":\(restarts),"State":{\(state),"StartedAt":"\(started)","FinishedAt":"\(finished)"},
            "HostConfig":{"Memory":\(memory),"RestartPolicy":{"Name":"\(policy)"}},"Config":{"Labels":{"com.docker.compose.service":"\(service)"}}}
            """
        return try #require(ContainerReader.read(try JSONReader().read(Array(text.utf8)), now: now)).sight
    }

    private static let running = #""Status":"running","Running":true,"ExitCode":0"#

    @Test("Each state by its own word, with what is to be done")
    func states() throws {
        let cases: [(String, Int, String, Int, words: String, isUp: Bool)] = [
            (Self.running, 0, "no", 0, "up", true),
            (Self.running + #","Health":{"Status":"unhealthy"}"#, 0, "no", 0, "up, and its health check fails", false),
            (Self.running + #","Health":{"Status":"starting"}"#, 0, "no", 0, "up", true),
            (#""Status":"paused","Running":true,"Paused":true"#, 0, "no", 0, "paused: docker unpause jarvis-api", false),
            (
                #""Status":"restarting","Running":true,"ExitCode":4"#, 6, "always", 0,
                "in a restart loop (restarted 6 times, ended with 4 at 2027-01-15T07:59:58Z)", false
            ),
            (
                #""Status":"restarting","Running":true,"OOMKilled":true,"ExitCode":137"#, 1, "always", 16_777_216,
                "in a restart loop (restarted 1 time, killed for want of memory (exit 137, limit 16.0 MiB) at 2027-01-15T07:59:58Z)", false
            ),
            (
                #""Status":"exited","ExitCode":137,"OOMKilled":true"#, 0, "no", 268_435_456,
                "killed for want of memory (exit 137, limit 256.0 MiB) at 2027-01-15T07:59:58Z", false
            ),
            (
                #""Status":"exited","ExitCode":137,"OOMKilled":false"#, 0, "no", 0,
                "killed (exit 137; whether for memory is not recorded) at 2027-01-15T07:59:58Z", false
            ),
            (#""Status":"exited","ExitCode":3"#, 0, "no", 0, "ended with 3 at 2027-01-15T07:59:58Z", false),
            (#""Status":"exited","ExitCode":0"#, 0, "no", 0, "ended, its task done", false),
            (#""Status":"exited","ExitCode":0"#, 0, "unless-stopped", 0, "ended with 0 at 2027-01-15T07:59:58Z", false),
            (#""Status":"created","Error":"exec: no such file""#, 0, "no", 0, "made, not started: exec: no such file", false),
            (#""Status":"dead""#, 0, "no", 0, "dead: its engine could not remove it", false),
            (#""Status":"hibernating""#, 0, "no", 0, "in a state that is not known", false),
        ]
        for one in cases {
            let seen = try sight(one.0, restarts: one.1, policy: one.2, memory: one.3)
            #expect(seen.words == one.words && seen.isUp == one.isUp, "\(one.0)")
        }
    }

    @Test("Services whose names are words of states are counted once, each by its own state")
    func names() throws {
        let up = try sight(Self.running, name: "x_exited-jobs_1", service: "exited-jobs")
        let down = try sight(#""Status":"exited","ExitCode":3"#, name: "x_running-totals_1", service: "running-totals")
        let done = try sight(#""Status":"exited","ExitCode":0"#, name: "x_migrate_1", service: "migrate")
        let judged = ContainerStates.judge([up, down, done], api: "api")
        #expect(judged.state == .unhealthy)
        #expect(
            judged.summary == "1 up; x_running-totals_1 ended with 3 at 2027-01-15T07:59:58Z; x_migrate_1 ended, its task done",
            "\(judged.summary)")
        #expect(ContainerStates.judge([up, done], api: "api").state == .ok)
        // The service itself has no task that could be done.
        #expect(ContainerStates.judge([up, done], api: "migrate").state == .unhealthy)
        #expect(ContainerStates.judge([], api: "api").state == .unhealthy)
    }

    @Test("Restarts are news while they are new, and are named as long as the container lives")
    func restarts() throws {
        let fresh = try sight(Self.running, restarts: 7, policy: "always", startedSecondsAgo: 12)
        let old = try sight(Self.running, restarts: 7, policy: "always")
        #expect(fresh.isRestarting && fresh.remark == "container jarvis-api: up, restarted 7 times")
        #expect(!old.isRestarting && old.remark == nil)
        #expect(ContainerStates.judge([fresh], api: "api").state == .unhealthy)
        let judged = ContainerStates.judge([old], api: "api")
        #expect(judged.state == .ok && judged.summary == "1 up; jarvis-api up, restarted 7 times")
        // The mark of a kill stays when the engine starts it anew: it is news for an hour.
        let marked = Self.running + #","OOMKilled":true"#
        #expect(try sight(marked, restarts: 2, startedSecondsAgo: 1).remark?.contains("killed for want of memory") == true)
        #expect(try sight(marked, restarts: 2, finished: "2027-01-15T06:59:58Z").wasKilledForMemory == false)
        var killed = old
        killed.memoryKills = 3
        #expect(killed.wasKilledForMemory && killed.remark?.contains("killed for want of memory 3 times") == true)
    }

    @Test("Commands that ask how containers are, and others that only look so")
    func questions() {
        func question(_ line: String) -> ContainerQuestion? { ContainerQuestion(line.split(separator: " ").map(String.init)) }
        #expect(question("docker-compose ps") == .states([]))
        #expect(question("docker compose ps -a api") == .states(["api"]))
        #expect(question("docker-compose logs --tail=100 api") == .log(service: "api", options: ["--tail=100"]))
        #expect(question("docker-compose logs --no-color -n 5 -t api") == .log(service: "api", options: ["--tail", "5", "-t"]))
        #expect(question("docker stats --no-stream jarvis-api") == .figures(["jarvis-api"]))
        for line in [
            "docker-compose ps -q", "docker-compose ps --services", "docker-compose logs api redis", "docker-compose logs", "docker ps",
            "docker-compose logs -f api", "docker stats", "docker stats --no-stream --format x", "docker-compose -f a.yml ps",
            "docker logs x",
            "docker-compose restart api", "docker",
        ] {
            #expect(question(line) == nil, "\(line)")
        }
    }

    @Test("A log is told by how many of its lines are errors, and the newest of them")
    func log() {
        let text = """
            2026-11-28 03:00:01 INFO 0 errors so far
            2026-11-28 03:00:02 ERROR database is locked
            {"level": "error", "msg": "groq"}
            level=info msg="no error"
            Traceback (most recent call last):
            INFO terror in the name only
            """
        let lines = LogLines(text)
        #expect(lines.count == 6 && lines.errors == 3 && lines.newestError == "Traceback (most recent call last):")
        #expect(LogLines("INFO a\nINFO b").words == "2 lines, no error among them")
        #expect(LogLines("").words == "no lines: it has logged nothing")
    }

    @Test("Figures of `docker stats`, and what it prints of a container that does not run")
    func figures() throws {
        func words(_ use: String) throws -> String? {
            let row = #"{"Name":"jarvis-api","CPUPerc":"0.31%","MemPerc":"8.05%","MemUsage":"\#(use)"}"#
            return ContainerFigures.words(try JSONReader().read(Array(row.utf8)))
        }
        #expect(try words("41.2MiB / 512MiB") == "jarvis-api 0.31 % CPU, 41.2MiB of 512MiB memory (8.05 %)")
        #expect(try words("0B / 0B") == "jarvis-api does not run")
        #expect(try words("?") == nil)
    }

    @Test(
        "A context that docker-compose ignores does not count, for one engine is asked by all; a plugin's does",
        arguments: [("#!/usr/bin/python3\n", true), ("\u{7F}ELF", false)])
    func context(program: String, isIgnored: Bool) throws {
        try Fixture.with { fixture in
            try fixture.write(program, to: "docker-compose", mode: 0o755)
            let environment = ["PATH": fixture.directory, "DOCKER_CONTEXT": "prod"]
            #expect((EngineChoice(environment).remark != nil) == isIgnored)
            #expect((EngineChoice(environment).environment(environment)["DOCKER_CONTEXT"] == nil) == isIgnored)
            // What names the engine outright beats a context everywhere.
            #expect(EngineChoice(environment.merging(["DOCKER_HOST": "unix:///x"]) { $1 }).remark == nil)
        }
    }
}
