import Safety
import Testing

@Suite struct ProofTests {
    @Test func measure() {
        let all = Exhaustion(
            policy: Policy(), commands: Command.flags + Command.others, moves: Move.flags + Move.surroundings, first: [World()],
            maximumDepth: 3)
        let clock = ContinuousClock()
        var result = Exhaustion.Result()
        let time = clock.measure { result = all.run() }
        print(time, result.states, result.transitions, result.decisions, result.approved, result.depth, result.isComplete)
        for finding in result.findings.values { print(finding.text) }
        for stuck in result.stuck.prefix(10) { print(stuck) }
        print(result.possible.sorted())
    }
}
