/// A diagnosis that never returns tells nothing, and holds up every probe behind it.
struct EndlessCommand: LintRule {
    let id = "endless-command"
    let level = Finding.Level.warning
    let summary = "A command that goes on until somebody interrupts it."
    let explanation = """
        `docker stats`, `logs -f`, `tail -f`, `watch` and `top` redraw or follow for ever. Nobody at 3 a.m. should have to know which \
        commands of a runbook need Ctrl-C, and a program that runs them has to cut them off. A `timeout=` annotation or `timeout 5 …` \
        bounds a command that has no option for it.
        """
    let example = """
        **Diagnosis:**
        ```bash
        docker stats
        ```
        """
    let instead = """
        **Diagnosis:**
        ```bash
        docker stats --no-stream
        ```
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.steps.filter { $0.attributes.timeoutMilliseconds == nil }.flatMap { step in
            if let command = step.command, isLoop(command) {
                return [finding("The loop never ends by itself.", at: step.span, suggestion: "Write what one turn of it does.")]
            }
            return step.writtenCommands.filter { !$0.isBounded }.compactMap { command in
                Endless.remedy(command).map { remedy in
                    finding(
                        "`\(Endless.name(command))` does not return by itself as it is written.", at: step.span, suggestion: remedy,
                        fix: Endless.fix(command, step))
                }
            }
        }
    }

    private func isLoop(_ command: String) -> Bool {
        ["while true", "while :", "while sleep", "until false"].contains(where: command.hasPrefix)
    }
}

/// Commands that follow, watch or wait, and what makes each of them end.
private enum Endless {
    /// The program, with the subcommand of one that has many.
    static func name(_ command: WrittenCommand) -> String {
        guard let name = subcommand(command) else { return command.program }
        return command.program + " " + name
    }

    private static func subcommand(_ command: WrittenCommand) -> String? {
        guard command.program.hasPrefix("docker") else { return nil }
        return ComposeCommand.subcommand([command.program] + command.arguments)?.name
    }

    static func remedy(_ command: WrittenCommand) -> String? {
        let arguments = command.arguments
        func has(_ options: String...) -> Bool { options.contains(where: arguments.contains) }
        switch command.program {
        case "docker", "docker-compose": return container(command)
        case "tail": return follows(arguments) ? "Leave `-f` out: `tail -n 50 FILE`." : nil
        case "journalctl": return follows(arguments) ? "Leave `-f` out: `journalctl -n 100`." : nil
        case "kubectl": return has("logs") && follows(arguments) ? "Leave `-f` out: `kubectl logs --tail=100`." : nil
        case "watch": return "Write the command alone, without `watch`."
        case "top": return has("-n") ? nil : "Write `top -b -n 1`."
        case "htop", "iotop", "nethogs": return "Write `top -b -n 1`."
        case "less", "more", "most": return "Write `tail -n 100 FILE`: a pager waits for keys."
        case "ping": return arguments.contains { $0.hasPrefix("-c") } ? nil : "Add `-c 3`."
        case "tcpdump": return arguments.contains { $0.hasPrefix("-c") } ? nil : "Add `-c 100`."
        case "vmstat", "iostat": return arguments.filter { Int($0) != nil }.count == 1 ? "Add a count after the interval: `1 5`." : nil
        case "redis-cli":
            let name = arguments.first { !$0.hasPrefix("-") }?.uppercased() ?? ""
            return ["MONITOR", "SUBSCRIBE", "PSUBSCRIBE"].contains(name) || has("--stat", "--latency")
                ? "Ask once, with `INFO` or `SLOWLOG GET 10`." : nil
        case "sleep": return has("infinity") ? "Give it a number of seconds." : nil
        default: return nil
        }
    }

    /// Where one option more or less is all.
    static func fix(_ command: WrittenCommand, _ step: Step) -> TextFix? {
        switch subcommand(command) ?? command.program {
        case "stats": step.fix(" stats", " stats --no-stream")
        case "logs", "journalctl": step.fix(" -f ", " ") ?? step.fix(" --follow ", " ")
        default: nil
        }
    }

    private static func container(_ command: WrittenCommand) -> String? {
        let arguments = command.arguments
        func has(_ options: String...) -> Bool { options.contains(where: arguments.contains) }
        switch subcommand(command) {
        case "stats": return has("--no-stream") ? nil : "Add `--no-stream`."
        case "logs": return follows(arguments.drop { $0 != "logs" }) ? "Leave `-f` out and bound the answer: `--tail=100`." : nil
        case "events": return arguments.contains { $0.hasPrefix("--until") } ? nil : "Add `--since 10m --until 0s`."
        case "attach": return "Read `logs --tail=100` instead."
        case "up":
            return has("-d", "--detach", "--no-start", "--wait") ? nil : "Add `-d`: without it the command stays with the containers."
        default: return nil
        }
    }

    /// `-f`, `-F`, `--follow`, also inside a cluster such as `-50f`.
    private static func follows(_ arguments: some Sequence<String>) -> Bool {
        arguments.contains { argument in
            argument.hasPrefix("--follow")
                || argument.hasPrefix("-") && !argument.hasPrefix("--") && argument.contains { "fF".contains($0) }
        }
    }
}
