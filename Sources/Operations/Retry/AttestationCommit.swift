internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Probes
internal import ProcessKit
internal import SystemKit

/// Commits through Jarvis's own attestation service, in Jarvis's own Python: one process, the event on its standard input, the result as
/// JSON on its standard output (facts.md, "Flags and variables").
struct AttestationCommit: Sendable {
    enum Outcome {
        case committed(metadata: JSONObject)
        case disabled
        case failed(String)
        /// It was asked, and nobody knows what it did. It is never asked again by itself.
        case unknown(String)
    }

    let configuration: Configuration
    let environment: [String: String]
    /// Milliseconds for one commit: it waits for a block chain.
    var patience = 60_000.0

    func commit(_ stateHash: String, _ item: RetryItem, _ limits: ProbeLimits) -> Outcome {
        guard let command = command else {
            return .failed("no Python of this Jarvis was found: set JARVIS_OPS_PYTHON")
        }
        let event: JSONValue = [
            "state_hash": stateHash.json, "event_id": .string(item.eventID),
            "node_pubkey": MeshIdentity { configuration.variable($0)?.value }.nodeKey.json, "metadata": item.metadata ?? .null,
        ]
        let result: ProcessResult
        do throws(ProcessError) {
            // A signal does not cut it off: a commit that was sent is waited for, until somebody insists.
            guard let calm = limits.insistence ?? (try? Cancellation()) else { return .failed("no descriptor is left") }
            result = try ProcessRun.run(
                Command(
                    command.name, command.arguments + ["-c", AttestationCommit.script],
                    environment: configuration.meshEnvironment(environment),
                    directory: configuration.directory.value, input: JSONWriter.outbox.bytes(event)),
                deadline: .after(milliseconds: max(limits.timeoutMilliseconds, patience)), cancellation: calm)
        } catch {
            return .failed(error.message)
        }
        return judged(result)
    }

    private func judged(_ result: ProcessResult) -> Outcome {
        let lines = result.standardOutput.text.split(whereSeparator: \.isNewline)
        // Before this line nothing was asked of the service.
        let wasAsked = lines.contains("jarvis-ops: asking")
        guard let answer = lines.last.flatMap({ try? JSONReader().read(String($0)) }), let status = answer["status"]?.text else {
            let why =
                result.standardError.text.split(whereSeparator: \.isNewline).last.map(String.init)
                ?? "it ended without an answer (\(result.ending))"
            return wasAsked ? .unknown(why) : .failed(why)
        }
        switch status {
        case "committed":
            var metadata: JSONObject = [:]
            if let signature = answer["signature"], !signature.isNull { metadata["signature"] = signature }
            if let slot = answer["slot"], !slot.isNull { metadata["slot"] = slot }
            return .committed(metadata: metadata)
        case "disabled": return .disabled
        case "unconfigured": return .failed(answer["reason"]?.text ?? "attestation is not configured")
        default: return .failed(answer["error"]?.text ?? answer["reason"]?.text ?? status)
        }
    }

    /// `JARVIS_OPS_PYTHON`, else the service's own, else the checkout's.
    var command: (name: String, arguments: [String])? {
        if let python = configuration.python?.value, !python.isEmpty {
            // A bare name is looked up in the PATH.
            return (python.contains("/") ? configuration.absolute(python) : python, [])
        }
        if let service = configuration.meshService {
            return LiveProbes.hasProgram("docker-compose", environment)
                ? ("docker-compose", ["exec", "-T", service.name, "python"])
                : ("docker", ["compose", "exec", "-T", service.name, "python"])
        }
        let own = configuration.absolute(".venv/bin/python")
        return Files.isExecutable(own) ? (own, []) : nil
    }

    private static let script = """
        import asyncio, json, sys
        event = json.load(sys.stdin)
        from services.compute.mesh_attestation_service import get_mesh_attestation_service
        service = get_mesh_attestation_service()
        print("jarvis-ops: asking", flush=True)
        result = asyncio.run(service.commit_state_hash(event["state_hash"], event_id=event["event_id"],
                                                       node_pubkey=event["node_pubkey"], metadata=event["metadata"]))
        print(json.dumps(result if isinstance(result, dict) else vars(result), default=str), flush=True)
        """
}
