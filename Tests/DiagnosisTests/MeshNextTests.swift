import Diagnosis
import Execution
import Planning
import Runbook
import TestSupport
import Testing

/// What is to be done about the mesh follows from what is wrong with it.
@Suite(.ownThread) struct MeshNextTests {
    private func lines(_ unacknowledged: Int, _ pending: Int, _ isAnswering: Bool?, _ failure: String? = nil) -> [String] {
        var next = MeshNext()
        (next.unacknowledged, next.pending, next.isAnswering, next.failure) = (unacknowledged, pending, isAnswering, failure)
        return next.lines
    }

    @Test("A server is to be brought up where it was seen not to answer, and not for what it lacks")
    func transport() {
        func next(_ isConfigured: Bool, _ isAnswering: Bool, _ failure: String?) -> Bool? {
            var look = TransportLook(address: "a", isConfigured: isConfigured)
            (look.isAnswering, look.failure) = (isAnswering, failure)
            return MeshNext(unacknowledged: 0, pending: 0, transport: look).isAnswering
        }
        #expect(next(true, true, nil) == true && next(false, true, nil) == true)
        #expect(next(true, false, "refused") == false && next(false, false, "refused") == nil && next(true, false, nil) == nil)
        #expect(MeshNext(unacknowledged: 0, pending: 0, transport: nil).isAnswering == nil)
    }

    @Test("Nothing wrong, nothing to do")
    func nothing() {
        #expect(lines(0, 0, true).isEmpty && lines(0, 0, nil).isEmpty)
    }

    @Test("An invalid event is escalated, what waits is sent where the server answers, and a server that does not comes first")
    func each() {
        #expect(
            lines(1, 0, true) == [
                "an event is invalid, and nobody looked at it: jarvis-ops escalate mesh",
                "Once somebody did: jarvis-ops mesh acknowledge EVENT --reason TEXT",
            ])
        #expect(lines(0, 2, true) == ["Send what waits: jarvis-ops mesh retry"])
        #expect(lines(0, 2, false, "refused") == ["Bring the mesh's server up (refused), then: jarvis-ops mesh retry"])
        #expect(lines(0, 0, false) == ["Bring the mesh's server up"])
        #expect(lines(0, 2, nil).first?.hasPrefix("Send what waits: jarvis-ops mesh retry, which finds out") == true)
        #expect(lines(3, 2, true).map { $0.prefix(8) } == ["3 events", "Once som", "Send wha"])
    }

    /// What a diagnosis of the mesh says is to be done, by its looks at the outbox and at the server.
    private func next(waiting: Int, invalid: [String] = [], isConfigured: Bool = true, failure: String? = nil, doubt: String? = nil)
        -> [String]
    {
        var looks = BacklogLooks()
        (looks.second, looks.pending, looks.unacknowledged) = (waiting, ["pending_publish": waiting], invalid)
        var look = TransportLook(address: "nats://a:1", isConfigured: isConfigured)
        (look.failure, look.doubt, look.isAnswering) = (failure, doubt, failure == nil && doubt == nil)
        let runbook = makeRunbook([
            ("mesh", [.pendingEvents(statuses: ["pending_publish"]), .capability(components: ["mesh_sync"], status: "degraded")])
        ])
        let seen: [Probe: Measurement] = [.backlog: .backlog(looks), .transport: .transport(look)]
        let diagnosis = diagnose("mesh", in: runbook, seen)
        #expect(NextSteps.lines(diagnosis, runbook: runbook, elapsedMilliseconds: nil).starts(with: diagnosis.next))
        return diagnosis.next
    }

    @Test("By what the probes saw of the outbox and the server")
    func seen() {
        let send = "Send what waits: jarvis-ops mesh retry"
        #expect(next(waiting: 2) == [send])
        #expect(next(waiting: 2, isConfigured: false) == [send])
        #expect(next(waiting: 2, failure: "refused") == ["Bring the mesh's server up (refused), then: jarvis-ops mesh retry"])
        let doubt = "\(send), which finds out whether the mesh's server answers"
        #expect(next(waiting: 2, doubt: "inside its network only") == [doubt])
        // Nobody said that there is a server at that address.
        #expect(next(waiting: 2, isConfigured: false, failure: "refused") == [doubt])
        #expect(next(waiting: 2, invalid: ["e1"]).map { $0.prefix(8) } == ["an event", "Once som", "Send wha"])
    }
}
