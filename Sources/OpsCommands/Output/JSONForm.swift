internal import JSONKit
internal import SystemKit

/// How a machine asked for what is printed, also when the rest of its line could not be understood.
enum JSONForm: String {
    /// One document.
    case json
    /// One line for each thing that happens.
    case jsonl

    /// nil where people read.
    init?(_ arguments: [String]) {
        var found: JSONForm?
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { break }
            let value: String?
            switch argument {
            case "-o", "--output": value = arguments.dropFirst(index + 1).first
            default: value = ["--output=", "-o=", "-o"].first(where: argument.hasPrefix).map { String(argument.dropFirst($0.count)) }
            }
            // As for the command itself, the last one counts.
            if let value { found = JSONForm(rawValue: value) ?? found }
        }
        guard let found else { return nil }
        self = found
    }

    /// A reader that went away is no trouble any more.
    func write(_ error: JSONValue, to output: OutputStream) {
        switch self {
        case .json: try? output.write(JSONWriter.shown(.pretty).text(error) + "\n")
        case .jsonl: try? EventStream(output, run: RunID.make(at: .now())).send("ops.jarvis.error.v1", subject: nil, error)
        }
    }
}
