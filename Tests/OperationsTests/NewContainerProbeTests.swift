import Configuration
import Execution
import Mesh
import Operations
import Planning
import Runbook
import Safety
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// Ways in which a container is given a mesh flag, each asked of the real docker-compose.
struct GivenFlag: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What stands below `api:` of the compose file, or the whole of it where it begins with `services:` or `version:`.
    let service: String
    let dotEnv: String?
    /// Other files of the Jarvis directory.
    var files: [String: String] = [:]
    /// Whether the new container runs with sync; nil where that cannot be known.
    let runs: Bool?
    /// Whether a recreation keeps sync off, because nobody gives it.
    var isPinned = false

    init(_ name: String, _ service: String, _ dotEnv: String?, files: [String: String] = [:], runs: Bool?, isPinned: Bool = false) {
        testDescription = name
        self.service = service
        self.dotEnv = dotEnv
        self.files = files
        self.runs = runs
        self.isPinned = isPinned
    }

    static let sync = "JARVIS_USE_MESH_SYNC"

    static let all = [
        GivenFlag("a default in the list", "environment:\n  - \(sync)=${\(sync):-1}", "", runs: true),
        GivenFlag("another variable, as a list", "environment:\n  - \(sync)=${MESH_ON}", "MESH_ON=1\n", runs: true),
        GivenFlag("another variable, as a map", "environment:\n  \(sync): ${MESH_ON}", "MESH_ON=1\n", runs: true),
        GivenFlag("the older name", "environment:\n  - JARVIS_MESH_SYNC_ENABLED=${X:-1}", "", runs: nil),
        GivenFlag("another file", "env_file: prod.env", "", files: ["prod.env": "\(sync)=1\n"], runs: true),
        GivenFlag(
            "two files, of which the last counts", "env_file: [.env, prod.env]", "\(sync)=0\n", files: ["prod.env": "\(sync)=1\n"],
            runs: true),
        GivenFlag("the same file by another spelling", "env_file: ././.env", "\(sync)=1\n", runs: true),
        GivenFlag("the same file by its absolute path", "env_file: HERE/.env", "\(sync)=1\n", runs: true),
        GivenFlag(
            "a service that it extends", "extends:\n  file: common.yml\n  service: base", "",
            files: ["common.yml": "version: '3.4'\nservices:\n  base:\n    image: x\n    environment:\n      - \(sync)=1\n"], runs: true),
        GivenFlag("quotes around the name", "env_file: .env", "'\(sync)'=1\n", runs: true),
        GivenFlag("quotes over several lines", "env_file: .env", "\(sync)=1\nNOTE=\"first\n\(sync)=0\nlast\"\n", runs: true),
        GivenFlag("a byte order mark", "env_file: .env", "\u{FEFF}\(sync)=1\n", runs: true),
        GivenFlag("the command itself", "command: sh -c '\(sync)=1 exec true'", "", runs: nil),
        GivenFlag(
            "a name without a value, and the older one on", "environment:\n  \(sync):\n  JARVIS_MESH_SYNC_ENABLED: '1'", "", runs: nil),
        GivenFlag("a command that loads a file", "command: [sh, -c, 'set -a; . /app/mesh.env; exec true']", "\(sync)=0\n", runs: nil),
        GivenFlag("a command that loads a file for another", "command: [dotenv, run, main]", "\(sync)=0\n", runs: nil),
        GivenFlag("a file that is not there", "env_file: gone.env", "", runs: nil),
        GivenFlag("a tab", "\tenvironment: {}", "", runs: nil),
        GivenFlag("other files that are included", "services:\n  api:\n    image: x\ninclude: [other.yml]\n", "", runs: nil),
        // These were seen before docker-compose was asked.
        GivenFlag("a literal", "environment:\n  - \(sync)=1", "", runs: true),
        GivenFlag("a literal of the map", "environment:\n  \(sync): 'yes'", "", runs: true),
        GivenFlag("a name that is passed on", "environment:\n  - \(sync)", "\(sync)=1\n", runs: true),
        GivenFlag("export, quotes and CR LF", "env_file: .env", "export \(sync)=\"TRUE\"\r\n", runs: true),
        GivenFlag(
            "an override", "image: x", "",
            files: [
                "docker-compose.override.yml": "version: '3.4'\nservices:\n  api:\n    environment:\n      - \(sync)=1\n"
            ], runs: true),
        GivenFlag("off", "env_file: .env", "\(sync)=0\n", runs: false),
        GivenFlag("off by a literal, on in the file", "environment:\n  - \(sync)=0\nenv_file: .env", "\(sync)=1\n", runs: false),
        GivenFlag("a value of another reader", "environment:\n  - \(sync)=$${X}", "", runs: nil),
        GivenFlag("nobody gives it", "env_file: .env", "OTHER=1\n", runs: nil, isPinned: true),
        GivenFlag("on in a file that is not passed", "image: x", "\(sync)=1\n", runs: nil, isPinned: true),
        GivenFlag("the older name off", "environment:\n  - JARVIS_MESH_SYNC_ENABLED=0", "", runs: nil, isPinned: true),
    ]

    static func configuration(in fixture: Fixture) -> (Configuration, environment: [String: String]) {
        var inputs = Configuration.Inputs()
        inputs.runbookService = "api"
        var environment = ProcessEnvironment.snapshot().filter { !$0.key.hasPrefix("JARVIS_") }
        environment["JARVIS_API_URL"] = "http://127.0.0.1:1"
        environment["JARVIS_OPS_REDIS_URL"] = "unix://\(fixture.path("none"))"
        return (Configuration(environment: environment, workingDirectory: fixture.path("jarvis"), inputs: inputs), environment)
    }

    /// A Jarvis of it; the facts as they are measured, with an engine.
    func facts(in fixture: Fixture) throws -> Facts {
        try fixture.makeDirectory("jarvis")
        if let dotEnv { try fixture.write(dotEnv, to: "jarvis/.env") }
        for (name, text) in files { try fixture.write(text, to: "jarvis/" + name) }
        let isWhole = service.hasPrefix("services:")
        let service = service.replacing("HERE", with: fixture.path("jarvis"))
        let indented = service.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        let image = service.contains("image:") ? "" : "    image: x\n"
        try fixture.write(
            isWhole ? service : "version: '3.4'\nservices:\n  api:\n\(image)\(indented)\n", to: "jarvis/docker-compose.yml")
        let (configuration, environment) = GivenFlag.configuration(in: fixture)
        let probes = LiveProbes(configuration: configuration, environment: environment)
        var facts = probes.facts(ProbeLimits(timeoutMilliseconds: 60_000, cancellation: try Cancellation()), forContainers: true)
        facts.service.composeService = "api"
        facts.service.engineAnswers = true
        facts.lock = .ours
        return facts
    }
}

/// One of each kind of place.
private let toBeWritten: Set = [
    "a default in the list", "another variable, as a map", "another file", "the same file by its absolute path",
    "two files, of which the last counts",
    "a service that it extends", "quotes around the name", "quotes over several lines", "a byte order mark",
]

private let hasCompose = LiveProbes.hasProgram("docker-compose", ProcessEnvironment.snapshot())

@Suite(.ownThread, .enabled(if: hasCompose, "docker-compose is not installed")) struct NewContainerProbeTests {
    @Test(
        "What docker-compose gives to a new container is known; a recreation that may turn sync on is refused in production, off is not",
        arguments: GivenFlag.all)
    func given(_ given: GivenFlag) throws {
        try Fixture.with { fixture in
            // Asking takes most of a second: once for all that follows from it.
            let facts = try given.facts(in: fixture)
            let what: Comment = "\(facts.service.newContainer)"
            #expect(facts.newContainerRuns(.sync) == given.runs, what)
            #expect(facts.leftOpen.contains(.sync) == given.isPinned, what)
            for line in [
                ["docker-compose", "up", "-d", "api"], ["docker-compose", "up", "-d"], ["docker", "compose", "up", "-d", "api"],
            ] {
                #expect(isRefused(line, facts) == (given.runs != false && !given.isPinned), "\(line): \(facts.service.newContainer)")
            }
            try expectOff(facts)
        }
    }

    private func isRefused(_ argv: [String], _ facts: Facts) -> Bool {
        let step = PlannedStep(
            id: "x/resolution.1", title: "Up", step: nil, kind: .compose, effect: .change, probe: nil,
            change: Change(ComposeUp.operation(argv, facts) ?? .runbook(.compose(argv: argv))))
        let decision = Policy().decide(Plan(subject: "x", steps: [step]), facts)
        return decision.refusals.contains { $0.rule == "flags-off-unless-smoke" }
    }

    /// Turning off is never refused for it, and keeps both flags off in the new container.
    private func expectOff(_ facts: Facts) throws {
        let plan = FlagPlanner.plan(FlagGoal([.sync, .attestation], isOn: false), facts)
        #expect(!Policy().decide(plan, facts).isRefused)
        let pinned = plan.steps.compactMap { step -> [MeshFlag]? in
            if case .recreate(_, let pinned, _)? = step.change?.operation { pinned } else { nil }
        }
        #expect(pinned.map(Set.init) == [[.sync, .attestation]])
    }

    @Test(
        "Written where the service reads it, off is what docker-compose reads then; where no file reaches it that is said",
        arguments: GivenFlag.all.filter { toBeWritten.contains($0.testDescription) })
    func written(_ given: GivenFlag) throws {
        try Fixture.with { fixture in
            let facts = try given.facts(in: fixture)
            let plan = FlagPlanner.plan(FlagGoal([.sync], isOn: false), facts)
            let step = try #require(plan.changes.first { $0.change?.operation.flagChange != nil })
            #expect(step.change?.isAlreadySo == false || facts.flags.sync.place.obstacle != nil)
            #expect(step.change?.already != "it is so already")
            let (configuration, environment) = GivenFlag.configuration(in: fixture)
            let limits = ProbeLimits(timeoutMilliseconds: 60_000, cancellation: try Cancellation())
            let operations = LiveOperations(configuration: configuration, environment: environment)
            let operation = try #require(step.change?.operation)
            #expect(operations.perform(operation, limits: limits).state == .done)
            let after = LiveProbes(configuration: GivenFlag.configuration(in: fixture).0, environment: environment)
            let look = after.run(.givenFlags(sync: false, attestation: nil), limits: limits)
            if let obstacle = facts.flags.sync.place.obstacle {
                #expect(look.state == .unhealthy && look.summary.contains(obstacle), "\(look.summary)")
            } else {
                #expect(look.state == .ok, "\(look.summary)")
            }
        }
    }

    @Test("The flags of the shell reach neither docker-compose nor the facts")
    func shell() throws {
        try Fixture.with { fixture in
            let facts = try GivenFlag("", "environment:\n  - \(GivenFlag.sync)", "", runs: nil).facts(in: fixture)
            #expect(facts.newContainerRuns(.sync) != true)
        }
    }

    @Test(
        "What docker-compose printed before it failed, or was ended, is no answer",
        arguments: [("exit 0", false), ("exit 1", nil), ("kill -9 $$", nil)] as [(String, Bool?)])
    func failing(ending: String, runs: Bool?) throws {
        try Fixture.with { fixture in
            for directory in ["bin", "jarvis"] { try fixture.makeDirectory(directory) }
            let answer = "services: {api: {image: x, environment: {\(GivenFlag.sync): '0'}}}"
            try fixture.write("#!/bin/sh\necho \"\(answer)\"\n\(ending)\n", to: "bin/docker-compose", mode: 0o755)
            try fixture.write("version: '3.4'\nservices:\n  api:\n    image: x\n", to: "jarvis/docker-compose.yml")
            let environment = ["PATH": fixture.path("bin") + ":/usr/bin:/bin"]
            let configuration = Configuration(
                environment: environment, workingDirectory: fixture.path("jarvis"), inputs: Configuration.Inputs())
            let probes = LiveProbes(configuration: configuration, environment: environment)
            var facts = Facts()
            facts.service.composeService = "api"
            facts.service.newContainer = probes.newContainer(
                ProbeLimits(timeoutMilliseconds: 60_000, cancellation: try Cancellation()))
            #expect(facts.newContainerRuns(.sync) == runs)
            #expect((facts.service.newContainer == .asked(["api": [GivenFlag.sync: "0"]])) == (runs == false))
        }
    }
}
