import Configuration
import Execution
import Planning
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// What docker-compose's words are where systemd runs the Jarvis. PID 1 is no systemd here: unit files are real, systemctl is a stand-in.
@Suite(.ownThread) struct UnitCommandTests {
    private func probes(_ fixture: Fixture, systemctl: String = "exit 1") throws -> LiveProbes {
        for folder in ["units", "bin"] { try fixture.makeDirectory(folder) }
        for name in ["jarvis-supervisor", "jarvis-api"] {
            try fixture.write("[Service]\nWorkingDirectory=\(fixture.directory)\n", to: "units/\(name).service")
        }
        try fixture.write("#!/bin/sh\n# A stand-in for systemctl.\n\(systemctl)\n", to: "bin/systemctl", mode: 0o755)
        let configuration = Configuration(
            environment: ["SYSTEMD_UNIT_PATH": fixture.path("units")], workingDirectory: fixture.directory, inputs: .init())
        return LiveProbes(configuration: configuration, environment: ["PATH": fixture.path("bin") + ":/usr/bin:/bin"])
    }

    @Test(
        "Commands become their counterparts",
        arguments: [
            ("docker-compose restart api", "systemctl --no-ask-password restart jarvis-api.service"),
            ("docker-compose restart", "systemctl --no-ask-password restart jarvis-api.service jarvis-supervisor.service"),
            ("docker compose up -d jarvis-supervisor", "systemctl --no-ask-password restart jarvis-supervisor.service"),
            ("docker-compose stop", "systemctl --no-ask-password stop jarvis-api.service jarvis-supervisor.service"),
            ("docker-compose logs --tail=100 jarvis-api", "journalctl --no-pager --output=short-iso --lines=100 --unit jarvis-api.service"),
            ("docker-compose up -d --scale api=3", nil), ("docker-compose restart redis", nil), ("docker-compose pull", nil),
            ("docker exec jarvis-api ls", nil),
            ("docker stop billing-api", nil), ("docker stop jarvis-redis", nil),
        ] as [(String, String?)])
    func counterparts(written: String, unit: String?) throws {
        try Fixture.with { fixture in
            let command = try probes(fixture).serviceCommand(written.split(separator: " ").map(String.init))
            #expect((command.obstacle == nil) == (unit != nil))
            if let unit { #expect(command.argv.joined(separator: " ") == unit && command.note?.contains(written) == true) }
        }
    }

    @Test(
        "A unit is judged by its own state",
        arguments: [
            (
                "printf 'Id=jarvis-api.service\\nLoadState=loaded\\nActiveState=active\\nSubState=running\\nNRestarts=0\\n'", ProbeState.ok,
                "active, running"
            ),
            (
                "printf 'Id=a.service\\nActiveState=active\\nSubState=running\\n\\nId=b.service\\nLoadState=loaded\\nActiveState=failed\\nResult=oom-kill\\nNRestarts=3\\n'",
                .unhealthy, "b.service is failed (oom-kill), restarted 3 times by systemd"
            ),
            (
                "echo 'System has not been booted with systemd as init system (PID 1).' >&2; exit 1", .unavailable,
                "no systemd runs this machine"
            ),
            ("echo 'Failed to restart: Access denied' >&2; exit 1", .unavailable, "run it as root"),
        ])
    func states(script: String, state: ProbeState, words: String) throws {
        try Fixture.with { fixture in
            let limits = ProbeLimits(timeoutMilliseconds: 10_000, cancellation: try Cancellation())
            let seen = try probes(fixture, systemctl: script).run(.compose(argv: ["docker-compose", "ps"]), limits: limits)
            #expect(seen.state == state && seen.summary.contains(words), "\(seen.summary)")
        }
    }
}
