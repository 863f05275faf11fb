internal import JSONKit
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// What a text page needs to know of where it is printed.
struct Page {
    let palette: Palette
    /// Columns; nil off a terminal, where nothing is wrapped.
    let width: Int?
    /// Before the layout, which cuts and wraps: a piece of a secret is not always known for one.
    var redactor: Redactor = .none

    func render(_ table: TextTable) -> String {
        var shown = TextTable(table.columns)
        shown.indent = table.indent
        for row in table.rows { shown.add(row.map { TextTable.Cell(redactor.redact($0.text), $0.style) }) }
        return shown.render(palette: palette, width: width)
    }

    /// Lines of at most this width.
    func wrapped(_ text: String, to width: Int) -> [String] { Layout.wrapped(Sanitizer.multiline(redactor.redact(text)), to: width) }

    /// What is put together by hand, with no line longer than the terminal.
    func fitted(_ text: String) -> String { width.map { Layout.fitted(redactor.redact(text), to: $0) } ?? text }

    func paint(_ text: String, _ style: Style?) -> String { palette.paint(text, style) }
}

/// Results on standard output: one document for machines, or a page for people.
struct Output {
    private let options: GlobalOptions
    private let world: World

    init(_ options: GlobalOptions, _ world: World) {
        self.options = options
        self.world = world
    }

    /// What is about one Jarvis: it is named at the head, for people and machines.
    ///
    /// Throws: `OpsError` when standard output cannot be written.
    func print(json: @autoclosure () -> JSONValue, _ heading: Heading, text: (Page) -> String) throws(OpsError) {
        try print(json: Output.document(json(), heading)) { heading.text($0) + text($0) }
    }

    /// Throws: `OpsError` when standard output cannot be written.
    func print(json: @autoclosure () -> JSONValue, text: (Page) -> String) throws(OpsError) {
        switch options.output {
        case .text: try write(page.fitted(text(page)))
        case .json: try write(JSONWriter.shown(.pretty).text(world.redactor.redact(json())) + "\n")
        case .jsonl: try send(world.redactor.redact(json()))
        case .sarif, .github: throw Self.onlyForLint
        }
    }

    private static func document(_ document: JSONValue, _ heading: Heading) -> JSONValue {
        document.object.map { .object($0.adding(["jarvis": heading.json])) } ?? document
    }

    static var onlyForLint: OpsError {
        OpsError("usage", "only `lint` prints SARIF and annotations", hint: "Use -o text, json or jsonl.", exitCode: ExitCodes.usage)
    }

    func print(lines: String) throws(OpsError) { try write(world.redactor.redact(lines)) }

    func print(document: JSONValue) throws(OpsError) { try write(JSONWriter.shown(.pretty).text(world.redactor.redact(document)) + "\n") }

    /// Where text goes, for what is printed piece by piece.
    var page: Page {
        Page(
            palette: world.palette(for: world.standardOutput, options),
            width: world.standardOutput.columns, redactor: world.redactor)
    }

    /// A whole result as one event, named after its schema: `jarvis-ops/list/v1` → `ops.jarvis.list.v1`.
    private func send(_ document: JSONValue) throws(OpsError) {
        let parts = (document["schema"]?.text ?? "").split(separator: "/")
        let name = parts.dropFirst().joined(separator: ".")
        do throws(SystemError) {
            let run = document["run"]?.text ?? RunID.make(at: .now())
            try EventStream(world.standardOutput, run: "\(run)-result").send("ops.jarvis.\(name)", subject: nil, document)
        } catch {
            throw OpsError("output", "the result cannot be written: \(error.reason)", exitCode: ExitCodes.inputOutput)
        }
    }

    private func write(_ text: String) throws(OpsError) {
        do throws(SystemError) {
            try world.standardOutput.write(text)
        } catch {
            throw OpsError("output", "the result cannot be written: \(error.reason)", exitCode: ExitCodes.inputOutput)
        }
    }
}
