internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import NATSKit
internal import SystemKit

extension LiveProbes {
    /// Jarvis's names (facts.md, "NATS").
    static let meshStream = "JARVIS_MESH"
    static let meshConsumer = "jarvis-mesh-sync"

    func smokeNATS(_ limits: ProbeLimits) -> ProbeResult {
        connected(limits) { (connection, evidence) throws(NATSError) in
            let start = MonotonicTime.now()
            try connection.flush(deadline: limits.deadline, cancellation: limits.cancellation)
            let took = MonotonicTime.now().milliseconds(since: start)
            evidence["round_trip_ms"] = took.json
            return ProbeResult(.ok, "\(connection.server) answers within \(Words.duration(max(1, took)))")
        }
    }

    /// The stream takes what Jarvis publishes, and the consumer waits at it.
    func smokeJetStream(_ limits: ProbeLimits) -> ProbeResult {
        connected(limits) { (connection, evidence) throws(NATSError) in
            let jetStream = JetStream(connection)
            guard
                let stream = try jetStream.stream(Self.meshStream, deadline: limits.deadline, cancellation: limits.cancellation)
            else { return try firstStream(jetStream, &evidence, limits) }
            let subject = meshIdentity.subject
            evidence["subjects"] = stream.subjects.json
            evidence["messages"] = stream.messages.json
            evidence["duplicate_window_s"] = stream.duplicateWindowSeconds.json
            guard stream.subjects.contains(where: { SubjectPattern($0).matches(subject) }) else {
                return ProbeResult(.unhealthy, "the stream \(Self.meshStream) does not take the subject \(subject)")
            }
            guard
                let consumer = try jetStream.consumer(
                    Self.meshConsumer, of: Self.meshStream, deadline: limits.deadline, cancellation: limits.cancellation)
            else {
                try jetStream.checkMayMake(
                    consumer: Self.meshConsumer, of: Self.meshStream, deadline: limits.deadline, cancellation: limits.cancellation)
                return ProbeResult(
                    .ok, "no listener has run yet: the stream \(Self.meshStream) has no consumer \(Self.meshConsumer), which may be made",
                    measurement: .firstEnabling)
            }
            evidence["consumer_pending"] = consumer.pending.json
            return ProbeResult(
                .ok,
                "stream \(Self.meshStream): \(Words.count(stream.messages, "message")); consumer \(Self.meshConsumer): \(consumer.pending) pending"
            )
        }
    }

    /// A mesh that was never on has no stream: whether it could be made, without making it.
    private func firstStream(_ jetStream: JetStream, _ evidence: inout JSONObject, _ limits: ProbeLimits) throws(NATSError) -> ProbeResult {
        let subject = meshIdentity.subject
        let none = "JetStream is on, and has no stream \(Self.meshStream)"
        guard MeshIdentity.streamSubjects.contains(where: { SubjectPattern($0).matches(subject) }) else {
            return ProbeResult(.unhealthy, "\(none); the one that Jarvis makes does not take the subject \(subject)")
        }
        for taken in Set([MeshIdentity.defaultSubject, subject]).sorted() {
            let other = try jetStream.stream(taking: taken, deadline: limits.deadline, cancellation: limits.cancellation)
            guard let other else { continue }
            return ProbeResult(.unhealthy, "\(none), and none can be made: the stream \(other.name) takes \(taken)")
        }
        if let full = try jetStream.fullness(deadline: limits.deadline, cancellation: limits.cancellation) {
            return ProbeResult(.unhealthy, "\(none), and none can be made: \(full)")
        }
        try jetStream.checkMayMake(stream: Self.meshStream, deadline: limits.deadline, cancellation: limits.cancellation)
        try jetStream.checkMayMake(
            consumer: Self.meshConsumer, of: Self.meshStream, deadline: limits.deadline, cancellation: limits.cancellation)
        evidence["stream"] = .null
        return ProbeResult(
            .ok, "the mesh was never on: no stream \(Self.meshStream); it and the consumer \(Self.meshConsumer) may be made",
            measurement: .firstEnabling)
    }

    /// A message over core NATS to a subject that nobody else has, and back.
    func smokeCanary(_ run: String, _ limits: ProbeLimits) -> ProbeResult {
        let subject = "jarvis-ops.smoke.\(run)"
        return connected(limits) { (connection, evidence) throws(NATSError) in
            evidence["subject"] = subject.json
            if let stream = try keeper(of: subject, connection, limits) {
                return ProbeResult(.unhealthy, "not sent: the live stream \(stream) would keep a message to \(subject)")
            }
            let body = Array("jarvis-ops smoke \(run)".utf8)
            let subscription = try connection.subscribe(subject)
            // Only what comes after the server knows of the subscription is sure to be heard.
            try connection.flush(deadline: limits.deadline, cancellation: limits.cancellation)
            let start = MonotonicTime.now()
            try connection.publish(subject, body)
            try connection.flush(deadline: limits.deadline, cancellation: limits.cancellation)
            let message = try subscription.next(deadline: limits.deadline, cancellation: limits.cancellation)
            guard message.body == body else { return ProbeResult(.unhealthy, "another message than the canary came to \(subject)") }
            let took = MonotonicTime.now().milliseconds(since: start)
            evidence["round_trip_ms"] = took.json
            return ProbeResult(.ok, "back within \(Words.duration(max(1, took))), over \(subject)")
        }
    }

    /// The live stream, when it takes whatever comes; a server without JetStream keeps nothing.
    private func keeper(of subject: String, _ connection: NATSConnection, _ limits: ProbeLimits) throws(NATSError) -> String? {
        do throws(NATSError) {
            let stream = try JetStream(connection).stream(Self.meshStream, deadline: limits.deadline, cancellation: limits.cancellation)
            return stream.flatMap { $0.subjects.contains { SubjectPattern($0).matches(subject) } ? $0.name : nil }
        } catch {
            guard error.kind == .noJetStream || error.kind == .authorization else { throw error }
            return nil
        }
    }

    func connected(
        _ limits: ProbeLimits, _ look: (NATSConnection, inout JSONObject) throws(NATSError) -> ProbeResult
    ) -> ProbeResult {
        var evidence: JSONObject = ["source": configuration.natsURL.source.words.json]
        do throws(NATSError) {
            let address = try NATSAddress.parse(configuration.natsURL.value)
            evidence["servers"] = address.description.json
            let connection = try NATSConnection.connect(
                address, name: "jarvis-ops smoke", deadline: limits.deadline, cancellation: limits.cancellation)
            defer { connection.close() }
            var result = try look(connection, &evidence)
            result.evidence = evidence
            return result
        } catch {
            evidence["error"] = error.kind.rawValue.json
            return ProbeResult(state(error), error.kind == .cancelled ? "interrupted" : error.message, evidence: evidence)
        }
    }

    private func state(_ error: NATSError) -> ProbeState {
        switch error.kind {
        case .cancelled: .notRun
        case .timedOut: .timedOut
        case .libraryMissing: .unavailable
        default: .unhealthy
        }
    }
}

/// A subject with wildcards: `*` stands for one token, a last `>` for one or more.
struct SubjectPattern {
    private let tokens: [Substring]

    init(_ text: String) { tokens = text.split(separator: ".", omittingEmptySubsequences: false) }

    func matches(_ subject: String) -> Bool {
        let wanted = subject.split(separator: ".", omittingEmptySubsequences: false)
        for (index, token) in tokens.enumerated() {
            guard index < wanted.count else { return false }
            if token == ">" && index == tokens.count - 1 { return true }
            if token != "*" && token != wanted[index] { return false }
        }
        return tokens.count == wanted.count
    }
}
