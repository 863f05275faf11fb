import Configuration
import Execution
import Glibc
import Mesh
import Planning
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// Which containers are this directory's, and which of them run with a flag. The engine is a stand-in that answers as the real one does.
@Suite(.ownThread) struct ComposeContainersTests {
    /// One container of the stand-in.
    private struct Container {
        var project = "jarvis"
        /// Of the directory that it was made from; nil: this one.
        var place: String?
        var service = "worker"
        let name: String
        var command: [String] = []
        /// As `docker inspect` has it.
        var status = "running"
        var environment: [String] = []
        /// As `docker inspect` has it; nil: it does not say.
        var created: String?
        /// By which docker-compose knows how it was made.
        var hash = ""
        /// As `docker ps` has them.
        var mounts = ""
    }

    /// - Parameter psCode: how `docker ps` ends.
    private func with<Result>(
        _ containers: [Container], services: String = "  worker: {image: x}\n", files: [String: String] = [:], psCode: Int = 0,
        _ body: (Fixture, LiveProbes, ProbeLimits) throws -> Result
    ) throws -> Result {
        try Fixture.with { fixture in
            for name in ["bin", "jarvis", "other", "other/jarvis", "seen"] { try fixture.makeDirectory(name) }
            try fixture.write(
                "services:\n  api: {image: x, container_name: jarvis-api}\n" + services, to: "jarvis/docker-compose.yml")
            for (name, text) in files { try fixture.write(text, to: "jarvis/" + name) }
            var listed = ""
            for container in containers {
                let place = container.place.map { $0.isEmpty ? "" : fixture.path($0) } ?? fixture.path("jarvis")
                listed +=
                    [
                        container.project, place, "docker-compose.yml", container.service, container.name, container.name, container.status,
                        container.mounts.replacing("HERE", with: fixture.path("jarvis")),
                    ]
                    .joined(separator: "\t") + "\n"
                let environment = container.environment.map { "\"\($0)\"" }.joined(separator: ",")
                let command = container.command.map { "\"\($0)\"" }.joined(separator: ",")
                let labels =
                    "{\"com.docker.compose.project.working_dir\": \"\(place)\", "
                    + "\"com.docker.compose.project.config_files\": \"docker-compose.yml\", "
                    + "\"com.docker.compose.config-hash\": \"\(container.hash)\", "
                    + "\"com.docker.compose.service\": \"\(container.service)\"}"
                let state = "{\"Running\":\(container.status != "exited"),\"Status\":\"\(container.status)\",\"Pid\":1}"
                let config = "{\"Image\":\"x:2.0\",\"Env\":[\(environment)],\"Cmd\":[\(command)],\"Labels\":\(labels)}"
                let created = container.created.map { ",\"Created\":\"\($0)\"" } ?? ""
                try fixture.write(
                    "{\"Id\":\"\(container.name)\",\"Name\":\"/\(container.name)\",\"State\":\(state),\"Config\":\(config)\(created)}",
                    to: "seen/" + container.name)
            }
            try fixture.write(listed, to: "listed")
            try fixture.write(
                """
                #!/bin/sh
                case $1 in
                ps) cat '\(fixture.path("listed"))'; exit \(psCode);;
                inspect)
                    shift 3
                    echo $# >> '\(fixture.path("inspected"))'
                    between=[
                    for id; do printf %s "$between"; cat '\(fixture.path("seen"))'/"$id" || exit 1; between=,; done
                    echo ];;
                *) exit 1;;
                esac
                """, to: "bin/docker", mode: 0o755)
            var inputs = Configuration.Inputs()
            inputs.runbookService = "jarvis-api"
            let environment = ["PATH": fixture.path("bin") + ":/usr/bin:/bin", "JARVIS_API_URL": "http://127.0.0.1:1"]
            let configuration = Configuration(environment: environment, workingDirectory: fixture.path("jarvis"), inputs: inputs)
            let probes = LiveProbes(configuration: configuration, environment: environment)
            return try body(fixture, probes, ProbeLimits(timeoutMilliseconds: 20_000, cancellation: try Cancellation()))
        }
    }

    private static let on = "JARVIS_USE_MESH_SYNC=1"

    @Test("Running containers of this project beside the service's own count, with every flag that they have or may have")
    func others() throws {
        let containers = [
            Container(service: "api", name: "jarvis-api", environment: [Self.on]),
            Container(name: "worker", environment: [Self.on, "A=1"]),
            Container(name: "unclear", environment: ["JARVIS_USE_MESH_ATTEST=${X}"]),
            Container(name: "commanded", command: ["sh", "-c", "JARVIS_USE_MESH_SYNC=1 exec python"]),
            Container(name: "older", environment: ["JARVIS_MESH_SYNC_ENABLED=yes"]),
            Container(name: "off", environment: ["JARVIS_USE_MESH_SYNC=0", "JARVIS_MESH_SYNC_ENABLED=1"]),
            Container(name: "ended", status: "exited", environment: [Self.on]),
            Container(name: "again", status: "restarting", environment: [Self.on]),
            Container(project: "another", name: "b", environment: [Self.on]),
            Container(place: "other/jarvis", name: "theirs", environment: [Self.on]),
            Container(place: "", name: "unlabelled", environment: [Self.on]),
        ]
        try with(containers) { _, probes, limits in
            let seen = try #require(probes.otherContainers(limits))
            let flags = Dictionary(uniqueKeysWithValues: seen.map { ($0.name, $0.mayRun) })
            #expect(
                flags == [
                    "worker": [.sync], "commanded": [.sync], "unclear": [.attestation], "older": [.sync], "again": [.sync],
                    "unlabelled": [.sync],
                ])
        }
        try with(containers, psCode: 1) { _, probes, limits in #expect(probes.otherContainers(limits) == nil) }
        try with(containers) { _, probes, limits in
            let started = try #require(probes.startable(limits))
            let names = Set(started.filter { $0.mayRun.contains(.sync) }.map(\.name))
            #expect(names == ["worker", "commanded", "older", "ended", "again", "b", "theirs", "unlabelled"])
        }
        try with(containers, psCode: 1) { _, probes, limits in #expect(probes.startable(limits) == nil) }
    }

    @Test("A flag is off where the service says so and no other container runs with it; where nobody could look it is not known")
    func runningFlags() throws {
        let own = Container(service: "api", name: "jarvis-api", environment: ["JARVIS_USE_MESH_SYNC=0"])
        let worker = Container(name: "w1", environment: [Self.on])
        func look(_ containers: [Container], sync: Bool = false, psCode: Int = 0) throws -> ProbeResult {
            try with(containers, psCode: psCode) { _, probes, limits in
                probes.run(.runningFlags(sync: sync, attestation: nil), limits: limits)
            }
        }
        // Nobody may read its processes here, and it does not report: that it was given off is not that it is.
        let unseen = try look([own])
        #expect(unseen.state != .ok && unseen.summary.contains("its processes, which a start script"), "\(unseen.summary)")
        let on = Container(service: "api", name: "jarvis-api", environment: [Self.on])
        #expect(try look([on, worker], sync: true).state == .ok)
    }

    @Test("With one service, too, containers that were started by hand may run with a flag: where docker tells nothing, off is not known")
    func oneService() throws {
        try Fixture.with { fixture in
            let api = try PythonServer(
                """
                import http.server
                class Handler(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        body = b'{"components": {"mesh_sync": {"enabled": false, "status": "disabled"}}}'
                        self.send_response(200)
                        self.send_header("Content-Type", "application/json")
                        self.send_header("Content-Length", str(len(body)))
                        self.end_headers()
                        self.wfile.write(body)
                    def log_message(self, *arguments):
                        pass
                server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
                print("ready", server.server_address[1], flush=True)
                server.serve_forever()
                """, in: fixture)
            for name in ["bin", "jarvis"] { try fixture.makeDirectory(name) }
            try fixture.write("services: {api: {image: x, container_name: jarvis-api}}\n", to: "jarvis/docker-compose.yml")
            try fixture.write("#!/bin/sh\necho 'permission denied' >&2\nexit 1\n", to: "bin/docker", mode: 0o755)
            let environment = ["PATH": fixture.path("bin") + ":/usr/bin:/bin", "JARVIS_API_URL": "http://127.0.0.1:\(api.port)"]
            let probes = LiveProbes(
                configuration: Configuration(environment: environment, workingDirectory: fixture.path("jarvis"), inputs: .init()),
                environment: environment)
            let limits = ProbeLimits(timeoutMilliseconds: 5000, cancellation: try Cancellation())
            let seen = probes.run(.runningFlags(sync: false, attestation: nil), limits: limits)
            #expect(seen.state == .failed && seen.summary.contains("some that were started by hand"), "\(seen.summary)")
        }
    }

    @Test("A second container of the service itself is one of the others")
    func secondOfService() throws {
        let containers = [
            Container(service: "api", name: "jarvis-api", environment: ["JARVIS_USE_MESH_SYNC=0"]),
            Container(service: "api", name: "jarvis_api_run_1", environment: [Self.on]),
        ]
        try with(containers) { _, probes, limits in
            #expect(probes.otherContainers(limits) == [OtherContainer(service: "api", name: "jarvis_api_run_1", mayRun: [.sync])])
        }
    }

    @Test("Every container that runs with a flag is a place of its own, whosesoever it is, with the command that ends it there")
    func sightings() throws {
        let containers = [
            Container(service: "api", name: "jarvis-api", environment: [Self.on]),
            Container(name: "over", status: "exited", environment: [Self.on]),
            Container(name: "worker", environment: [Self.on]),
            Container(service: "api", name: "second", environment: [Self.on]),
            Container(project: "", place: "", service: "", name: "loose", environment: [Self.on]),
            Container(place: "other/jarvis", name: "theirs", environment: ["JARVIS_USE_MESH_SYNC=${X}"]),
            Container(project: "", place: "", service: "", name: "off", environment: ["JARVIS_USE_MESH_SYNC=0"]),
            Container(project: "", place: "", service: "", name: "ended", status: "exited", environment: [Self.on]),
        ]
        func places(_ psCode: Int, _ flag: MeshFlag = .sync, without hidden: String? = nil) throws -> [FlagSighting] {
            try with(containers, psCode: psCode) { fixture, probes, limits in
                if let hidden { try #require(unlink(fixture.path("seen/\(hidden)")) == 0) }
                guard case .meshFlags(let seen)? = probes.run(.meshFlags, limits: limits).measurement else { return [] }
                return seen.filter { $0.flag == flag && $0.place.contains("container") }
            }
        }
        #expect(
            try places(0) == [
                FlagSighting(.sync, place: "other containers", isOn: false, words: "other containers"),
                FlagSighting(.sync, place: "container worker", isOn: true, words: "container worker"),
                FlagSighting(.sync, place: "container second", isOn: true, words: "container second", turnsOff: "docker stop second"),
                FlagSighting(.sync, place: "container loose", isOn: true, words: "container loose", turnsOff: "docker stop loose"),
                FlagSighting(.sync, place: "container theirs", isOn: nil, words: "container theirs", turnsOff: "docker stop theirs"),
            ])
        // Where nobody could look, nobody says that there are none.
        #expect(try places(1).isEmpty && places(0, without: "loose").isEmpty)
        #expect(try places(0, .attestation).map(\.place) == ["other containers"])
    }

    @Test("All of others' running containers are looked at around a step, however many there are and however old")
    func manyStrangers() throws {
        let containers = (0..<LiveProbes.strangersAtOnce + 20).map { number in
            Container(
                project: "", place: "other/jarvis", service: "", name: "theirs\(number)", environment: number % 110 == 0 ? [Self.on] : [])
        }
        try with(containers) { fixture, probes, limits in
            guard case .meshFlags(let seen)? = probes.run(.meshFlags, limits: limits).measurement else { throw TestSupportError("nothing") }
            #expect(seen.filter(\.place.isContainer).map(\.place) == ["container theirs0", "container theirs110"], "\(seen)")
            #expect(String(decoding: try Files.read(fixture.path("inspected")), as: UTF8.self) == "\(LiveProbes.strangersAtOnce)\n20\n")
        }
        // One call that fails leaves all of it unknown.
        try with(containers) { fixture, probes, limits in
            try #require(unlink(fixture.path("seen/theirs110")) == 0)
            #expect(probes.strangers(limits) == nil)
        }
    }

    @Test("A container of nobody's project that mounts this directory, or something in it, is one of the others; so without a compose file")
    func mounting() throws {
        func loose(_ name: String, _ mounts: String, place: String? = "") -> Container {
            Container(project: "", place: place, service: "", name: name, environment: [Self.on], mounts: mounts)
        }
        let containers = [
            Container(service: "api", name: "jarvis-api", environment: ["JARVIS_USE_MESH_SYNC=0"], mounts: "HERE"),
            loose("whole", "HERE"), loose("part", "vol,HERE/data"), loose("theirs", "HERE/.env", place: "other/jarvis"),
            loose("beside", "HERE2"), loose("above", "/"), loose("volume", "jarvis"), loose("none", ""),
            Container(project: "", place: "", service: "", name: "off", environment: ["JARVIS_USE_MESH_SYNC=0"], mounts: "HERE"),
            Container(project: "", place: "", service: "", name: "ended", status: "exited", environment: [Self.on], mounts: "HERE"),
        ]
        let expected = ["part", "theirs", "whole"].map { OtherContainer(service: "", name: $0, mayRun: [.sync]) }
        try with(containers) { fixture, probes, limits in
            #expect(probes.otherContainers(limits)?.sorted { $0.name < $1.name } == expected)
            #expect(probes.facts(limits, forContainers: false).service.otherContainers?.count == 3)
            #expect(expected[0].words == "container part, which mounts this directory,")
            // The stand-in's engine, and no file that tells of it.
            try #require(unlink(fixture.path("jarvis/docker-compose.yml")) == 0)
            try fixture.write("X=1\n", to: "jarvis/.env")
            let bare = Configuration(
                environment: probes.environment, workingDirectory: fixture.path("jarvis"), inputs: Configuration.Inputs())
            let names = LiveProbes(configuration: bare, environment: probes.environment).otherContainers(limits)?.map(\.name)
            #expect(names?.sorted() == ["part", "theirs", "whole"])
        }
        try with(containers, psCode: 1) { fixture, probes, limits in
            try #require(unlink(fixture.path("jarvis/docker-compose.yml")) == 0)
            let bare = Configuration(
                environment: probes.environment, workingDirectory: fixture.path("jarvis"), inputs: Configuration.Inputs())
            #expect(LiveProbes(configuration: bare, environment: probes.environment).otherContainers(limits) == [])
        }
    }

    @Test("What was made at this path before this directory lay there is nobody's as far as is known")
    func swapped() throws {
        func owner(_ created: String?, _ prepare: (Fixture) throws -> Void = { _ in }) throws -> ContainerOwner {
            try with([Container(service: "api", name: "jarvis-api", created: created)]) { fixture, probes, limits in
                try prepare(fixture)
                return probes.ownerOfContainers(limits)
            }
        }
        #expect(try owner(nil) == .ours)
        #expect(try owner("2099-01-15T07:59:58.684917636Z") == .ours)
        for created in ["2001-01-15T07:59:58.684917636Z", "2001-01-15T07:59:58Z"] {
            guard case .unknown(let why) = try owner(created) else {
                Issue.record("it is taken for ours")
                continue
            }
            #expect(why.contains("jarvis-api was made (2001-01-15T07:59:58"), "\(why)")
        }
        // What docker-compose would make just so now is none of another directory.
        for (hash, code, isOurs) in [("4711", 0, true), ("4712", 0, false), ("", 0, false), ("4711", 1, false)] {
            let old = Container(service: "api", name: "jarvis-api", created: "2001-01-15T07:59:58Z", hash: hash)
            try with([old]) { fixture, probes, limits in
                try fixture.write("#!/bin/sh\necho api 4711\nexit \(code)\n", to: "bin/docker-compose", mode: 0o755)
                #expect((probes.ownerOfContainers(limits) == .ours) == isOurs, "\(hash) \(code)")
            }
        }
        // What was made at another path is judged by that.
        try with([Container(place: "gone", service: "api", name: "jarvis-api", created: "2001-01-15T07:59:58Z")]) { _, probes, limits in
            #expect(probes.ownerOfContainers(limits) == .ours)
        }
        // Its entries are of no weight.
        #expect(try owner("2099-01-15T07:59:58Z") { try $0.write("", to: "jarvis/.env") } == .ours)
    }

    @Test("The container of the service's name counts only where it was made from this directory")
    func elsewhere() throws {
        for (place, isOurs) in [(nil, true), ("other/jarvis", false), ("", true), ("gone", true)] as [(String?, Bool)] {
            try with([Container(place: place, service: "api", name: "jarvis-api", environment: [Self.on])]) { fixture, probes, limits in
                let running = try #require(probes.runningEnvironment(limits))
                #expect((running.elsewhere == nil) == isOurs && (running.isOn(.sync) == true) == isOurs)
                #expect((probes.runningImageTag(limits) == "2.0") == isOurs)
                #expect(probes.restarted(.sync, running, limits) == (isOurs ? true : nil))
                #expect(probes.containerState(limits).contains(isOurs ? "container jarvis-api (" : "has no container now"))
                let owner = probes.containerOwner(limits)
                #expect((owner == .ours) == isOurs && (probes.ownerOfContainers(limits) == .ours) == isOurs)
                let ps = probes.run(.compose(argv: ["docker", "logs", "jarvis-api"]), limits: limits)
                #expect((ps.state == .unavailable && ps.summary.contains(fixture.path("other/jarvis"))) == !isOurs, "\(ps)")
                let flags = probes.run(.runningFlags(sync: true, attestation: nil), limits: limits)
                #expect((flags.state == .ok) == isOurs, "\(flags.summary)")
            }
        }
    }

    @Test(
        "Of all that docker-compose says, the reason is the last line that names an error, and not that there were some",
        arguments: [
            (
                "Creating jarvis-api ... error\n\nERROR: for jarvis-api  Conflict. The name is in use\nERROR: for api  Conflict. The name is in use\nEncountered errors while bringing up the project.\n",
                "ERROR: for api  Conflict. The name is in use"
            ), ("ERROR: Couldn't find env file: gone.env\n", "ERROR: Couldn't find env file: gone.env"),
            ("Creating api ... done\n", "Creating api ... done"), ("", ""),
            (" Container api  Error\nError response from daemon: no such image\n", "Error response from daemon: no such image"),
        ])
    func reason(text: String, reason: String) { #expect(LiveProbes.composeReason(text) == reason) }

    @Test("Services of every compose file are known, and why none is Jarvis's own")
    func names() throws {
        try with([], files: [".env": "COMPOSE_FILE=docker-compose.yml:two.yml\n", "two.yml": "services: {two: {image: x}}\n"]) {
            _, probes, _ in
            #expect(probes.configuration.composeServices == ["api", "two", "worker"])
            #expect(probes.configuration.serviceTrouble == nil)
        }
    }
}

extension String {
    fileprivate var isContainer: Bool { hasPrefix("container ") }
}
