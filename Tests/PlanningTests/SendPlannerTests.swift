import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@Suite(.ownThread) struct SendPlannerTests {
    private static func event(
        _ id: String, found: String? = "aa", isSealed: Bool = true, wasInvalid: Bool = false
    ) -> WaitingEvent {
        WaitingEvent(
            id: id, disposition: isSealed ? "publish" : "reseal", found: found, isSealed: isSealed, wasInvalid: wasInvalid)
    }

    @Test("Each event is a step of its own, in the order given, with what was found of it and what is meant to be done")
    func steps() throws {
        let plan = SendPlanner.plan([Self.event("b"), Self.event("a", isSealed: false)])
        #expect(plan.subject == "mesh")
        #expect(plan.steps.map(\.id) == ["mesh/retry.b", "mesh/retry.a"])
        let changes = plan.steps.compactMap(\.change)
        #expect(changes.map(\.operation) == [.send(event: "b"), .send(event: "a")])
        #expect(changes.map(\.before) == ["aa", "aa"])
        #expect(changes.map(\.after) == ["publish", "reseal"])
        #expect(plan.steps.allSatisfy { $0.effect == .change && $0.kind == .outbox })
        #expect(plan.steps.map(\.title) == ["Send event b", "Seal and send event a"])
    }

    @Test("A record that changed makes another plan, and so does another treatment of it")
    func hash() {
        let plan = SendPlanner.plan([Self.event("e")])
        #expect(plan.sha256 == SendPlanner.plan([Self.event("e")]).sha256)
        #expect(plan.sha256 != SendPlanner.plan([Self.event("e", found: "bb")]).sha256)
        #expect(plan.sha256 != SendPlanner.plan([Self.event("e", isSealed: false)]).sha256)
        #expect(plan.sha256 != SendPlanner.plan([Self.event("e", wasInvalid: true)]).sha256)
        #expect(plan.sha256 != SendPlanner.asking(plan, about: ["e"]).sha256)
        #expect(plan.sha256 != SendPlanner.making(stream: "S", subjects: ["s"], before: plan).sha256)
    }

    @Test("Sealing wants a word of its own, what was invalid once wants the event's name, the rest a yes")
    func confirmations() {
        func confirmation(_ event: WaitingEvent) -> String? { SendPlanner.plan([event]).steps.first?.change?.confirmation }
        #expect(confirmation(Self.event("e")) == nil)
        #expect(confirmation(Self.event("e", isSealed: false)) == "reseal")
        #expect(confirmation(Self.event("e", wasInvalid: true)) == "event:e")
        #expect(confirmation(Self.event("e", isSealed: false, wasInvalid: true)) == "event:e")
    }

    @Test("Of whom nobody knows whether it was committed, that is kept: it is done again by the name of its step alone")
    func uncertain() {
        let plan = SendPlanner.plan([Self.event("a"), Self.event("b", isSealed: false), Self.event("c")])
        let asking = SendPlanner.asking(plan, about: ["a", "b", "elsewhere"])
        #expect(asking.steps.map(\.history) == [.uncertain, .uncertain, .fresh])
        #expect(asking.steps.map { $0.change?.confirmation } == [nil, nil, nil])
        #expect(asking.steps.map(\.id) == plan.steps.map(\.id))
        #expect(asking.steps.map { $0.change?.before } == ["aa", "aa", "aa"])
        #expect(SendPlanner.asking(plan, about: []).sha256 == plan.sha256)
    }

    @Test("An invalid event is recorded so, and not sent")
    func quarantine() {
        let plan = SendPlanner.quarantining(SendPlanner.plan([Self.event("a"), Self.event("b")]), ["b": "hash_mismatch", "x": "y"])
        #expect(plan.steps.compactMap(\.change?.operation) == [.send(event: "a"), .quarantine(event: "b", reason: "hash_mismatch")])
        #expect(plan.steps.last?.change?.before == "aa")
        // Nobody is asked about it as about something that was sent.
        #expect(SendPlanner.asking(plan, about: ["b"]).steps.last?.history == .fresh)
    }

    @Test("From facts alone, what waits to be published comes first, at most as many as asked for", arguments: [-1, 0, 1, 2, 3, 9])
    func limit(limit: Int) {
        var facts = Facts()
        facts.outbox.pendingPublish = ["p1", "p2"]
        facts.outbox.pendingCommit = ["c1"]
        let plan = SendPlanner.plan(limit: limit, facts)
        #expect(plan.steps.map(\.id) == ["mesh/retry.p1", "mesh/retry.p2", "mesh/retry.c1"].prefix(max(0, limit)).map(\.self))
    }

    @Test("The stream is made before anything is sent, and that is a step")
    func stream() {
        let plan = SendPlanner.making(stream: "S", subjects: ["s", "s.>"], before: SendPlanner.plan([Self.event("e")]))
        #expect(plan.steps.map(\.id) == ["mesh/stream", "mesh/retry.e"])
        #expect(plan.steps.first?.change?.operation == .makeStream(name: "S", subjects: ["s", "s.>"]))
        #expect(plan.steps.first?.effect == .change)
        #expect(plan.steps.first?.change?.isAlreadySo == false)
    }
}
