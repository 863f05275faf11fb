internal import Configuration
internal import Execution
internal import JSONKit
internal import NATSKit
internal import SystemKit

extension LiveProbes {
    /// The mesh's listener as its server sees it: the stream, the consumer, and somebody who waits at it. One that was just started is
    /// given time.
    func listener(_ limits: ProbeLimits) -> ProbeResult {
        let patience = Deadline.after(milliseconds: max(10_000, startMilliseconds)).orEarlier(limits.deadline)
        var result: ProbeResult
        repeat {
            result = seenListener(
                ProbeLimits(timeoutMilliseconds: min(5000, patience.remainingMilliseconds), cancellation: limits.cancellation))
            if result.state == .ok { return result }
        } while !limits.cancellation.wait(until: .after(milliseconds: 500).orEarlier(patience)) && !patience.hasPassed
        return limits.cancellation.isCancelled ? ProbeResult(.notRun, "interrupted before the listener was seen") : result
    }

    private func seenListener(_ limits: ProbeLimits) -> ProbeResult {
        seeing(meshRunning(limits).configuration).connected(limits) { (connection, evidence) throws(NATSError) in
            let jetStream = JetStream(connection)
            let isThere =
                try jetStream.stream(Self.meshStream, deadline: limits.deadline, cancellation: limits.cancellation) != nil
            guard isThere else { return ProbeResult(.unhealthy, "the listener did not come up: there is no stream \(Self.meshStream)") }
            let consumer = try jetStream.consumer(
                Self.meshConsumer, of: Self.meshStream, deadline: limits.deadline, cancellation: limits.cancellation)
            guard let consumer else {
                return ProbeResult(
                    .unhealthy, "the listener did not come up: the stream \(Self.meshStream) has no consumer \(Self.meshConsumer)")
            }
            evidence["consumer_pending"] = consumer.pending.json
            guard consumer.isAttended else {
                return ProbeResult(.unhealthy, "the listener did not come up: nobody waits at the consumer \(Self.meshConsumer)")
            }
            return ProbeResult(.ok, "the listener waits at the consumer \(Self.meshConsumer) of the stream \(Self.meshStream)")
        }
    }
}
