import Planning
import Safety

/// Every world that commands and moves lead to from some first worlds, the nearest first, with the shipped planners and policy.
struct Exhaustion {
    /// A violation, and the shortest way there.
    struct Finding {
        let invariant: Invariant
        let path: [String]

        var text: String { "\(invariant.rawValue): \(path.joined(separator: " → "))" }
    }

    struct Result {
        var states = 0
        var transitions = 0
        var decisions = 0
        var approved = 0
        var depth = 0
        /// Whether nothing further could be reached.
        var isComplete = false
        /// The first of each invariant, in the order in which they were met: the nearest first.
        var findings: [Finding] = []
        /// What should always be possible and was refused, with the rules.
        var stuck: [String] = []
        /// Commands that were approved in some world.
        var possible: Set<String> = []
    }

    let policy: Policy
    let commands: [Command]
    let moves: [Move]
    let first: [World]
    let maximumDepth: Int
    var stopsAtFirstFinding = false

    func run() -> Result {
        var search = Search(self)
        return search.run()
    }
}

private struct Search {
    private let exhaustion: Exhaustion
    private var result = Exhaustion.Result()
    /// How each world was first reached: the world before, and the command or move.
    private var origin: [UInt64: (from: UInt64, by: UInt16)] = [:]
    /// What a command comes to, by what can be seen.
    private var known: [UInt64: Script?] = [:]
    /// What was approved, by a few words of its plan: few plans differ, and hashing one takes longer than all else.
    private var approved: [String: [Approved]] = [:]
    private var hashes: Set<String> = []
    private var worlds: [World] = []

    init(_ exhaustion: Exhaustion) { self.exhaustion = exhaustion }

    mutating func run() -> Exhaustion.Result {
        for world in exhaustion.first { reach(world, from: world, by: .max) }
        var layer = 0..<worlds.count
        while !layer.isEmpty, result.depth < exhaustion.maximumDepth {
            for index in layer {
                step(worlds[index])
                if exhaustion.stopsAtFirstFinding, !result.findings.isEmpty { return finished() }
            }
            layer = layer.upperBound..<worlds.count
            result.depth += 1
        }
        result.isComplete = layer.isEmpty
        return finished()
    }

    private mutating func finished() -> Exhaustion.Result {
        result.states = worlds.count
        return result
    }

    private mutating func reach(_ world: World, from: World, by: UInt16) {
        guard origin[world.bits] == nil else { return }
        origin[world.bits] = (from.bits, by)
        worlds.append(world)
    }

    private mutating func step(_ world: World) {
        for (index, move) in exhaustion.moves.enumerated() {
            let after = world.with(move.apply)
            guard after != world else { continue }
            result.transitions += 1
            reach(after, from: world, by: UInt16(exhaustion.commands.count + index))
        }
        let seen = world.seen
        var facts: Facts?
        for (index, command) in exhaustion.commands.enumerated() {
            let key = seen.bits << 8 | UInt64(index)
            if let script = known[key] {
                if let script { carryOut(script, in: world, by: index) }
            } else {
                let now = facts ?? seen.facts
                facts = now
                let script = decide(command, now, seen)
                known.updateValue(script, forKey: key)
                if let script { carryOut(script, in: world, by: index) }
            }
        }
    }

    /// The shipped planner and policy; nil when it is refused or nothing is to be done.
    private mutating func decide(_ command: Command, _ facts: Facts, _ world: World) -> Script? {
        result.decisions += 1
        let plan = command.plan(facts)
        let decision = exhaustion.policy.decide(plan, facts)
        if decision.isRefused {
            check(refused: command, decision, world)
            return nil
        }
        result.approved += 1
        result.possible.insert(command.name)
        let demands = decision.demands
        let words = plan.subject + plan.steps.map { $0.id + ($0.change?.before ?? "-") }.joined()
        if let known = approved[words]?.first(where: { $0.plan == plan && $0.demands == demands }) { return known.script }
        let script = approve(decision, demands)
        if let script {
            approved[words, default: []].append(Approved(plan: plan, demands: demands, script: script))
        } else {
            result.stuck.append("\(command.name) was not approved with everything it asked for")
        }
        return script
    }

    private mutating func approve(_ decision: Decision, _ demands: [ApprovalDemand]) -> Script? {
        let hash = decision.planHash
        if !hashes.insert(hash).inserted, !approved.values.joined().contains(where: { $0.plan == decision.plan }) {
            result.stuck.append("two plans have one hash")
        }
        for given in Word.allCases where !given.suffices(for: demands) {
            if (try? exhaustion.policy.approve(decision, given.approvals(for: hash, demands))) != nil {
                result.stuck.append("approved with \(given.rawValue): \(demands)")
            }
        }
        guard let plan = try? exhaustion.policy.approve(decision, Word.everything.approvals(for: hash, demands)) else { return nil }
        return Script(plan, subject: decision.plan.subject)
    }

    /// Turning everything off is never refused, but for the lock, the journal, and containers that are known to be another's.
    private mutating func check(refused command: Command, _ decision: Decision, _ world: World) {
        guard [Command.disableAll.name, Command.disableAttest.name].contains(command.name) else { return }
        let rules = Set(decision.refusals.map(\.rule)).subtracting(["one-responder", "no-journal-no-change"])
        let isOthers = world.owner == .another && rules == ["own-containers"]
        if !rules.isEmpty && !isOthers || rules.isEmpty && world.lock == .free && world.journalWorks {
            result.stuck.append("\(command.name) is refused by \(rules.sorted()): \(path(to: world).joined(separator: " → "))")
        }
    }

    /// Does it, deed by deed. The program may be killed after each: what lies between is a world too.
    private mutating func carryOut(_ script: Script, in world: World, by index: Int) {
        var before = world
        var run = RunSoFar()
        var isUnkept = false
        for deed in script.deeds {
            if case .keep(let loss) = deed.act {
                if world.canBeKept.contains(loss) { run.kept.insert(loss) } else { isUnkept = true }
                continue
            }
            // The executor does not go on to destroy what a look before failed to keep.
            if isUnkept, deed.act == .flush { break }
            let after = deed.done(to: before)
            result.transitions += 1
            if let invariant = Invariant.broken(before, deed, after, script, run) {
                if !result.findings.contains(where: { $0.invariant == invariant }) {
                    result.findings.append(
                        Exhaustion.Finding(
                            invariant: invariant, path: path(to: world) + [exhaustion.commands[index].name + " (\(deed.id))"]))
                }
                return
            }
            if deed.interrupts { run.interruptions += 1 }
            reach(after, from: world, by: UInt16(index))
            before = after
        }
        settled(before, world, index)
    }

    /// `disable all` leaves both flags off, in the file and in the service.
    private mutating func settled(_ after: World, _ world: World, _ index: Int) {
        guard exhaustion.commands[index].name == Command.disableAll.name else { return }
        if after.fileSync || after.fileAttest || world.hasCompose && (after.runsSync || after.runsAttest) {
            result.stuck.append("mesh disable all leaves a flag on: \(path(to: world).joined(separator: " → "))")
        }
    }

    private func path(to world: World) -> [String] {
        var names: [String] = []
        var bits = world.bits
        while let step = origin[bits], step.by != .max {
            let index = Int(step.by)
            names.append(
                index < exhaustion.commands.count
                    ? exhaustion.commands[index].name : exhaustion.moves[index - exhaustion.commands.count].name)
            bits = step.from
        }
        return names.reversed()
    }
}

private struct Approved {
    let plan: Plan
    let demands: [ApprovalDemand]
    let script: Script
}
