/// What the reader itself reports while it turns bytes into a catalog. It has no rule object; this is its documentation.
public struct ReaderFinding: Sendable {
    public let id: String
    public let level: Finding.Level
    public let summary: String
    public let explanation: String

    /// In the order of their ids. `unknown-severity` is reported by the reader (table rows) and by the rule of that name (headings).
    public static let all: [ReaderFinding] = [
        ReaderFinding(
            id: "byte-order-mark", level: .note, summary: "The file begins with a byte order mark.",
            explanation: "It is skipped here; other tools take it for a part of the first heading. Save the file as UTF-8 without it."),
        ReaderFinding(
            id: "command-not-run", level: .note, summary: "A command in a sentence that does not ask for it.",
            explanation: """
                A command is run where a sentence tells the reader to ("Restart it: `…`", "run `…`"). One that is forbidden, called \
                deprecated or an example, run by somebody else, or named in a condition or a report is shown and not run: in doubt it \
                is not. Write it as an order, or in a code block.
                """),
        ReaderFinding(
            id: "empty-runbook", level: .error, summary: "The file has no bytes.", explanation: "There is nothing to show or to run."),
        ReaderFinding(
            id: "fence-not-run", level: .note, summary: "A code block whose commands are not run.",
            explanation: """
                Shell and Python blocks become steps; others (`json`, `text`, `yaml`) are shown to the reader. So is a block without a \
                label in which a line could be something else than a command, one below words that forbid it, call it an example or an \
                output or say that somebody else runs it, one between `<del>` and `</del>` and their like, and one that stands in no part. `jarvis-ops show ID --context` lists them. A block that stands for \
                an action of the program names it: ```` ```text {action=backup-database} ````.
                """),
        ReaderFinding(
            id: "incident-without-part", level: .warning, summary: "A heading of an incident with nothing to look at or to do.",
            explanation: """
                It names a severity, and below it stands no part: neither a heading nor a label such as `**Symptoms:**` or \
                `**Resolution:**`. It is not in the catalog.
                """),
        ReaderFinding(
            id: "invalid-utf8", level: .warning, summary: "Bytes that are not UTF-8.",
            explanation: "Each such place is read as U+FFFD: a command with one is not what was meant. Save the file as UTF-8."),
        ReaderFinding(
            id: "nested-too-deep", level: .error, summary: "Lists or quotes nested deeper than 100 levels.",
            explanation: "What lies deeper is not read, so steps may be missing."),
        ReaderFinding(
            id: "nul-byte", level: .warning, summary: "A NUL byte.",
            explanation: "It is read as U+FFFD. Text does not contain it: the file may be damaged, or UTF-16."),
        ReaderFinding(
            id: "unknown-attribute", level: .warning, summary: "An annotation on a code block that is not understood.",
            explanation: "Known are `name`, `timeout`, `container`, `expect` and `action`. One that is not understood has no effect."),
        ReaderFinding(
            id: "unknown-duration", level: .warning, summary: "A response time that cannot be read.",
            explanation: "The severity then has no response time, so nobody sees how much is left. Write it like `15 min` or `1 hour`."),
    ]
}
