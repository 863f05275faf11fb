import Configuration
import Execution
import Mesh
import Planning
import Probes
import SystemKit
import TestSupport
import Testing

@testable import Operations

/// Acts on a unit. PID 1 is no systemd here: systemctl is a stand-in that writes down what it was told.
@Suite(.ownThread) struct UnitOperationTests {
    private func with(_ environmentFile: String, _ body: (LiveOperations, LiveProbes, ProbeLimits, () throws -> String) throws -> Void)
        throws
    {
        try Fixture.with { fixture in
            for folder in ["units", "bin"] { try fixture.makeDirectory(folder) }
            let unit = "[Service]\nWorkingDirectory=\(fixture.directory)\nEnvironmentFile=\(fixture.directory)/jarvis.env\n"
            try fixture.write(unit, to: "units/jarvis-supervisor.service")
            try fixture.write(environmentFile, to: "jarvis.env")
            let standIn = """
                #!/bin/sh
                # A stand-in for systemctl.
                echo "$*" >> \(fixture.path("told"))
                case "$1" in show) printf 'Id=jarvis-supervisor.service\\nLoadState=loaded\\nActiveState=active\\nSubState=running\\nMainPID=0\\nNeedDaemonReload=no\\n';; esac
                """
            try fixture.write(standIn, to: "bin/systemctl", mode: 0o755)
            let environment = ["PATH": fixture.path("bin") + ":/usr/bin:/bin", "HOME": fixture.directory]
            let configuration = Configuration(
                environment: ["SYSTEMD_UNIT_PATH": fixture.path("units"), "HOME": fixture.directory], workingDirectory: fixture.directory,
                inputs: .init())
            let probes = LiveProbes(configuration: configuration, environment: environment)
            let limits = ProbeLimits(timeoutMilliseconds: 20_000, cancellation: try Cancellation())
            try body(LiveOperations(configuration: configuration, environment: environment, probes: probes), probes, limits) {
                String(decoding: (try? Files.read(fixture.path("told"))) ?? [], as: UTF8.self)
            }
        }
    }

    private static let unit = "jarvis-supervisor.service"

    @Test("A recreation is a restart, at which the unit reads its files; what must stay off must be off in them")
    func recreation() throws {
        try with("JARVIS_USE_MESH_SYNC=1\n") { operations, _, limits, told in
            let refused = operations.perform(.recreate(service: Self.unit, pinnedOff: [.sync]), limits: limits)
            #expect(refused.state == .failed && refused.summary.contains("JARVIS_USE_MESH_SYNC=0 into jarvis.env"), "\(refused.summary)")
            let words = try told()
            #expect(!words.contains("restart"))
        }
        try with("JARVIS_USE_MESH_SYNC=0\n") { operations, _, limits, told in
            let done = operations.perform(.recreate(service: Self.unit, pinnedOff: [.sync]), limits: limits)
            #expect(done.state == .done, "\(done.summary)")
            let words = try told()
            #expect(words.contains("--no-ask-password restart jarvis-supervisor.service"))
            #expect(
                operations.composeWords(.recreate(service: Self.unit, pinnedOff: []), override: "") == ["systemctl", "restart", Self.unit])
        }
    }

    /// - Parameter body: of the stand-in for systemctl.
    private func probes(_ body: String, _ environment: [String: String] = [:], _ look: (LiveProbes, ProbeLimits) throws -> Void) throws {
        try Fixture.with { fixture in
            for folder in ["units", "bin"] { try fixture.makeDirectory(folder) }
            try fixture.write("[Service]\nWorkingDirectory=\(fixture.directory)\n", to: "units/jarvis-supervisor.service")
            try fixture.write(
                "#!/bin/sh\n# A stand-in for systemctl.\ncd \(fixture.directory)\n\(body)", to: "bin/systemctl", mode: 0o755)
            let own = ["SYSTEMD_UNIT_PATH": fixture.path("units"), "HOME": fixture.directory]
            let probes = LiveProbes(
                configuration: Configuration(
                    environment: own.merging(environment) { $1 }, workingDirectory: fixture.directory, inputs: .init()),
                environment: ["PATH": fixture.path("bin") + ":/usr/bin:/bin", "HOME": fixture.directory])
            try look(probes, ProbeLimits(timeoutMilliseconds: 5000, cancellation: try Cancellation()))
        }
    }

    @Test("A unit that the kernel killed for want of memory, and that nobody started again, tells so with limit and time")
    func killed() throws {
        let told =
            "Id=jarvis-supervisor.service\\nLoadState=loaded\\nActiveState=failed\\nSubState=failed\\nResult=oom-kill\\n"
            + "MainPID=0\\nNRestarts=0\\nMemoryMax=268435456\\nInactiveEnterTimestamp=Fri 2027-01-15 07:59:58 UTC\\n"
        try probes("printf '\(told)'\n") { probes, limits in
            let seen = probes.run(.serviceMemory, limits: limits)
            guard case .memory(let series)? = seen.measurement else { throw TestSupportError("nothing measured: \(seen.summary)") }
            #expect(series.kills == 1 && series.limit == 268_435_456 && series.endedAt == "Fri 2027-01-15 07:59:58 UTC")
            #expect(seen.state == .unhealthy && seen.summary.contains("oom-kill"), "\(seen.summary)")
        }
    }

    @Test("A second start while readiness is waited for is said")
    func startedAgain() throws {
        try Fixture.with { fixture in
            let api = try PythonServer(
                """
                import http.server, sys
                class Handler(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        self.send_response(200)
                        self.send_header("Content-Length", "0")
                        self.end_headers()
                    def log_message(self, *arguments):
                        pass
                server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
                print("ready", server.server_address[1], flush=True)
                server.serve_forever()
                """, in: fixture)
            let address = ["JARVIS_API_URL": "http://127.0.0.1:\(api.port)"]
            func told(_ process: String) -> String {
                "echo >> told\nprintf 'Id=jarvis-supervisor.service\\nLoadState=loaded\\nActiveState=active\\nMainPID=%s\\n' \(process)\n"
            }
            try probes(told("$(wc -l < told)"), address) { probes, limits in
                let seen = probes.run(.apiReady, limits: limits)
                #expect(
                    seen.state == .ok && seen.summary.hasSuffix("jarvis-supervisor.service was started again meanwhile"), "\(seen.summary)")
            }
            try probes(told("71"), address) { probes, limits in
                let seen = probes.run(.apiReady, limits: limits)
                #expect(seen.state == .ok && !seen.summary.contains("again"), "\(seen.summary)")
            }
        }
    }

    @Test("The facts are those of the unit: its files now, and what a restart would turn on")
    func facts() throws {
        try with("JARVIS_USE_MESH_SYNC=1\n") { _, probes, limits, _ in
            let facts = probes.facts(limits, forContainers: true)
            #expect(facts.service.composeService == Self.unit && facts.service.isUnit && facts.service.engineAnswers)
            #expect(facts.newContainerRuns(.sync) == true && facts.flags.sync.restarted == true)
            #expect(facts.flags.sync.place.file == "jarvis.env" && facts.flags.sync.configured)
            #expect(facts.flags.attestation.restarted == false)
        }
    }

    @Test("Turning off writes the unit's own file and restarts the unit")
    func plan() throws {
        try with("JARVIS_USE_MESH_SYNC=1\n") { _, probes, limits, _ in
            let plan = FlagPlanner.plan(FlagGoal([.sync, .attestation], isOn: false), probes.facts(limits, forContainers: true))
            #expect(plan.steps.contains { $0.title.contains("in jarvis.env") })
            #expect(plan.steps.contains { $0.title == "Restart unit \(Self.unit), which then reads its environment anew" })
        }
    }
}
