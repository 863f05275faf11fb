import Glibc
import SystemKit
import TestSupport
import Testing

@testable import TerminalKit

@Suite(.ownThread) struct PromptTests {
    @Test(
        "Only y and yes are yes",
        arguments: [
            ("y", true), ("Y", true), ("yes", true), ("YES", true), (" yes\t", true), ("", false), ("n", false), ("no", false),
            ("yess", false),
            ("ye", false), ("y y", false), ("ja", false), ("1", false), ("ｙ", false),
        ])
    func yesOrNo(typed: String, isYes: Bool) throws {
        let decision = try answering(typed + "\n") { try? $0.confirm("Go on?") }
        #expect(decision == (isYes ? .accepted : .declined))
    }

    @Test(
        "A name is typed letter for letter",
        arguments: [
            ("mesh", true), (" mesh ", true), ("Mesh", false), ("mes", false), ("mesh!", false), ("", false), ("y", false),
            ("me sh", false),
        ])
    func names(typed: String, isRight: Bool) throws {
        let decision = try answering(typed + "\n") { try? $0.typedName("mesh", "This takes the mesh off.") }
        #expect(decision == (isRight ? .accepted : .declined))
    }

    @Test("The same word in other letters is another name")
    func namesAreBytes() throws {
        #expect(try answering("e\u{301}\n") { try? $0.typedName("\u{E9}", "Name?") } == .declined)
    }

    @Test("A line that is not ended waits for its end")
    func waits() throws {
        let terminal = try PseudoTerminal()
        let asked = try Asked(terminal) { try? $0.ask("Go on?") }
        try terminal.type("y")
        try waitUntil("the letter is shown") { terminal.shown.hasSuffix("? y") }
        try terminal.type("es\n")
        #expect(asked.answer == .line("yes"))
        #expect(terminal.shown == "Go on? yes\r\n")
    }

    @Test("What was typed before the question is forgotten, a whole line or half of one", arguments: ["y\n", "y\ny\ny\n", "y"])
    func typeAhead(typed: String) throws {
        let terminal = try PseudoTerminal()
        try terminal.type(typed)
        try waitUntil("it has arrived") { typed.hasSuffix("\n") ? terminal.hasLine : terminal.shown == "y" }
        let asked = try Asked(terminal) { try? $0.ask("Go on?") }
        try terminal.type("later\n")
        #expect(asked.answer == .line("later"))
    }

    @Test("The end-of-file key declines, also behind a y", arguments: ["\u{4}", "y\u{4}\u{4}"])
    func endOfInput(typed: String) throws {
        #expect(try answering(typed) { try? $0.ask("Go on?") } == .endOfInput)
        #expect(try answering(typed) { try? $0.confirm("Go on?") } == .declined)
    }

    @Test("A terminal that goes away declines")
    func hangUp() throws {
        let terminal = try PseudoTerminal()
        let asked = try Asked(terminal) { try? $0.ask("Go on?") }
        terminal.hangUp()
        #expect(asked.answer == .endOfInput)
    }

    @Test("A cancellation ends the wait, also with half a line typed", arguments: ["", "y"])
    func cancelled(typed: String) throws {
        let terminal = try PseudoTerminal()
        let asked = try Asked(terminal) { try? $0.confirm("Go on?") }
        try terminal.type(typed)
        try waitUntil("it is shown") { terminal.shown.hasSuffix("] " + typed) }
        asked.cancellation.cancel()
        #expect(asked.answer == .cancelled)
        try waitUntil("the line is ended") { terminal.shown.hasSuffix("\r\n") }
    }

    @Test("Foreign text in a question does not steer the terminal")
    func sanitized() throws {
        let terminal = try PseudoTerminal()
        let asked = try Asked(terminal) { try? $0.ask("Stop \u{1B}[2J\u{7}api?\nReally?") }
        try terminal.type("n\n")
        #expect(asked.answer == .line("n"))
        #expect(terminal.shown == "Stop ␛[2J␇api?\r\nReally? n\r\n")
    }

    @Test("A terminal that another program left in raw mode takes lines, and is given back as it was")
    func rawMode() throws {
        let terminal = try PseudoTerminal()
        var raw = termios()
        try #require(tcgetattr(terminal.program, &raw) == 0)
        cfmakeraw(&raw)
        try #require(tcsetattr(terminal.program, TCSANOW, &raw) == 0)
        let asked = try Asked(terminal) { try? $0.ask("Go on?") }
        try terminal.type("yex\u{7F}s\r")
        #expect(asked.answer == .line("yes"))
        var now = termios()
        try #require(tcgetattr(terminal.program, &now) == 0)
        #expect(now.c_lflag == raw.c_lflag && now.c_iflag == raw.c_iflag)
    }

    @Test("Where one end is no terminal nobody is asked")
    func noTerminal() throws {
        try Fixture.with { fixture in
            let terminal = try PseudoTerminal()
            let file = open(try fixture.write("y\n", to: "file"), O_RDWR | O_CLOEXEC)
            defer { close(file) }
            for (input, output) in [(file, terminal.program), (terminal.program, file), (file, file)] {
                let prompt = Prompt(
                    cancellation: try Cancellation(), input: TerminalInput(fileDescriptor: input),
                    output: OutputStream(fileDescriptor: output))
                #expect(!prompt.isPossible)
                #expect(throws: SystemError.self) { try prompt.confirm("Go on?") }
            }
            #expect(try Files.read(fixture.path("file")) == Array("y\n".utf8) && terminal.shown.isEmpty)
        }
    }

    @Test("In a process of its own: Ctrl-C arrives as a cancellation, a line as an answer")
    func realProcess() throws {
        try Fixture.with { fixture in
            let script = """
                import os, pty, sys
                def run(keys):
                    child, master = pty.fork()
                    if child == 0:
                        os.execv(sys.argv[1], [sys.argv[1], "ask"])
                    text = b""
                    sent = False
                    while True:
                        try: piece = os.read(master, 1000)
                        except OSError: break
                        if not piece: break
                        text += piece
                        if b"[y/N] " in text and not sent:
                            os.write(master, keys)
                            sent = True
                    status = os.waitpid(child, 0)[1]
                    os.close(master)
                    print(text.decode().split("decision: ")[-1].strip(), status)
                run(b"\\x03")
                run(b"y\\n")
                run(b"\\x04")
                """
            let output = try PythonServer.run(script, in: fixture, arguments: [SystemHelper.path])
            #expect(output == "cancelled, signal 2 0\naccepted, signal 0 0\ndeclined, signal 0 0\n")
        }
    }

    /// Asks, types when the question is shown, and gives the answer.
    private func answering<Value: Sendable>(_ typed: String, _ ask: @escaping @Sendable (Prompt) -> Value) throws -> Value {
        let terminal = try PseudoTerminal()
        let asked = try Asked(terminal, ask)
        try terminal.type(typed)
        return asked.answer
    }
}

/// A question that is being asked at a terminal; made when it is shown.
private struct Asked<Value: Sendable> {
    let cancellation: Cancellation
    private let thread: BlockingThread<Value>

    init(_ terminal: PseudoTerminal, _ ask: @escaping @Sendable (Prompt) -> Value) throws {
        let cancellation = try Cancellation()
        let before = terminal.shown.utf8.count
        self.cancellation = cancellation
        thread = try BlockingThread {
            ask(
                Prompt(
                    cancellation: cancellation, input: TerminalInput(fileDescriptor: terminal.program),
                    output: OutputStream(fileDescriptor: terminal.program)))
        }
        do {
            try waitUntil("the question is shown") { terminal.shown.utf8.dropFirst(before).last == UInt8(ascii: " ") }
        } catch {
            cancellation.cancel()
            throw error
        }
    }

    var answer: Value { thread.value() }
}
