import Configuration
import Glibc
import HTTPKit
import JSONKit
import ProcessKit
import RedisKit
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

@Suite(.ownThread) struct DrillTests {
    @Test("Every scenario starts, is what it says, and leaves neither a process nor a file", arguments: Scenario.allCases)
    func everyScenario(scenario: Scenario) throws {
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: scenario), in: bench.world)
            defer { practice.stop() }
            #expect(practice.processNumbers.count == (scenario.hasNATS ? 3 : 2))
            #expect(try bench.leftovers.count == 1)
            switch scenario {
            case .apiDown: #expect(!LoopbackPort.accepts(practice.port))
            case .apiHang: #expect(LoopbackPort.accepts(practice.port))
            case .apiErrors: #expect(try Set((0..<4).map { _ in try practice.get("/health/live").status }) == [200, 503])
            default: #expect(try practice.get("/health/live").status == 200)
            }
            practice.stop()
            #expect(try bench.leftovers.isEmpty)
            #expect(try bench.processes.isEmpty)
            #expect(!LoopbackPort.accepts(practice.port))
        }
    }

    /// The process that has the route answers it, the other one does not know it; what is found is what was laid out.
    @Test("A layout has the processes, the routes and the files of a real Jarvis", arguments: PracticeLayout.allCases)
    func layouts(layout: PracticeLayout) throws {
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: .meshDegraded, layout: layout), in: bench.world)
            defer { practice.stop() }
            let home = try #require(practice.variables["JARVIS_HOME"])
            let found = Configuration(environment: practice.variables, workingDirectory: home, inputs: .init())
            #expect(found.deployment.layout?.rawValue == layout.rawValue)
            #expect((found.supervisor == nil) == (layout == .api) && found.isSupervisorAlone == (layout == .supervisor))
            let client = HTTPClient()
            func status(_ origin: String, _ path: String) throws -> Int {
                try client.send(
                    HTTPRequest("GET", try HTTPURL.parse(origin + path)), deadline: .after(milliseconds: 20_000),
                    cancellation: try Cancellation()
                ).status
            }
            if layout != .supervisor {
                for path in ["/api/health", "/api/metrics", "/api/runtime/capabilities"] {
                    #expect(try status(found.apiURL.value, path) == 200)
                }
                for path in ["/health", "/runtime-status", "/metrics"] { #expect(try status(found.apiURL.value, path) == 404) }
                // The limiter's burst is ten.
                var last = 200
                for _ in 0..<8 { last = try status(found.apiURL.value, "/api/health") }
                #expect(last == 429)
            }
            if case .url(let supervisor)? = found.supervisor {
                for path in ["/health", "/ready", "/runtime-status"] { #expect(try status(supervisor.value, path) == 200) }
                #expect(try status(supervisor.value, "/api/health") == 404)
            }
        }
    }

    @Test("The private directory is closed to others and holds a checkout, and Redis has the keys")
    func variables() throws {
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: .rateLimited), in: bench.world)
            defer { practice.stop() }
            let home = try #require(practice.variables["JARVIS_HOME"])
            #expect(Files.kind(home + "/data/jarvis.db") == .regular)
            #expect(Files.kind(home + "/docker-compose.yml") == .regular)
            let address = try RedisAddress.parse(practice.variables["JARVIS_OPS_REDIS_URL"] ?? "")
            let redis = try RedisConnection.connect(address, deadline: .generous, cancellation: try Cancellation())
            let key = try redis.command(["GET", "ratelimit:provider:groq"], deadline: .generous, cancellation: try Cancellation())
            #expect(key == .bulk(Array("60".utf8)))
            // Nobody else may look: the checkout has keys in it.
            let mode = try PythonServer.run(
                "import os, sys; print(oct(os.stat(sys.argv[1]).st_mode))", in: bench.fixture, arguments: [practice.directory])
            #expect(mode.contains("700"))
        }
    }

    @Test("A size and a shape reach the service")
    func settings() throws {
        try DrillBench.with { bench in
            let settings = PracticeSettings(scenario: .providersFailing, faultSize: 1, shape: .runbook)
            let practice = try Practice.start(settings, in: bench.world)
            defer { practice.stop() }
            // The runbook's shape has no redirect, and with one of three providers down chat goes on.
            #expect(try practice.get("/api/health").status == 200)
            #expect(try practice.get("/api/health").body.contains("services"))
        }
    }

    @Test("The practice API answers as the real one was recorded: the same statuses, and no key or type that the real one lacks")
    func recorded() throws {
        let known = try JSONReader().read(try Files.read(Checkout.root + "/Tests/Fixtures/real/api.json"))
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: .healthy, shape: .api), in: bench.world)
            defer { practice.stop() }
            for path in ["/api/health", "/api/health/", "/api/health/subsystem/database", "/api/metrics"] {
                let (status, body) = try practice.get(path)
                let recorded = try #require(known["answers"]?[path])
                #expect(status == recorded["status"]?.int, "\(path)")
                if let kind = recorded["kind"] {
                    let answer = try JSONReader().read(body)
                    #expect(RecordedKind.strangers(answer, kind, at: path) == [])
                }
            }
        }
    }

    @Test("So does its limiter")
    func recordedLimit() throws {
        let limited = try JSONReader().read(try Files.read(Checkout.root + "/Tests/Fixtures/real/api.json"))["limited"]
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: .healthy, shape: .api, requestsAMinute: 60), in: bench.world)
            defer { practice.stop() }
            let url = try HTTPURL.parse((practice.variables["JARVIS_API_URL"] ?? "") + "/api/health/quick")
            var answer: HTTPResponse?
            try waitUntil("the limiter refuses") {
                answer = try HTTPClient().send(HTTPRequest(url), deadline: .generous, cancellation: try Cancellation())
                return answer?.status == 429
            }
            let refusal = try #require(answer)
            #expect(limited?["status"]?.int == 429 && refusal.header("retry-after") != nil)
            let (body, kind) = (try JSONReader().read(refusal.body), try #require(limited?["kind"]))
            #expect(RecordedKind.strangers(body, kind, at: "") == [])
        }
    }

    @Test("How long the rate limits last reaches the keys")
    func rateLimitLifetime() throws {
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: .rateLimited, rateLimitLifetime: 4321), in: bench.world)
            defer { practice.stop() }
            let address = try RedisAddress.parse(practice.variables["JARVIS_OPS_REDIS_URL"] ?? "")
            let redis = try RedisConnection.connect(address, deadline: .generous, cancellation: try Cancellation())
            let reply = try redis.command(["TTL", "ratelimit:provider:groq"], deadline: .generous, cancellation: try Cancellation())
            guard case .integer(let seconds) = reply else { throw TestSupportError("TTL answered \(reply)") }
            #expect((4000...4321).contains(seconds))
        }
    }

    @Test("After the starts that were named the next one is healthy", arguments: [Scenario.apiDown, .apiErrors])
    func healed(scenario: Scenario) throws {
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: scenario, healAfterStarts: 1), in: bench.world)
            defer { practice.stop() }
            let home = practice.variables["JARVIS_HOME"] ?? ""
            // As a responder starts it: by hand, on another port.
            let port = try LoopbackPort.free()
            let again = try ChildProcess(
                [
                    "python3", home + "/practice_jarvis.py", "--directory", home, "--port", "\(port)", "--scenario", scenario.rawValue,
                    "--heal-after-starts", "1", "--log-to-stderr",
                ], output: bench.fixture.path("again"))
            try waitUntil("it listens") { again.output.contains("listens on") || !again.isRunning }
            #expect(again.output.contains("(healthy) listens"))
            again.signal(SIGTERM)
            #expect(try again.wait() == 0)
            let dotEnv = String(decoding: try Files.read(home + "/.env"), as: UTF8.self)
            #expect(dotEnv.contains("PRACTICE_HEAL_AFTER_STARTS=1\nPRACTICE_RESTART=no\n"))
        }
    }

    @Test("The variables lead to providers that know this drill's keys and no others")
    func providerKeys() throws {
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: .rateLimited), in: bench.world)
            defer { practice.stop() }
            let dotEnv = DotEnv(String(decoding: try Files.read((practice.variables["JARVIS_HOME"] ?? "") + "/.env"), as: UTF8.self))
            for (name, other) in [("GROQ", "OPENROUTER"), ("OPENROUTER", "GROQ")] {
                let url = try HTTPURL.parse(practice.variables["JARVIS_OPS_PROVIDER_URL_" + name] ?? "")
                for (key, status) in [(dotEnv[name + "_API_KEY"], 200), (dotEnv[other + "_API_KEY"], 401)] {
                    var request = HTTPRequest(url)
                    request.headers = [HTTPHeader("Authorization", "Bearer \(try #require(key))")]
                    let response = try HTTPClient().send(request, deadline: .generous, cancellation: try Cancellation())
                    #expect(response.status == status)
                }
            }
        }
    }

    @Test("A missing program is named, with the way to get it, and nothing is left", arguments: ["redis-server", "python3"])
    func missing(program: String) throws {
        try DrillBench.with { bench in
            // A PATH with everything but that program.
            let bin = try bench.fixture.makeDirectory("bin")
            let others = ["redis-server", "python3"].filter { $0 != program }
            for name in others { try bench.fixture.write("#!/bin/sh\nexec /usr/bin/\(name) \"$@\"\n", to: "bin/\(name)", mode: 0o755) }
            var world = bench.world
            world.environment["PATH"] = bin
            let error = #expect(throws: OpsError.self) { try Practice.start(PracticeSettings(scenario: .healthy), in: world) }
            #expect(error?.exitCode == 69)
            #expect(error?.message.contains(program) == true)
            #expect(error?.hint == "apt-get install \(program)")
            #expect(try bench.leftovers.isEmpty)
            #expect(try bench.processes.isEmpty)
        }
    }

    @Test("Without a NATS server the package is named, and no other scenario asks for one")
    func missingNATS() throws {
        try DrillBench.with { bench in
            var world = bench.world
            world.environment["PATH"] = try bench.fixture.makeDirectory("bin")
            #expect(PracticeNATS.program(world.environment, beside: []) == "nats-server")
            let wait = PracticeWait(world: world)
            let error = #expect(throws: OpsError.self) { try wait.launch("nats-server", [], log: bench.fixture.path("log")) }
            #expect(error?.exitCode == 69)
            #expect(error?.message.contains("nats-server") == true)
            #expect(error?.hint == "apt-get install nats-server")
            // One in the PATH goes before Debian's, and Debian's counts though no PATH leads there.
            let folder = try bench.fixture.makeDirectory("sbin")
            try bench.fixture.write("", to: "sbin/nats-server", mode: 0o755)
            #expect(PracticeNATS.program(world.environment, beside: [folder]) == folder + "/nats-server")
            #expect(PracticeNATS.program(["PATH": "/nowhere:" + folder], beside: []) == "nats-server")
        }
        #expect(Scenario.allCases.filter(\.hasNATS).allSatisfy { $0.rawValue.hasPrefix("mesh-") })
    }

    @Test("A service that ends while it starts is reported with its own last words")
    func endsEarly() throws {
        try DrillBench.with { bench in
            // Seeds as it should, and fails as the service.
            let script =
                "#!/bin/sh\ncase $1 in *practice_jarvis.py) echo 'no luck today' >&2; exit 3;; esac\nexec /usr/bin/python3 \"$@\"\n"
            var world = bench.world
            world.environment["JARVIS_OPS_PYTHON"] = try bench.fixture.write(script, to: "python", mode: 0o755)
            let error = #expect(throws: OpsError.self) { try Practice.start(PracticeSettings(scenario: .healthy), in: world) }
            #expect(error?.exitCode == 69)
            #expect(error?.hint == "no luck today")
            #expect(try bench.leftovers.isEmpty)
            #expect(try bench.processes.isEmpty)
        }
    }

    @Test("A port that somebody took meanwhile costs another attempt and no more")
    func portTaken() throws {
        try DrillBench.with { bench in
            let script = """
                #!/bin/sh
                case $1 in *practice_jarvis.py) if mkdir '\(bench.fixture.path("once"))' 2>/dev/null; then
                echo 'OSError: [Errno 98] Address already in use' >&2; exit 1; fi;; esac
                exec /usr/bin/python3 "$@"

                """
            var world = bench.world
            world.environment["JARVIS_OPS_PYTHON"] = try bench.fixture.write(script, to: "python", mode: 0o755)
            let practice = try Practice.start(PracticeSettings(scenario: .healthy), in: world)
            defer { practice.stop() }
            #expect(Files.exists(bench.fixture.path("once")))
            #expect(try practice.get("/health/live").status == 200)
            #expect(try bench.leftovers.count == 1)
        }
    }

    @Test("A cancellation while it starts takes everything away again")
    func cancelled() throws {
        try DrillBench.with { bench in
            // An interpreter that never ends: the start hangs at the seeding.
            var world = bench.world
            world.environment["JARVIS_OPS_PYTHON"] = try bench.fixture.write("#!/bin/sh\nexec sleep 1000\n", to: "python", mode: 0o755)
            let settled = world
            let code = try cancelling(
                world.cancellation, when: "the seeding has begun",
                {
                    try bench.processes.contains {
                        (try? Files.read("/proc/\($0)/comm")).map { String(decoding: $0, as: UTF8.self) } == "sleep\n"
                    }
                },
                {
                    do {
                        _ = try Practice.start(PracticeSettings(scenario: .healthy), in: settled)
                        return Int32(0)
                    } catch {
                        return (error as? OpsError)?.exitCode ?? -1
                    }
                })
            #expect(code == 130)
            #expect(try bench.leftovers.isEmpty)
            #expect(try bench.processes.isEmpty)
        }
    }

    @Test("Nothing in the environment of a drill leads to a real Jarvis or its Docker project")
    func cleanEnvironment() {
        let real = [
            "PATH": "/bin", "DATABASE_URL": "sqlite:///real.db", "JARVIS_MESH_OUTBOX_PATH": "/real", "JARVIS_OPS_DATABASE": "/real",
            "COMPOSE_FILE": "/real.yml", "API_PORT": "1", "GROQ_API_KEY": "real", "JARVIS_OPS_STEP": "1",
            "JARVIS_OPS_ENVIRONMENT": "staging",
        ]
        #expect(PracticeEnvironment.clean(real) == ["PATH": "/bin", "JARVIS_OPS_STEP": "1", "JARVIS_OPS_ENVIRONMENT": "staging"])
        #expect(
            PracticeEnvironment.misleading(real) == [
                "API_PORT", "COMPOSE_FILE", "DATABASE_URL", "GROQ_API_KEY", "JARVIS_MESH_OUTBOX_PATH", "JARVIS_OPS_DATABASE",
            ])
    }
}
