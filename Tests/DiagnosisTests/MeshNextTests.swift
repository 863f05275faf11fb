import Diagnosis
import Execution
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
}
