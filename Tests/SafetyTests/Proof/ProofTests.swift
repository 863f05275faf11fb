import TestSupport
import Testing

@testable import Safety

/// The proof of the rules: what no reachable world shows cannot happen in these worlds; and each rule is needed for that.
@Suite(.ownThread) struct ProofTests {
    @Test("No command, in any order and whatever happens between, breaks an invariant", arguments: SmallWorlds.all)
    func proof(worlds: SmallWorlds) {
        let result = worlds.search(Policy())
        print(
            """
            proof, \(worlds.name): \(result.states) states, \(result.transitions) transitions, \(result.decisions) decisions \
            (\(result.approved) approved), depth \(result.depth)\(result.isComplete ? ", nothing further can be reached" : "")
            """)
        #expect(result.findings.isEmpty, "\(result.findings.map(\.text))")
        #expect(result.stuck.isEmpty, "\(result.stuck.prefix(5))")
        #expect(result.depth >= 6)
        #expect(result.states > 1000)
        // Turning off is possible, and what was turned off can be turned on again: the rules forbid no more than they must.
        #expect(result.possible.contains(Command.disableAll.name))
        #expect(result.possible.contains(Command.enableSync.name) == worlds.commands.contains { $0.name == Command.enableSync.name })
    }

    @Test("Without any one of the rules something breaks", arguments: SafetyRule.all.map(\.id))
    func mutation(id: String) throws {
        let policy = Policy(rules: SafetyRule.all.filter { $0.id != id })
        let found = SmallWorlds.all.lazy.compactMap { worlds in worlds.search(policy, stopsAtFirstFinding: true).findings.first }
            .first
        let finding = try #require(found, "nothing breaks without \(id)")
        print("proof, without \(id): \(finding.text)")
    }

    @Test("Without rules every invariant breaks but the one that Policy itself keeps: each can be broken by these commands")
    func lawless() {
        let worlds = SmallWorlds(
            name: "", commands: Command.flags + Command.others, moves: Move.flags + Move.surroundings, first: [World()], depth: 2)
        let broken = worlds.search(Policy(rules: [])).findings
        #expect(Set(broken.map(\.invariant)) == Set(Invariant.allCases).subtracting([.peopleDecide]), "\(broken.map(\.text))")
    }

    @Test("Attestation can be turned on where sync runs and the smoke checks covered both")
    func enabling() {
        let world = World().with {
            $0.syncFile = .on
            $0.runsSync = true
            $0.smoke = .passedBoth
        }
        let worlds = SmallWorlds(name: "", commands: [.enableAttest], moves: [], first: [world], depth: 1)
        #expect(worlds.search(Policy()).possible == ["mesh enable attest"])
    }
}
