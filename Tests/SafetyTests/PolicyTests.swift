import Planning
import Runbook
import Safety
import TestSupport
import Testing

private func planned(_ effect: Effect, own: Effect?, probe: Probe?) -> PlannedStep {
    PlannedStep(id: "a/1", title: "t", step: own.map { makeStep(.manual, $0) }, kind: .shell, effect: effect, probe: probe)
}

@Suite(.ownThread) struct PolicyTests {
    @Test("Of all effects of plan and step, with and without a probe, only reading in both with a probe is allowed")
    func exhaustive() {
        for effect in Effect.allCases {
            for own in Effect.allCases.map(Optional.some) + [nil] {
                for probe in [Probe.meshStatus, nil] {
                    let approved = Policy.approveReading(Plan(steps: [planned(effect, own: own, probe: probe)]))
                    let reads = effect == .read && (own == nil || own == .read) && probe != nil
                    #expect(approved.allowed.count == (reads ? 1 : 0), "\(effect) \(String(describing: own))")
                    #expect(approved.allowed.count + approved.withheld.count == 1)
                    #expect(approved.withheld.allSatisfy { !$0.because.isEmpty })
                }
            }
        }
    }

    @Test("A request that sends something is withheld, though it is called reading", arguments: ["POST", "put", "DELETE"])
    func requests(method: String) {
        var request = HTTPAction(url: "http://localhost/x")
        request.method = method
        #expect(Policy.approveReading(Plan(steps: [planned(.read, own: nil, probe: .http(request))])).allowed.isEmpty)
        request.method = "GET"
        #expect(Policy.approveReading(Plan(steps: [planned(.read, own: nil, probe: .http(request))])).allowed.count == 1)
        request.body = "x"
        #expect(Policy.approveReading(Plan(steps: [planned(.read, own: nil, probe: .http(request))])).allowed.isEmpty)
    }

    @Test("The order of the plan is kept in both lists")
    func order() {
        let effects: [Effect] = [.read, .change, .read, .unknown]
        let steps = effects.enumerated().map {
            PlannedStep(id: "\($0.offset)", title: "", step: nil, kind: .shell, effect: $0.element, probe: .meshStatus)
        }
        let approved = Policy.approveReading(Plan(steps: steps))
        #expect(approved.allowed.map(\.id) == ["0", "2"])
        #expect(approved.withheld.map(\.step.id) == ["1", "3"])
    }
}
