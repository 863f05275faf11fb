/// Tokens → pipelines. What the grammar here does not cover is opaque.
enum ShellParser {
    static func parse(_ line: String) -> ShellLine {
        do throws(ShellTokenizer.Opaque) {
            return .list(try pipelines(try ShellTokenizer.tokens(line)))
        } catch {
            return .opaque(reason: error.reason)
        }
    }

    static let keywords: Set<String> = [
        "for", "while", "until", "if", "then", "else", "elif", "fi", "do", "done", "case", "esac", "in", "function", "select", "time",
        "[[", "{", "}", "!", "coproc",
    ]

    private static func pipelines(_ tokens: [ShellTokenizer.Token]) throws(ShellTokenizer.Opaque) -> [ShellPipeline] {
        var result: [ShellPipeline] = []
        var pipeline = ShellPipeline()
        var command = ShellCommand()
        var redirection: String?
        /// The last operator, while nothing stands behind it yet.
        var pending: String?
        for token in tokens {
            if case .control = token {} else { pending = nil }
            switch token {
            case .word(let text, _) where redirection != nil:
                command.redirections.append(ShellRedirection(operation: redirection ?? "", target: text))
                redirection = nil
            case .word(let text, let isPlain):
                if command.words.isEmpty, let assignment = assignment(text) {
                    command.assignments.append(assignment)
                } else {
                    if command.words.isEmpty, isPlain, keywords.contains(text) { throw ShellTokenizer.Opaque(reason: "a compound command") }
                    command.words.append(text)
                }
            case .redirection(let operation):
                guard redirection == nil else { throw ShellTokenizer.Opaque(reason: "a redirection without a target") }
                redirection = operation
            case .control(let operation):
                guard redirection == nil else { throw ShellTokenizer.Opaque(reason: "a redirection without a target") }
                // Blank lines and comments give empty commands, also behind `&&`, `||` and `|`; every other operator needs both sides.
                if command.isEmpty {
                    guard operation == "\n" else { throw ShellTokenizer.Opaque(reason: "an operator without a command") }
                    continue
                }
                pending = operation == ";" || operation == "\n" ? nil : operation
                pipeline.commands.append(command)
                command = ShellCommand()
                if operation != "|" {
                    result.append(pipeline)
                    pipeline = ShellPipeline()
                }
            }
        }
        guard redirection == nil else { throw ShellTokenizer.Opaque(reason: "a redirection without a target") }
        if !command.isEmpty {
            pipeline.commands.append(command)
            result.append(pipeline)
        } else if pending != nil {
            throw ShellTokenizer.Opaque(reason: "an operator without a command")
        }
        return result
    }

    /// `NAME=value`, where NAME is what a shell takes for a variable.
    static func assignment(_ text: String) -> ShellAssignment? {
        guard let equals = text.firstIndex(of: "="), isVariableName(text[..<equals]) else { return nil }
        return ShellAssignment(name: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
    }

    static func isVariableName(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, first == UInt8(ascii: "_") || isLetter(first) else { return false }
        return text.utf8.allSatisfy { $0 == UInt8(ascii: "_") || isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
}
