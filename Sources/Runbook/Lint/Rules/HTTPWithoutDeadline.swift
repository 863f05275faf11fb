/// curl waits for ever by default, and a hanging service is exactly when it is asked.
struct HTTPWithoutDeadline: LintRule {
    let id = "http-without-deadline"
    let level = Finding.Level.warning
    let summary = "An HTTP call that may wait for ever."
    let explanation = """
        A service that accepts connections and never answers holds `curl` until somebody interrupts it; `--connect-timeout` does not \
        help, since the connection was made. An incident is when this happens. A `timeout=` annotation bounds the step as well.
        """
    let example = """
        **Diagnosis:**
        ```bash
        curl https://example.org/health
        ```
        """
    let instead = """
        **Diagnosis:**
        ```bash
        curl --max-time 10 https://example.org/health
        ```
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.steps.filter { $0.attributes.timeoutMilliseconds == nil }.flatMap { step in
            step.writtenCommands.filter { !$0.isBounded }.compactMap { command in
                remedy(command).map { option in
                    finding(
                        "`\(command.program)` waits without limit for an answer.", at: step.span, suggestion: "Add `\(option)`.",
                        fix: step.fix("\(command.program) ", "\(command.program) \(option) "))
                }
            }
        }
    }

    /// The option that is missing, or nil.
    private func remedy(_ command: WrittenCommand) -> String? {
        switch command.program {
        case "curl":
            // A cluster of short options may end in m: `-sSm 5`; its value may be glued to it: `-m5`.
            let bounded = command.arguments.contains { option in
                option.hasPrefix("--max-time")
                    || option.hasPrefix("-") && !option.hasPrefix("--") && option.dropFirst().prefix { $0.isLetter }.contains("m")
            }
            return bounded ? nil : "--max-time 10"
        case "wget":
            return command.arguments.contains { $0.hasPrefix("-T") || $0.hasPrefix("--timeout") || $0.hasPrefix("--read-timeout") }
                ? nil : "--timeout=10 --tries=1"
        default: return nil
        }
    }
}
