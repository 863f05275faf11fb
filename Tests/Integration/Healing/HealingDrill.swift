import Configuration
import DigestKit
import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// A practice Jarvis in containers of the shared engine, and the program run against it.
struct HealingDrill {
    let fixture: Fixture
    let practice: any PracticeJarvis

    static func with(_ settings: PracticeSettings, _ body: (HealingDrill) throws -> Void) throws {
        let engine = try SharedEngine.start()
        try DrillBench.with(["DOCKER_HOST": engine.host]) { bench in
            let practice = try Practice.start(settings, engine: .compose, in: bench.world)
            defer { practice.stop() }
            try bench.fixture.makeDirectory("state")
            let drill = HealingDrill(fixture: bench.fixture, practice: practice)
            // A service that ends by itself, and that nobody starts again, has ended before anything is compared.
            if settings.scenario == .apiDown, settings.healAfterStarts > 0 {
                try waitUntil("the service has ended") { try drill.containers().contains(" exited ") }
            }
            try body(drill)
            practice.stop()
            #expect(try bench.leftovers == [])
        }
    }

    var home: String { practice.variables["JARVIS_HOME"] ?? "" }
    var environment: [String: String] { practice.variables.merging(["XDG_STATE_HOME": fixture.path("state")]) { $1 } }

    func run(_ arguments: [String], _ more: [String: String] = [:]) throws -> Run {
        try Run(arguments, environment: environment.merging(more) { $1 }, directory: home, seconds: 240)
    }

    func atTerminal(_ arguments: [String], _ acts: [TerminalRun.Act]) throws -> TerminalRun {
        try TerminalRun(arguments, in: fixture, environment: environment, acts, seconds: 200)
    }

    /// Another program, run to its end in the drill's environment; what it printed.
    @discardableResult
    func shell(_ script: String) throws -> String {
        let process = try ChildProcess(
            ["sh", "-c", "cd \"$JARVIS_HOME\"\n" + script], output: fixture.path("shell-\(UInt32.random(in: 0...UInt32.max))"),
            environment: environment)
        let code = try process.wait(seconds: 120)
        guard code == 0 else { throw TestSupportError("\(script) ended with \(code): \(process.output)") }
        return process.output
    }

    /// `up -d` as a person would type it, to the end: until the new service answers.
    func up(after script: String) throws {
        try shell(script + "\ndocker-compose up -d\nuntil curl -s -o /dev/null \"$JARVIS_API_URL/health\"; do sleep 0.05; done")
    }

    func file(_ path: String) throws -> String { String(decoding: try Files.read(home + "/" + path), as: UTF8.self) }
    func dotEnv() throws -> DotEnv { DotEnv(try Files.read(home + "/.env")) }

    /// How often the service was started.
    var starts: Int { get throws { Int(try file("logs/starts")) ?? 0 } }

    /// The ids of the messages in the NATS server's stream.
    var received: [String] {
        get throws {
            let port = try dotEnv()["JARVIS_NATS_URL"].flatMap { $0.split(separator: ":").last }.flatMap { Int($0) } ?? 0
            return try NATSStream.meshBodies(port: port, in: fixture).map { hex in
                let digits = hex.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
                let body = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
                return try JSONReader().read(body)["message_id"]?.text ?? ""
            }
        }
    }

    /// The rate limits are over that soon.
    func expireRateLimits(seconds: Int) throws {
        for key in try redisKeys().compactMap({ $0.split(separator: " ").first }) where key.hasPrefix("ratelimit:") {
            try redis("EXPIRE \(key) \(seconds)")
        }
    }

    @discardableResult
    func redis(_ command: String) throws -> String { try shell("redis-cli -p \(redisPort) \(command)") }

    private var redisPort: Substring { environment["JARVIS_OPS_REDIS_URL"]?.split(separator: ":").last?.split(separator: "/").first ?? "" }

    /// Redis's keys, each with the hash of its value: how long they live does not count.
    func redisKeys() throws -> [String] {
        let script =
            "local all = {} for _, key in ipairs(redis.call('KEYS', '*')) do "
            + "all[#all + 1] = key .. ' ' .. redis.sha1hex(redis.call('DUMP', key)) end table.sort(all) return all"
        return try redis("EVAL \"\(script)\" 0").split(separator: "\n").map(String.init)
    }

    /// Everything that a change would show in: the files but for what the service itself writes, the containers with the moment at
    /// which each was started, and what Redis holds.
    func snapshot(without paths: [String] = []) throws -> [String: String] {
        var seen: [String: String] = [:]
        try collect(home, without: ["logs", "memory", "__pycache__"] + paths, &seen)
        seen["containers"] = try containers()
        seen["redis"] = try redisKeys().joined(separator: "\n")
        return seen
    }

    /// Each container of the drill: id, state, since when, of which image.
    func containers() throws -> String {
        try shell(
            """
            docker ps -aq --no-trunc --filter label=com.docker.compose.project=$COMPOSE_PROJECT_NAME | sort |
                xargs -r docker inspect --format '{{.Id}} {{.State.Status}} {{.State.StartedAt}} {{.RestartCount}} {{.Config.Image}}'
            """)
    }

    private func collect(_ directory: String, without names: [String], _ seen: inout [String: String]) throws {
        for name in try Files.list(directory) {
            let path = directory + "/" + name
            if names.contains(String(path.dropFirst(home.count + 1))) { continue }
            if Files.kind(path) == .directory {
                try collect(path, without: names, &seen)
            } else {
                seen[path] = SHA256.hex((try? Files.read(path)) ?? [])
            }
        }
    }

    // MARK: Its journal

    func journal() throws -> Journal? { try Journal.openForReading(directory: fixture.path("state/jarvis-ops"), deadline: .generous) }

    /// The newest run that changed something, or began to.
    func lastChange() throws -> RunHistory? { try journal()?.runs().first { $0.kind == .change && $0.outcome != "refused" } }

    /// What stands in the journal of that run's steps: `api-unresponsive/resolution.1 intended`, …
    func steps(of run: String) throws -> [String] {
        try (journal()?.rows(run: run) ?? []).filter { $0.table == .steps }.map { "\($0.step ?? "") \($0.event)" }
    }

    func expectWholeJournal(_ location: SourceLocation = #_sourceLocation) throws {
        let audit = try run(["audit", "verify"])
        #expect(audit.code == 0, "\(audit.output) \(audit.errors)", sourceLocation: location)
    }
}
