internal import Execution
internal import Planning

extension LiveProbes {
    /// The checks that production waits for before a mesh flag goes on. They read, or act on a subject of their own.
    func smoke(_ check: SmokeCheck, _ limits: ProbeLimits) -> ProbeResult {
        switch check {
        case .configuration(let doubt): smokeConfiguration(doubt)
        case .seal: smokeSeal()
        case .nats: smokeNATS(limits)
        case .jetStream: smokeJetStream(limits)
        case .canary(let run): smokeCanary(run, limits)
        case .memoryWrites(let run): smokeMemoryWrites(run, limits)
        case .outbox(let acknowledged): smokeOutbox(acknowledged, limits)
        case .programID: smokeProgramID()
        case .keypair: smokeKeypair()
        case .solanaRPC: smokeSolana(limits)
        }
    }
}
