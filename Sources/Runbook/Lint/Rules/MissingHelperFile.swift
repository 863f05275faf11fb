/// A runbook is copied, its helper files are forgotten.
struct MissingHelperFile: LintRule {
    let id = "missing-helper-file"
    let level = Finding.Level.warning
    let summary = "A command that needs a file which is not there."
    let explanation = """
        `curl -w @curl-format.txt` without the file prints a warning and no timings; a script that is not there ends the diagnosis. \
        Files are looked for where commands run and beside the runbook.
        """
    let example = """
        **Diagnosis:**
        ```bash
        curl --max-time 10 -w "@no-such-format.txt" https://example.org/health
        ```
        """
    let instead = """
        **Diagnosis:**
        ```bash
        curl --max-time 10 -w "total: %{time_total} s" https://example.org/health
        ```
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.steps.flatMap { step in
            let files = step.writtenCommands.filter { !$0.isInContainer }.flatMap(Helper.files)
            return files.filter { context.fileExists($0) == false }.map { path in
                finding(
                    "The step needs `\(path)`, which is not there.", at: step.span,
                    suggestion: "Put the file beside the runbook, or write what is in it into the command.")
            }
        }
    }
}

/// Files that a command reads to do its work, as opposed to those it looks at.
private enum Helper {
    static func files(_ command: WrittenCommand) -> [String] {
        var result = command.redirections.filter { $0.operation.hasSuffix("<") }.map(\.target)
        switch command.program {
        case "curl": result += curl(command.arguments)
        case "bash", "sh", "zsh", "node", "python", "python3", "source", ".":
            // `-c` and `-m` take the program from elsewhere.
            if let first = command.arguments.first, !first.hasPrefix("-") { result.append(first) }
        case "docker", "docker-compose": result += values(command.arguments.prefix { $0 != "logs" }, of: ["-f", "--file", "--env-file"])
        default: if command.program.hasPrefix("./") { result.append(command.program) }
        }
        return result
    }

    private static func curl(_ arguments: [String]) -> [String] {
        let quoted = values(arguments, of: ["-w", "--write-out", "-d", "--data", "--data-binary", "--json"])
            .filter { $0.hasPrefix("@") && $0 != "@-" }.map { String($0.dropFirst()) }
        return quoted + values(arguments, of: ["-K", "--config", "-T", "--upload-file"]).filter { $0 != "-" }
    }

    /// The words after each of these options.
    private static func values(_ arguments: some Sequence<String>, of options: Set<String>) -> [String] {
        zip(arguments, arguments.dropFirst()).filter { options.contains($0.0) }.map(\.1)
    }
}
