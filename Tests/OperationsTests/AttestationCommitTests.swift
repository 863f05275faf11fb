import Configuration
import Execution
import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import Mesh
@testable import Operations

/// How a commit is asked for: stand-ins take the place of docker-compose and of Jarvis's Python.
@Suite(.ownThread) struct AttestationCommitTests {
    static let compose = """
        version: "3.8"
        services:
          api:
            container_name: jarvis-api
            image: jarvis
        """

    private var item: RetryItem {
        RetryItem(
            eventID: "event-1", name: "event-1", was: .pendingCommit, disposition: .commit, reason: "ok", words: nil, body: nil,
            subject: "jarvis.mesh.sync", messageID: "event-1", wasInvalid: false, stateHash: "ab", delta: nil, previousStateHash: .null,
            metadata: ["source": "test"])
    }

    private func commit(_ bench: OperationsBench, patience: Double = 60_000) throws -> AttestationCommit.Outcome {
        var commit = bench.operations.commits(try bench.limits())
        commit.patience = patience
        return commit.commit("ab", item, try bench.limits(milliseconds: 1))
    }

    @Test("In a container it goes through docker-compose exec of the service, the event on standard input and on no command line")
    func container() throws {
        try OperationsBench.with("JARVIS_MESH_NODE_PUBKEY=node-a\n") { bench in
            try bench.fixture.write(Self.compose, to: "jarvis/docker-compose.yml")
            try bench.standIn(
                "docker-compose",
                "cat > '\(bench.fixture.path("input"))'\necho 'jarvis-ops: asking'\necho '{\"status\": \"committed\", \"slot\": 3}'")
            guard case .committed(let metadata) = try commit(bench) else {
                Issue.record("it is not committed")
                return
            }
            #expect(metadata["slot"]?.int == 3)
            #expect(metadata["signature"] == nil)
            let calls = try bench.calls
            #expect(calls.first?.hasPrefix("exec -T api python -c import") == true, "\(calls)")
            #expect(!calls.joined().contains("event-1"))
            let input = try JSONReader().read(Files.read(bench.fixture.path("input")))
            #expect(
                input == ["event_id": "event-1", "metadata": ["source": "test"], "node_pubkey": "node-a", "state_hash": "ab"] as JSONValue)
        }
    }

    @Test("A Python of this machine commits with what the service has, and not with what this shell has")
    func environment() throws {
        try OperationsBench.with("JARVIS_MESH_PROGRAM_ID=written\nSOLANA_RPC_URL=http://written\n") { bench in
            var bench = bench
            try bench.fixture.write(Self.compose, to: "jarvis/docker-compose.yml")
            // A stand-in for docker: the service runs with another program than its file says by now.
            try bench.fixture.write(
                """
                #!/bin/sh
                case $1 in
                ps) printf 'jarvis\\t\(bench.directory)\\tdocker-compose.yml\\tapi\\tc\\tjarvis-api\\trunning\\t\\n';;
                inspect) echo '[{"Id":"c","Name":"/jarvis-api","State":{"Status":"running","Running":true,"Pid":0},"Config":{"Cmd":["python"],
                "Env":["JARVIS_MESH_PROGRAM_ID=runs","SOLANA_RPC_URL=http://runs"],"Labels":{"com.docker.compose.service":"api"}}}]';;
                esac
                """, to: "bin/docker", mode: 0o755)
            try bench.standIn("our-python", "echo 'jarvis-ops: asking'\necho '{\"status\": \"disabled\"}'")
            let shell = [
                "JARVIS_OPS_PYTHON": "our-python", "JARVIS_MESH_PROGRAM_ID": "shell", "JARVIS_MESH_KEYPAIR_PATH": "/shell.json",
                "OTHER": "kept",
            ]
            bench.environment.merge(shell) { $1 }
            func given() throws -> Set<String> {
                guard case .disabled = try commit(bench) else { throw TestSupportError("it is not disabled") }
                let text = String(decoding: try Files.read(bench.fixture.path("environment")), as: UTF8.self)
                return Set(
                    text.split(separator: "\n").map(String.init).filter {
                        $0.contains("_MESH_") || $0.contains("SOLANA") || $0.hasPrefix("OTHER")
                    })
            }
            #expect(try given() == ["JARVIS_MESH_PROGRAM_ID=runs", "SOLANA_RPC_URL=http://runs", "OTHER=kept"])
            bench.environment["JARVIS_OPS_ENVIRONMENT"] = "development"
            #expect(try given() == ["JARVIS_MESH_PROGRAM_ID=shell", "JARVIS_MESH_KEYPAIR_PATH=/shell.json", "OTHER=kept"])
        }
    }

    @Test("The Python that is named goes before the container, by its name in the PATH too", arguments: [true, false])
    func named(isBare: Bool) throws {
        try OperationsBench.with { bench in
            var bench = bench
            try bench.fixture.write(Self.compose, to: "jarvis/docker-compose.yml")
            try bench.standIn("docker-compose", "exit 1")
            try bench.standIn("our-python", "echo 'jarvis-ops: asking'\necho '{\"status\": \"disabled\"}'")
            bench.environment["JARVIS_OPS_PYTHON"] = isBare ? "our-python" : bench.fixture.path("bin/our-python")
            guard case .disabled = try commit(bench) else {
                Issue.record("it is not disabled")
                return
            }
        }
    }

    @Test(
        "Before the service was asked it is a failure; afterwards, and without an answer, nobody knows",
        arguments: [
            ("exit 3", false), ("echo '{\"status\": 5'", false), ("echo 'jarvis-ops: asking'; exit 3", true),
            ("echo 'jarvis-ops: asking'; kill -9 $$", true), ("echo 'jarvis-ops: asking'; sleep 600", true),
            ("echo 'jarvis-ops: asking'; echo '{\"answer\": 1}'", true),
        ])
    func unknown(script: String, isUnknown: Bool) throws {
        try OperationsBench.with { bench in
            var bench = bench
            try bench.standIn("our-python", script)
            bench.environment["JARVIS_OPS_PYTHON"] = "our-python"
            let outcome = try commit(bench, patience: script.contains("sleep") ? 3000 : 60_000)
            switch outcome {
            case .unknown: #expect(isUnknown)
            case .failed: #expect(!isUnknown)
            case .committed, .disabled: Issue.record("\(outcome)")
            }
        }
    }

    @Test("Without any Python of this Jarvis it fails, and says what to set")
    func none() throws {
        try OperationsBench.with { bench in
            guard case .failed(let why) = try commit(bench) else {
                Issue.record("it did not fail")
                return
            }
            #expect(why.contains("JARVIS_OPS_PYTHON"))
        }
    }
}
