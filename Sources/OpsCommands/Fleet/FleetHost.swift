internal import Fleet
internal import JSONKit
internal import Runbook

/// One host in a fleet's answer, as the contract has it.
struct FleetHost {
    enum State: String {
        case ok, unreachable, missing, invalid, done, undone, unknown
        case timedOut = "timed-out"
        case notBegun = "not-begun"
    }

    let name: String
    var state: State
    /// Foreign words; nil where there is nothing to say.
    var because: String?
    /// Of the command that was asked; nil where it did not answer.
    var exitCode: Int32?
    /// What it answered: a document of ours by its schema, foreign in all that it says.
    var document: JSONValue?
    /// What a fleet asks beside it; nil of a host with an older program.
    var facts: HostFacts?
    /// A diagnosis that was asked beside it; nil where none was, or none came.
    var gate: JSONValue?

    /// - Parameter schemas: of the documents that answer the question.
    init(_ answer: HostAnswer, schemas: [String]) {
        name = answer.host
        because = answer.because
        switch answer.state {
        case .answered: state = .ok
        case .unreachable: state = .unreachable
        case .timedOut: state = .timedOut
        case .missing: state = .missing
        case .invalid: state = .invalid
        case .unknown: state = .unknown
        case .notBegun: state = .notBegun
        }
        guard let first = answer.answers.first else { return }
        (exitCode, document) = (first.exitCode, first.document)
        facts = answer.answers.dropFirst().lazy.compactMap { HostFacts($0.document) }.first
        gate = answer.answers.dropFirst().first { $0.schema == "jarvis-ops/diagnosis/v1" }?.document
        guard state == .ok else { return }
        if first.schema == "jarvis-ops/error/v1" {
            because = first.document["error"]?["message"]?.text ?? "an error without a message"
            if first.exitCode == ExitCodes.success { (state, because) = (.invalid, "it says an error and exit code 0") }
        } else if !schemas.contains(first.schema) {
            (state, because) = (.invalid, "it answers \(first.schema), which was not asked")
        }
    }

    /// Whether it answered what was asked.
    var isAnswered: Bool { state == .ok && document?["schema"]?.text != "jarvis-ops/error/v1" }

    var json: JSONValue {
        [
            "host": name.json, "state": state.rawValue.json, "exit_code": exitCode.map { Int($0) }.json, "because": because.json,
            "document": document ?? .null, "facts": (facts?.document).json, "gate": (gate?["verdict"]).json,
        ]
    }

    /// What became of the host, for a person, where it did not answer.
    var trouble: String? {
        if isAnswered { return nil }
        let word = state == .ok ? "" : state.words
        let why = because?.split(separator: "\n").last.map(String.init) ?? ""
        return word.isEmpty ? why : why.isEmpty ? word : "\(word): \(why)"
    }
}

extension Collection<FleetHost> {
    /// The document of a fleet's command, without what is one command's own.
    ///
    /// - Parameter run: nil for a dry run, and for what is not journalled.
    func document(_ command: String, run: String?) -> JSONObject {
        [
            "schema": "jarvis-ops/fleet/v1", "run": run.json, "command": "fleet \(command)".json, "hosts": .array(map(\.json)),
        ]
    }

    /// 1 where any host says so, else 2 where any could not be measured, else 0.
    var exitCode: Int32 {
        if contains(where: { $0.state == .ok && $0.exitCode == ExitCodes.confirmed }) { return ExitCodes.confirmed }
        return allSatisfy { $0.state == .ok && $0.exitCode == ExitCodes.success } ? ExitCodes.success : ExitCodes.unmeasured
    }
}
