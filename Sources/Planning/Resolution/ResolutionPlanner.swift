public import Runbook

/// Items of a resolution → the steps that carry them out. What the program cannot do here, and what only a person can, is asked of a
/// person.
public enum ResolutionPlanner {
    /// All items in their order, as if every one of them were needed: for a dry run.
    public static func plan(_ incident: Incident, _ facts: Facts, _ choices: ResolutionChoices) -> Plan {
        var steps: [PlannedStep] = []
        for item in ResolutionItem.all(of: incident) {
            let captured = steps.reduce(into: facts.kept) { $0.formUnion($1.captures) }
            steps += self.steps(item, facts.after(steps), choices, kept: captured)
        }
        return Plan(subject: incident.id, steps: steps)
    }

    /// One item by itself.
    public static func plan(_ item: ResolutionItem, of incident: String, _ facts: Facts, _ choices: ResolutionChoices) -> Plan {
        Plan(subject: incident, steps: steps(item, facts, choices, kept: facts.kept))
    }

    private static func steps(
        _ item: ResolutionItem, _ facts: Facts, _ choices: ResolutionChoices, kept: Set<Loss>
    ) -> [PlannedStep] {
        if item.kind == .start { return [start(item)] }
        return item.steps.flatMap { step in
            let own = self.steps(step, facts, choices)
            var needed = own.reduce(into: Set<Loss>()) { $0.formUnion($1.change?.operation.loses ?? []) }
            // Redis of a compose file keeps nothing on disk.
            if item.stopsServices { needed.insert(.rateLimits) }
            return captures(needed.subtracting(kept), facts) + own
        }
    }

    private static func steps(_ step: Step, _ facts: Facts, _ choices: ResolutionChoices) -> [PlannedStep] {
        let action = step.suggestion?.action ?? step.action
        // What still lacks a value is refused with the names; nothing of it is run.
        if !step.needs.isEmpty { return StepPlanner.plan([step], subject: "", facts).steps }
        switch action {
        case .compose(let argv): return [compose(step, argv, facts)]
        case .redis(let arguments, _) where arguments.first?.uppercased() == "FLUSHDB":
            return [flush(step, action, facts.resolution.keys, choices)]
        case .named(let named): return NamedSteps(step: step, facts: facts, choices: choices).steps(named)
        case .sqlite(let database, let sql) where isIntegrityCheck(sql):
            return [look(step, .integrity(database: database), timeout: 600_000)]
        case .manual: return [person(step, text: step.line)]
        default: return others(step, facts)
        }
    }

    /// What has no form of its own here is planned as any runbook's step is.
    private static func others(_ step: Step, _ facts: Facts) -> [PlannedStep] {
        StepPlanner.plan([step], subject: "", facts).steps.filter(\.captures.isEmpty).map { planned in
            if case .runbook(let action)? = planned.change?.operation, !isCarriedOut(action) {
                return person(step, because: "the program does not carry it out", text: step.line)
            }
            guard planned.change == nil, let probe = planned.probe else { return planned }
            return look(step, probe, timeout: planned.timeoutMilliseconds)
        }
    }

    /// Whether the program can do what an action changes.
    private static func isCarriedOut(_ action: Action) -> Bool {
        switch action {
        case .compose, .redis, .shell: true
        case .http, .sqlite, .outbox, .capability, .python, .flag, .variable, .file, .named, .manual: false
        }
    }

    private static func isIntegrityCheck(_ sql: String) -> Bool {
        let words = sql.lowercased().split { !$0.isLetter && $0 != "_" }
        return words == ["pragma", "integrity_check"]
    }
}

extension ResolutionPlanner {
    /// A look whose finding is said and decides nothing: whether the incident is still there is decided by its diagnosis. Below `set -e` a
    /// command that fails ends what its author wrote.
    static func look(_ step: Step, _ probe: Probe, timeout: Double? = nil) -> PlannedStep {
        PlannedStep.of(
            step, kind: probe.kind, effect: .read, probe: probe, timeoutMilliseconds: timeout,
            standing: step.line != nil && step.context.options.contains("errexit") ? .usual : .finding
            // A step that is carried out by a look is not also a person's, nor a change.
        ).with { if step.effect != .read { $0.step = nil } }
    }

    /// - Parameters:
    ///   - because: why the program leaves it to a person; nil for what the runbook leaves to one.
    ///   - text: what is to be given by hand.
    static func person(_ step: Step, because: String? = nil, text: String? = nil) -> PlannedStep {
        let copied = text.map { ":\n" + $0.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n") } ?? ""
        return PlannedStep.manual(step.id, withoutFullStop(step.title) + (because.map { " (\($0))" } ?? "") + copied, isAsked: true)
    }

    /// A title that more words follow.
    static func withoutFullStop(_ title: String) -> String { title.hasSuffix(".") ? String(title.dropLast()) : title }

    static func change(
        _ step: Step, _ change: Change, effect: Effect? = nil, id: String? = nil, title: String? = nil, timeout: Double? = nil
    ) -> PlannedStep {
        PlannedStep.of(
            step, id: id, title: title, kind: change.operation.kind, effect: effect ?? step.suggestion?.effect, change: change,
            timeoutMilliseconds: timeout
        ).with { if step.effect == .none { $0.step = nil } }
    }

    private static func compose(_ step: Step, _ argv: [String], _ facts: Facts) -> PlannedStep {
        guard facts.service.composeService != nil else {
            return person(step, because: facts.service.unnamed ?? "no compose service is known")
        }
        guard facts.service.engineAnswers else { return person(step, because: facts.service.engineTrouble) }
        let operation = ComposeUp.operation(argv, facts) ?? .runbook(.compose(argv: argv))
        guard argv.dropFirst().contains("stop") else {
            return change(step, Change(operation, postchecks: operation.interrupts ? Verification.serving : []), timeout: 120_000)
        }
        return change(step, .stop(operation), timeout: 120_000)
    }

    private static func start(_ item: ResolutionItem) -> PlannedStep {
        PlannedStep.act(item.id, item.title, .start, timeoutMilliseconds: 120_000)
    }

    private static func flush(_ step: Step, _ action: Action, _ keys: KeyFacts?, _ choices: ResolutionChoices) -> PlannedStep {
        guard let pattern = choices.unlinkPattern else {
            return change(
                step, Change(.runbook(action)), title: withoutFullStop(step.title) + (keys.map { ": FLUSHDB removes \($0.count)" } ?? ""))
        }
        let which = keys.map { "Remove \($0.count) of Redis: those that match \(pattern)" }
        return change(
            step, Change(.unlinkKeys(pattern: pattern)), title: which ?? "Remove the Redis keys that match \(pattern), and no others")
    }

    /// Looks that keep what would be lost, as far as it can be kept now.
    private static func captures(_ losses: Set<Loss>, _ facts: Facts) -> [PlannedStep] {
        losses.sorted().compactMap { StepPlanner.capture(of: $0, facts) }
    }
}
