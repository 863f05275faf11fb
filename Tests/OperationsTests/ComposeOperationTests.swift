import Execution
import JSONKit
import Mesh
import Operations
import Planning
import Runbook
import SystemKit
import TestSupport
import Testing
import YAMLKit

/// Recreating a service: with stand-ins for docker-compose that do what the real one was seen to do, and without any.
@Suite(.ownThread) struct ComposeOperationTests {
    private static let file = "version: \"2.4\"\nservices:\n  api:\n    image: x\n    container_name: jarvis-api\n    env_file: .env\n"

    private func with(
        _ script: String?, program: String = "docker-compose", environment: [String: String] = [:],
        _ body: (OperationsBench) throws -> Void
    ) throws {
        try OperationsBench.with("X=1\n") { (bench) throws in
            var bench = bench
            bench.environment.merge(environment) { $1 }
            try bench.fixture.write(Self.file, to: "jarvis/docker-compose.yml")
            if let script { try bench.standIn(program, script) }
            try body(bench)
        }
    }

    private func recreate(_ bench: OperationsBench, pinnedOff: [MeshFlag] = [], milliseconds: Double = 60_000) throws -> OperationResult {
        bench.operations.perform(.recreate(service: "api", pinnedOff: pinnedOff), limits: try bench.limits(milliseconds: milliseconds))
    }

    @Test("`up -d` of that service alone, and what it said last")
    func done() throws {
        try with("echo 'Recreating jarvis-api ... done' >&2") { (bench) throws in
            let result = try recreate(bench)
            #expect(result.state == .done)
            #expect(result.summary == "service api was brought up: Recreating jarvis-api ... done")
            #expect(try bench.calls == ["up -d --no-deps api"])
        }
    }

    @Test("Where only the plugin is installed it is used")
    func plugin() throws {
        try with("", program: "docker") { (bench) throws in
            #expect(try recreate(bench).state == .done)
            #expect(try bench.calls == ["compose up -d --no-deps api"])
        }
    }

    @Test("The mesh flags of this shell are not passed on, for they would beat the file; everything else is")
    func environment() throws {
        let shell = ["JARVIS_USE_MESH_SYNC": "1", "JARVIS_MESH_ATTESTATION_ENABLED": "1", "API_PORT": "8766"]
        try with("", environment: shell) { (bench) throws in
            #expect(try recreate(bench).state == .done)
            let seen = String(decoding: try Files.read(bench.fixture.path("environment")), as: UTF8.self)
            #expect(!seen.contains("MESH"))
            #expect(seen.contains("API_PORT=8766"))
        }
    }

    @Test("Without docker-compose, without an engine, with an error of the engine: it says what is wrong")
    func failures() throws {
        try with(nil) { (bench) throws in
            let result = try recreate(bench)
            #expect(result.state == .failed)
            #expect(result.summary == "docker-compose: no such program")
        }
        try with("echo \"Couldn't connect to Docker daemon - is it running?\" >&2; exit 1") { (bench) throws in
            let result = try recreate(bench)
            #expect(result.state == .failed)
            #expect(result.summary == "docker-compose up ended with 1: no Docker engine answers: start it, or set DOCKER_HOST")
        }
        try OperationsBench.with("X=1\n") { (bench) throws in
            #expect(try recreate(bench).summary == "there is no compose file")
        }
    }

    @Test("One that was killed, or that does not end in time, leaves nobody knows what, and no child")
    func unknown() throws {
        try with("kill -9 $$") { (bench) throws in #expect(try recreate(bench).state == .unknown) }
        try with("echo $$ > \"$(dirname \"$0\")/pid\"; while :; do sleep 0.05; done") { (bench) throws in
            let result = try patiently(
                { deadline in try recreate(bench, milliseconds: deadline.remainingMilliseconds) },
                until: { _ in Files.exists(bench.fixture.path("bin/pid")) })
            #expect(result.state == .unknown)
            // How the containers stand is said with it, where that can be seen.
            #expect(result.summary.hasPrefix("docker-compose up did not end in time and was ended: "), "\(result.summary)")
            let pid = String(decoding: try Files.read(bench.fixture.path("bin/pid")), as: UTF8.self).prefix { $0 != "\n" }
            #expect(!Files.exists("/proc/\(pid)"))
        }
    }

    @Test("Flags that must stay off are pinned by an override that has every name of theirs, and nothing of it stays")
    func pinned() throws {
        try with("for last; do :; done; cp \"$4\" \"$(dirname \"$0\")/seen.yml\"") { (bench) throws in
            #expect(try recreate(bench, pinnedOff: [.sync, .attestation]).state == .done)
            let override = try YAMLReader.read(try Files.read(bench.fixture.path("bin/seen.yml")))
            #expect(override["version"]?.text == "2.4")
            let variables = try #require(override["services"]?["api"]?["environment"]?.mapping)
            #expect(
                Set(variables.map(\.key)) == [
                    "JARVIS_USE_MESH_SYNC", "JARVIS_MESH_SYNC_ENABLED", "JARVIS_USE_MESH_ATTEST", "JARVIS_MESH_ATTESTATION_ENABLED",
                ])
            #expect(variables.allSatisfy { $0.value.text == "0" })
            let call = try #require(try bench.calls.first)
            #expect(call.hasPrefix("-f \(bench.directory)/docker-compose.yml -f \(bench.fixture.path("tmp"))/"))
            #expect(call.hasSuffix("/override.yml up -d --no-deps api"))
            #expect(try Files.list(bench.fixture.path("tmp")) == [])
        }
    }

    @Test("Further services are made anew by the same command, each with its own pins")
    func others() throws {
        try with("for last; do :; done; cp \"$4\" \"$(dirname \"$0\")/seen.yml\"") { (bench) throws in
            let operation = Operation.recreate(service: "api", pinnedOff: [.sync], others: ["worker": [.sync, .attestation]])
            #expect(bench.operations.perform(operation, limits: try bench.limits()).state == .done)
            let services = try YAMLReader.read(try Files.read(bench.fixture.path("bin/seen.yml")))["services"]
            #expect(services?["api"]?["environment"]?.mapping?.count == 2)
            #expect(services?["worker"]?["environment"]?.mapping?.count == 4)
            #expect(try bench.calls.first?.hasSuffix("/override.yml up -d --no-deps api worker") == true)
        }
    }

    @Test("The other files that compose would read by itself are named too, so that pinning changes nothing else")
    func files() throws {
        try with("") { (bench) throws in
            try bench.fixture.write("services:\n  api:\n    mem_limit: 1g\n", to: "jarvis/docker-compose.override.yml")
            #expect(try recreate(bench, pinnedOff: [.sync]).state == .done)
            #expect(
                try bench.calls.first?.hasPrefix(
                    "-f \(bench.directory)/docker-compose.yml -f \(bench.directory)/docker-compose.override.yml -f ")
                    == true)
        }
        try with("", environment: ["COMPOSE_FILE": "base.yml:more/extra.yml"]) { (bench) throws in
            try bench.fixture.write(Self.file, to: "jarvis/base.yml")
            try bench.fixture.makeDirectory("jarvis/more")
            try bench.fixture.write("services:\n  api:\n    mem_limit: 1g\n", to: "jarvis/more/extra.yml")
            #expect(try recreate(bench, pinnedOff: [.sync]).state == .done)
            #expect(try bench.calls.first?.hasPrefix("-f \(bench.directory)/base.yml -f \(bench.directory)/more/extra.yml -f ") == true)
        }
    }

    @Test("Which container runs before is recorded, where the engine says so")
    func present() throws {
        let ask = { (bench: OperationsBench) throws in
            bench.operations.present(.recreate(service: "api", pinnedOff: []), limits: try bench.limits())
        }
        let engine = """
            case $1 in
            ps) printf 'jarvis\\t\\t\\tapi\\t4711abc\\tjarvis-api\\n' ;;
            inspect) echo '[{"Id":"4711abc","Name":"/jarvis-api","State":{"Running":true},"Config":{"Labels":{"com.docker.compose.service":"api"}}}]' ;;
            esac
            """
        try with(engine, program: "docker") { (bench) throws in #expect(try ask(bench)["container"]?.text == "4711abc") }
        try with("exit 1", program: "docker") { (bench) throws in #expect(try ask(bench)["container"]?.text == nil) }
        try with(nil) { (bench) throws in #expect(try ask(bench)["service"]?.text == "api") }
    }

    @Test("A step that only a person can take is not taken")
    func person() throws {
        try with("") { (bench) throws in
            let result = bench.operations.perform(.runbook(.manual), limits: try bench.limits())
            #expect(result.state == .failed)
            #expect(result.summary.contains("a person's"))
            #expect(bench.operations.perform(.send(event: "e"), limits: try bench.limits()).state == .failed)
        }
    }
}
