internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import NATSKit
internal import Planning
internal import SystemKit

extension LiveProbes {
    /// The mesh's transport: who answers, whether it takes our word for who we are, its JetStream, the stream and the listener's consumer.
    func transport(_ limits: ProbeLimits) -> ProbeResult {
        let setting = configuration.natsURL
        var look = TransportLook(address: "", isConfigured: setting.source != .builtIn)
        look.isSyncOn = written(.sync).configured
        var evidence: JSONObject = ["source": setting.source.words.json]
        do throws(NATSError) {
            let address = try NATSAddress.parse(setting.value)
            look.address = address.description
            evidence["servers"] = address.description.json
            if let doubt = doubt(address) { return transportInside(address, doubt, look, evidence, limits) }
            let connection = try NATSConnection.connect(
                address, name: "jarvis-ops look", deadline: limits.deadline, cancellation: limits.cancellation)
            defer { connection.close() }
            let start = MonotonicTime.now()
            try connection.flush(deadline: limits.deadline, cancellation: limits.cancellation)
            let took = MonotonicTime.now().milliseconds(since: start)
            evidence["round_trip_ms"] = took.json
            look.isAnswering = true
            var words = ["\(connection.server) answers within \(Words.duration(max(1, took)))"]
            let isWell = try lookAtStream(connection, &words, &evidence, limits)
            return ProbeResult(isWell ? .ok : .unhealthy, words.joined(separator: "; "), evidence: evidence, measurement: .transport(look))
        } catch {
            evidence["error"] = error.kind.rawValue.json
            switch error.kind {
            case .cancelled: return ProbeResult(.notRun, "interrupted", evidence: evidence)
            case .refused, .timedOut, .authorization: look.failure = error.message
            default: look.doubt = error.message
            }
            // Once it answered, a part of it that does not is no word on the way there.
            if look.isAnswering { (look.failure, look.doubt) = (nil, error.message) }
            let state: ProbeState =
                error.kind == .timedOut
                ? .timedOut : look.failure != nil ? .unhealthy : error.kind == .libraryMissing ? .unavailable : .failed
            let hint = error.kind == .unreachable ? "; it is the host's name that is at fault, or the network" : ""
            return ProbeResult(state, error.message + hint, evidence: evidence, measurement: .transport(look))
        }
    }

    /// Why what is seen from here says nothing of what the service sees; nil where both see the same.
    private func doubt(_ address: NATSAddress) -> String? {
        guard let service = configuration.meshService, !service.usesHostNetwork else { return nil }
        for server in address.servers {
            if let other = configuration.composeFile?.service(named: server.host) {
                return "\(server.host) is service \(other.name) of the compose file: it is reached from inside its network only"
            }
            if server.isLoopback {
                return "\(server.host) means the container of service \(service.name) itself: it cannot be asked from here"
            }
        }
        return nil
    }

    /// - Returns: false where nothing that is sent would be kept, though it should be.
    private func lookAtStream(
        _ connection: NATSConnection, _ words: inout [String], _ evidence: inout JSONObject, _ limits: ProbeLimits
    ) throws(NATSError) -> Bool {
        let jetStream = JetStream(connection)
        let isOn = try jetStream.isOn(deadline: limits.deadline, cancellation: limits.cancellation)
        let stream = isOn ? try jetStream.stream(Self.meshStream, deadline: limits.deadline, cancellation: limits.cancellation) : nil
        let consumer =
            stream == nil
            ? nil
            : try jetStream.consumer(
                Self.meshConsumer, of: Self.meshStream, deadline: limits.deadline, cancellation: limits.cancellation)
        return tell(isOn, stream, consumer, &words, &evidence)
    }

    /// What JetStream, the stream and the consumer are like, whoever asked.
    func tell(
        _ isOn: Bool, _ stream: JetStream.Stream?, _ consumer: JetStream.Consumer?, _ words: inout [String], _ evidence: inout JSONObject
    ) -> Bool {
        guard isOn else {
            evidence["jetstream"] = false
            words.append("JetStream is off" + (configuration.usesJetStream ? ": what is sent is not kept" : ""))
            return !configuration.usesJetStream
        }
        evidence["jetstream"] = true
        guard let stream else {
            evidence["stream"] = .null
            words.append("no stream \(Self.meshStream): Jarvis makes it when it first sends")
            return true
        }
        evidence["stream"] = ["messages": stream.messages.json, "subjects": stream.subjects.json]
        words.append("stream \(stream.name): \(Words.count(stream.messages, "message"))")
        guard let consumer else {
            evidence["consumer"] = .null
            words.append("no consumer \(Self.meshConsumer): no listener has run yet")
            return true
        }
        evidence["consumer"] = ["waiting": consumer.pending.json, "unacknowledged": consumer.unacknowledged.json]
        words.append("consumer \(consumer.name): \(consumer.pending) waiting, \(consumer.unacknowledged) unacknowledged")
        return true
    }
}
