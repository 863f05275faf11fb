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
        let operations = bench.operations
        let commit = AttestationCommit(configuration: operations.configuration, environment: bench.environment, patience: patience)
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
