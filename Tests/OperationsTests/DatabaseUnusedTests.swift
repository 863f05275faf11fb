import Configuration
import Execution
import Planning
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// Before a database is replaced it is measured that nobody runs who could open it, whatever anybody said. docker and systemctl are
/// stand-ins that answer as the real ones do.
@Suite(.ownThread) struct DatabaseUnusedTests {
    /// - Parameter variables: of this program's environment.
    private func look(
        _ files: [String: String], programs: [String: String] = [:], _ variables: [String: String] = [:]
    ) throws -> ProbeResult {
        try Fixture.with { fixture in
            for name in ["jarvis", "jarvis/data", "bin", "units"] { try fixture.makeDirectory(name) }
            for (name, text) in files {
                try fixture.write(
                    text.replacing("HERE", with: fixture.path("jarvis")), to: (name.hasPrefix("units/") ? "" : "jarvis/") + name)
            }
            for (name, text) in programs {
                try fixture.write("#!/bin/sh\n" + text.replacing("HERE", with: fixture.path("jarvis")), to: "bin/" + name, mode: 0o755)
            }
            try fixture.write("", to: "jarvis/data/jarvis.db")
            var environment = ["PATH": fixture.path("bin") + ":/usr/bin:/bin", "SYSTEMD_UNIT_PATH": fixture.path("units")]
            environment.merge(variables) { $1 }
            var inputs = Configuration.Inputs()
            inputs.runbookService = "jarvis-api"
            let configuration = Configuration(environment: environment, workingDirectory: fixture.path("jarvis"), inputs: inputs)
            return LiveProbes(configuration: configuration, environment: environment).run(
                .databaseUnused, limits: ProbeLimits(timeoutMilliseconds: 20_000, cancellation: try Cancellation()))
        }
    }

    private static let compose = ["docker-compose.yml": "services:\n  api: {image: x, container_name: jarvis-api}\n  worker: {image: x}\n"]

    private func docker(service: String = "api", status: String = "running", mount: String = "") -> [String: String] {
        let seen = """
            [{"Id":"one","Name":"/one","State":{"Status":"\(status)","Running":\(status == "running"),"Pid":0},
            "Config":{"Env":[],"Cmd":["python"],"Labels":{"com.docker.compose.service":"\(service)"}},
            "Mounts":[{"Type":"bind","Source":"\(mount)","Destination":"/app"}]}]
            """
        let place = service.isEmpty ? "" : "HERE"
        return [
            "docker": """
            case $1 in
            ps) printf 'jarvis\\t\(place)\\tdocker-compose.yml\\t\(service)\\tone\\tone\\t\(status)\\t\(mount)\\n';;
            inspect) cat <<'END'
            \(seen)
            END
            ;;
            esac
            """
        ]
    }

    @Test("A container that runs is use enough: the API's, and every one that sees the database")
    func containers() throws {
        #expect(try look(Self.compose, programs: docker()).summary.contains("service api runs"))
        #expect(try look(Self.compose, programs: docker(status: "exited")).state == .ok)
        #expect(try look(Self.compose, programs: docker(service: "worker")).state == .ok)
        for mount in ["HERE", "HERE/data"] {
            let worker = try look(Self.compose, programs: docker(service: "worker", mount: mount))
            #expect(worker.state == .unhealthy && worker.summary.contains("service worker runs"), "\(worker.summary)")
        }
        #expect(try look(Self.compose, programs: docker(service: "worker", mount: "HERE/logs")).state == .ok)
        // Made by hand, and without a compose file.
        for files in [Self.compose, [".env": "X=1\n"]] {
            #expect(try look(files, programs: docker(service: "", mount: "HERE")).state == .unhealthy, "\(files)")
        }
    }

    @Test("Where the engine does not tell, nobody knows; where there is none, nothing was made by one")
    func noEngine() throws {
        let denied = "echo 'permission denied while trying to connect to the Docker daemon socket' >&2; exit 1"
        let result = try look(Self.compose, programs: ["docker": denied])
        #expect(result.state == .unhealthy && result.summary.contains("whether its services run is not known"), "\(result.summary)")
        let absent = "echo 'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?' >&2; exit 1"
        #expect(try look(Self.compose, programs: ["docker": absent]).state == .ok)
    }

    @Test("A unit that runs, or of which systemd tells nothing")
    func units() throws {
        let unit = ["units/jarvis-supervisor.service": "[Service]\nWorkingDirectory=HERE\n"]
        func systemctl(_ state: String) -> [String: String] {
            ["systemctl": "printf 'Id=jarvis-supervisor.service\\nLoadState=loaded\\nActiveState=\(state)\\nSubState=x\\nMainPID=0\\n'"]
        }
        #expect(try look(unit, programs: systemctl("active")).state == .unhealthy)
        #expect(try look(unit, programs: systemctl("inactive")).state == .ok)
        #expect(try look(unit, programs: ["systemctl": "exit 1"]).summary.contains("whether its units run is not known"))
    }

    @Test("A process that serves the API where somebody said that it is; what answers at an address that nobody named may be anything")
    func process() throws {
        try Fixture.with { fixture in
            let server = try PythonServer(
                """
                import http.server
                server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
                print("ready", server.server_port, flush=True)
                server.serve_forever()
                """, in: fixture)
            let named = ["JARVIS_API_URL": "http://127.0.0.1:\(server.port)"]
            let result = try look([".env": "X=1\n"], programs: [:], named)
            #expect(result.state == .unhealthy && result.summary.contains("serves http://127.0.0.1:\(server.port)"), "\(result.summary)")
            server.process.stop()
            #expect(try look([".env": "X=1\n"], programs: [:], named).state == .ok)
        }
    }
}
