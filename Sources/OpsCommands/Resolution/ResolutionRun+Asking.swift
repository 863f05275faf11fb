internal import Configuration
internal import Execution
internal import Planning
internal import Redaction
internal import Runbook
internal import SystemKit

extension ResolutionRun {
    /// Whether an item may be taken after a step that went wrong: at a terminal a person decides, and is told; elsewhere the run ends.
    /// Items with a condition are what follows a failure.
    func mayFollow(_ item: ResolutionItem, _ run: inout ResolutionInHand) -> Bool {
        guard let trouble = run.trouble, !item.followsFailure else { return true }
        let question = "\(trouble.error.message)\n  What follows may have relied on it. Go on with \(item.id), \(item.title)? [y/N]:"
        if let answer = desk.text(question), ["y", "yes"].contains(answer.lowercased()) {
            run.trouble = nil
            return true
        }
        file(item, .notRun, trouble.error.message, &run)
        run.stop = trouble.error
        return false
    }

    /// The item with a value in every place that it leaves open; nil where there is none, and then nothing of it is run.
    func filled(_ item: ResolutionItem, _ run: inout ResolutionInHand) -> ResolutionItem? {
        guard !item.needs.isEmpty else { return item }
        var values: [String: String] = [:]
        for name in item.needs {
            let lines = item.steps.filter { $0.needs.contains(name) }.compactMap(\.line).joined(separator: "\n    ")
            let offered = offer(for: name)
            let question =
                "\(item.title) (\(item.id)) needs a value for \(name):\n    \(lines)\n  \(name)" + (offered.map { " [\($0)]" } ?? "") + ":"
            let value = desk.text(world.redactor.redact(question)) ?? (desk.canAsk ? offered : nil)
            let refusal = value.flatMap { value in item.steps.lazy.compactMap { $0.refusal(of: [name: value]) }.first }
            guard let value, refusal == nil else {
                let error = OpsError(
                    "value-missing", refusal.map { "\(item.id): \($0)" } ?? "\(item.id) needs a value for \(name)",
                    hint: "Give it with --set \(name)=VALUE", exitCode: ExitCodes.refused)
                file(item, .notRun, error.message, &run)
                run.refusal = run.refusal ?? error
                run.trouble = Trouble(error, leavesOpen: false)
                return nil
            }
            values[name] = value
        }
        return item.filled(with: values)
    }

    /// What the configuration knows by the name that a runbook's author may have meant.
    private func offer(for name: String) -> String? {
        let words = name.lowercased()
        let configuration = target.configuration
        if words.contains("container") { return configuration.apiService?.containerName }
        if words.contains("service") { return configuration.apiService?.name }
        if words.contains("database") || words == "db" || words.hasSuffix("_db") { return configuration.database.value }
        if words.contains("url") { return configuration.apiURL.value }
        return nil
    }
}
