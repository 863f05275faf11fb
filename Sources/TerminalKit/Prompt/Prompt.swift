public import SystemKit

/// Asks a person at the terminal: the question goes to standard error, the answer is one line of standard input.
///
/// What was typed before the question is forgotten first, so that a key pressed too early approves nothing.
public struct Prompt: Sendable {
    public enum Answer: Sendable, Equatable {
        /// What was typed, without the line end.
        case line(String)
        case endOfInput
        case cancelled
    }

    public enum Decision: Sendable, Equatable {
        case accepted
        /// Every other answer, none included.
        case declined
        case cancelled
    }

    private let input: TerminalInput
    private let output: OutputStream
    private let cancellation: Cancellation

    /// - Parameter cancellation: ends the wait for an answer.
    public init(cancellation: Cancellation, input: TerminalInput = .standardInput, output: OutputStream = .standardError) {
        self.cancellation = cancellation
        self.input = input
        self.output = output
    }

    /// Whether there is a person to ask: both ends are terminals.
    public var isPossible: Bool { input.isTerminal && output.isTerminal }

    /// Shows the question and waits for one line.
    ///
    /// - Parameter question: may hold foreign text and several lines; it is made harmless here.
    /// - Throws: `SystemError`, where `isPossible` is false in any case.
    public func ask(_ question: String) throws(SystemError) -> Answer {
        guard isPossible else { throw SystemError("ask at the terminal", code: SystemError.notATerminal) }
        return try input.inLineMode { () throws(SystemError) in
            try input.discardTypeAhead()
            try output.write(Sanitizer.multiline(question) + " ")
            switch try input.readLine(cancellation) {
            case .text(let bytes): return .line(String(decoding: bytes, as: UTF8.self))
            // The cursor still stands behind the question. A terminal that went away takes no line end.
            case .end:
                try? output.write("\n")
                return .endOfInput
            case .cancelled:
                try? output.write("\n")
                return .cancelled
            }
        }
    }

    /// Yes or no: only `y` and `yes`, in any case, are yes.
    public func confirm(_ question: String) throws(SystemError) -> Decision {
        try decide(question + " [y/N]") { ["y", "yes"].contains($0.lowercased()) }
    }

    /// Wants a name typed, letter for letter; there is one attempt.
    public func typedName(_ name: String, _ question: String) throws(SystemError) -> Decision {
        // Equal strings may differ in their bytes.
        try decide(question + " Type \(name) to go on:") { $0.utf8.elementsEqual(name.utf8) }
    }

    private func decide(_ question: String, _ accepts: (Substring) -> Bool) throws(SystemError) -> Decision {
        switch try ask(question) {
        case .line(let text): accepts(trimmed(text)) ? .accepted : .declined
        case .endOfInput: .declined
        case .cancelled: .cancelled
        }
    }

    private func trimmed(_ text: String) -> Substring {
        let isSpace = { (character: Character) in character == " " || character == "\t" || character == "\r" }
        var rest = text.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }
}
