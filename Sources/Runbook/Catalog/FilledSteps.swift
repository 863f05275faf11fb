extension Step {
    /// The step with values in the places that were left open. Each value is one word, and the whole line is read anew: what it does is
    /// told from what it says now.
    public func filled(with values: [String: String]) -> Step {
        guard let line, needs.contains(where: { values[$0] != nil }) else { return self }
        let placeholders = Placeholders.all(in: ShellScanner.statement(line), context)
        if placeholders.refusal(of: values) != nil { return self }
        let filled = placeholders.filled(values)
        var step = self
        let commands = ScriptReader.read(filled, in: Terminal(context: context)).commands
        // What leads elsewhere now is a person's as a whole.
        let classified =
            commands.first { $0.classified.action == .manual }?.classified
            ?? (commands.count == 1 ? commands[0].classified : CommandInContext.script(ShellScanner.statement(filled), context))
        step.action = classified.action
        step.effect = classified.effect
        step.target = classified.target
        step.notes = classified.notes
        step.line = filled
        // What was given may look like a placeholder itself.
        step.needs = needs.filter { values[$0] == nil }
        if title == FenceComments.title(line) { step.title = FenceComments.title(filled) }
        return step
    }
}

extension Step {
    /// Why values cannot be put into the step's command; nil where they can.
    public func refusal(of values: [String: String]) -> String? {
        line.flatMap { Placeholders.all(in: ShellScanner.statement($0), context).refusal(of: values) }
    }
}

extension Incident {
    public func filled(with values: [String: String]) -> Incident {
        var incident = self
        incident.diagnosis = diagnosis.map { $0.filled(with: values) }
        incident.resolution = resolution.map { $0.filled(with: values) }
        incident.rollback = rollback.map { $0.filled(with: values) }
        return incident
    }
}

extension Runbook {
    public func filled(with values: [String: String]) -> Runbook {
        var runbook = self
        runbook.incidents = incidents.map { $0.filled(with: values) }
        return runbook
    }
}
