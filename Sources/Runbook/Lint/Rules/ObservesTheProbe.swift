/// A thermometer that measures itself.
struct ObservesTheProbe: LintRule {
    let id = "observes-the-probe"
    let level = Finding.Level.warning
    let summary = "A new Python process that is asked about itself instead of about the service."
    let explanation = """
        `python -c` and a Python block start a process of their own. Its memory is not the service's, its counters are all zero, and its \
        flags come from the shell it was started in. Memory can only be measured from outside, per container or process. A configuration \
        report may be asked inside the service's container: `docker-compose exec`, or the annotation `container=`, says so.
        """
    let example = """
        **Diagnosis:**
        ```bash
        python -c "import tracemalloc; tracemalloc.start(); print(tracemalloc.get_traced_memory())"
        ```
        """
    let instead = """
        **Diagnosis:**
        ```bash
        docker stats --no-stream jarvis-api
        ```
        """

    /// What measures the process it is called in, whichever container that is.
    private static let ofTheProcess = ["memory_monitor", "tracemalloc", "getrusage", "psutil.Process()", "gc.get_"]
    /// What reports the environment and counters of the process it is called in.
    private static let ofTheEnvironment = ["build_runtime_capability_report", "().get_status()"]

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.steps.compactMap { step in
            guard let command = step.command, isPython(step) else { return nil }
            if ObservesTheProbe.ofTheProcess.contains(where: command.contains) {
                return finding(
                    "This measures the Python process that the step starts, and not the service.", at: step.span,
                    suggestion: "Measure from outside: `docker stats --no-stream SERVICE`.")
            }
            let isInside = step.attributes.container != nil || step.writtenCommands.contains(where: \.isInContainer)
            guard !isInside, ObservesTheProbe.ofTheEnvironment.contains(where: command.contains) else { return nil }
            return finding(
                "A new process reports its own configuration and empty counters, and not the running service's.", at: step.span,
                suggestion: "Ask inside the service's container: annotate `{container=SERVICE}`, or use `docker-compose exec SERVICE …`.")
        }
    }

    private func isPython(_ step: Step) -> Bool {
        switch step.action {
        case .python, .capability, .outbox(.status): true
        default: step.writtenCommands.contains { $0.program.hasPrefix("python") }
        }
    }
}
