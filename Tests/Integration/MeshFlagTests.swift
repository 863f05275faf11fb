import JSONKit
import SystemKit
import TestSupport
import Testing

/// `mesh flags` against a real service: what each place says, and where they disagree.
@Suite(.ownThread) struct MeshFlagTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        var dotEnv: String? = "X=1\n"
        var environment: [String: String] = [:]
        /// What the service runs with; nil: it does not say.
        var running: (sync: Bool, attest: Bool)? = (false, false)
        /// Configured, effective.
        var sync: (Bool, Bool) = (false, false)
        var attest: (Bool, Bool) = (false, false)
        /// Pieces of the conflicts, in order.
        var conflicts: [String] = []
        var code: Int32 = 0
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "nothing is set anywhere"),
        Case(name: "no .env at all", dotEnv: nil),
        Case(
            name: "the present names", dotEnv: "JARVIS_USE_MESH_SYNC=1\nJARVIS_USE_MESH_ATTEST=yes\n", running: (true, true),
            sync: (true, true), attest: (true, true)),
        Case(
            name: "the older names", dotEnv: "JARVIS_MESH_SYNC_ENABLED=on\nJARVIS_MESH_ATTESTATION_ENABLED= TRUE \n", running: (true, true),
            sync: (true, true), attest: (true, true)),
        Case(
            name: "the present name beats the older one", dotEnv: "JARVIS_MESH_SYNC_ENABLED=1\nJARVIS_USE_MESH_SYNC=0\n",
            conflicts: ["JARVIS_USE_MESH_SYNC=0 and JARVIS_MESH_SYNC_ENABLED=1 contradict each other"], code: 1),
        Case(
            name: "a present name set to nothing beats the older one too",
            dotEnv: "JARVIS_MESH_ATTESTATION_ENABLED=1\nJARVIS_USE_MESH_ATTEST=\n",
            conflicts: ["JARVIS_USE_MESH_ATTEST= and JARVIS_MESH_ATTESTATION_ENABLED=1 contradict each other"], code: 1),
        Case(
            name: "different words that mean the same are no conflict", dotEnv: "JARVIS_MESH_SYNC_ENABLED=yes\nJARVIS_USE_MESH_SYNC=Y\n",
            running: (true, false), sync: (true, true)),
        Case(
            name: "words that mean nothing are off", dotEnv: "JARVIS_USE_MESH_SYNC=enabled\nJARVIS_USE_MESH_ATTEST=2\n"),
        Case(
            name: "the last of two lines counts", dotEnv: "JARVIS_USE_MESH_SYNC=0\nJARVIS_USE_MESH_SYNC=1\n", running: (true, false),
            sync: (true, true)),
        Case(
            name: "the shell's environment decides nothing in production", dotEnv: "JARVIS_USE_MESH_SYNC=0\n",
            environment: ["JARVIS_USE_MESH_SYNC": "1"],
            conflicts: ["the environment of this shell says on, which decides nothing in production; .env says off"], code: 1),
        Case(
            name: "elsewhere the shell's environment beats .env", dotEnv: "JARVIS_USE_MESH_SYNC=0\n",
            environment: ["JARVIS_USE_MESH_SYNC": "1", "JARVIS_OPS_ENVIRONMENT": "development"],
            sync: (false, true), conflicts: ["the environment of this shell says on, .env says off"], code: 1),
        Case(
            name: "an older name in the shell does not beat the present one in .env", dotEnv: "JARVIS_USE_MESH_SYNC=0\n",
            environment: ["JARVIS_MESH_SYNC_ENABLED": "1"]),
        Case(
            name: "the shell's environment alone",
            environment: ["JARVIS_MESH_ATTESTATION_ENABLED": "1", "JARVIS_OPS_ENVIRONMENT": "development"], attest: (false, true),
            conflicts: ["the environment of this shell says on, .env says off"], code: 1),
        Case(
            name: "the service was not recreated", dotEnv: "JARVIS_USE_MESH_SYNC=0\n", running: (true, false),
            conflicts: ["the service runs with on, .env says off"], code: 1),
        Case(name: "the service does not say", dotEnv: "JARVIS_USE_MESH_SYNC=1\n", running: nil, sync: (true, true), code: 2),
        Case(
            name: "a contradiction counts more than a silent service", dotEnv: "JARVIS_MESH_SYNC_ENABLED=1\nJARVIS_USE_MESH_SYNC=0\n",
            running: nil, conflicts: ["contradict each other"], code: 1),
    ]

    @Test("Each flag as configured, effective and running, and what contradicts", arguments: cases)
    func flags(_ test: Case) throws {
        try ChangeBench.with(test.dotEnv) { bench in
            if let running = test.running {
                try bench.runService(sync: running.sync, attest: running.attest)
            } else {
                try bench.silenceService()
            }
            let run = try bench.run(["mesh", "flags", "-o", "json"], test.environment)
            #expect(run.code == test.code, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-flags")
            let flags = try run.json()["flags"]?.array ?? []
            #expect(flags.map { $0["flag"]?.text } == ["sync", "attest"])
            for (flag, expected, running) in [
                (flags[0], test.sync, test.running.map(\.sync)), (flags[1], test.attest, test.running.map(\.attest)),
            ] {
                #expect(flag["configured"]?.bool == expected.0, "\(flag)")
                #expect(flag["effective"]?.bool == expected.1, "\(flag)")
                #expect(flag["running"]?.bool == running, "\(flag)")
            }
            let conflicts = flags.flatMap { $0["conflicts"]?.array ?? [] }.compactMap(\.text)
            #expect(conflicts.count == test.conflicts.count, "\(conflicts)")
            for (found, expected) in zip(conflicts, test.conflicts) { #expect(found.contains(expected)) }

            let text = try bench.run(["mesh", "flags"], test.environment)
            #expect(text.code == test.code)
            for conflict in test.conflicts { #expect(text.output.contains(conflict)) }
            #expect(text.output.contains("\(test.environment["JARVIS_OPS_ENVIRONMENT"] ?? "production"); no smoke result"))
            #expect(text.output.contains("unknown") == (test.running == nil))
            // Looking leaves nothing, not even a journal.
            try bench.expectOnly(test.dotEnv == nil ? ["data"] : [".env", "data"])
            #expect(try Files.list(bench.state) == [])
        }
    }

    @Test("A compose file that does not pass a variable is named as the reason")
    func notPassed() throws {
        try ChangeBench.with { bench in
            try bench.fixture.write(
                "services:\n  api:\n    image: x\n    container_name: jarvis-api\n    environment:\n      - JARVIS_USE_MESH_ATTEST\n",
                to: "jarvis/docker-compose.yml")
            try bench.runService(sync: false, attest: true)
            let run = try bench.run(["mesh", "flags"])
            #expect(run.code == 1)
            #expect(
                run.output.contains(
                    "the service runs with off, .env says on: the compose file does not pass JARVIS_USE_MESH_SYNC to service api"),
                "\(run.output)")
        }
    }
}
