internal import Configuration
internal import JSONKit
internal import Journal
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// The one place in which commands to paste become commands for the Jarvis that was meant, in whatever directory and shell they are
/// pasted: with the directory, the files and the environment by which this program was called, wherever it prints `jarvis-ops COMMAND`.
/// Whoever writes a hint writes the command alone.
struct PastedCommands: Sendable {
    /// What stands before `jarvis-ops`, and between it and the command.
    private let before: String
    private let after: String
    /// Options of looks and changes, which history does not take.
    private let targets: String

    ///
    /// - Parameters:
    ///   - directory: where the program was called.
    ///   - atPrompt: it is read at the prompt at which the program was called: what is found from there need not be said again, so that a
    ///     plan fits on its screen.
    init(_ options: GlobalOptions, in directory: String, _ environment: [String: String], atPrompt: Bool = false) {
        func option(_ name: String, _ value: String?) -> String { value.map { " \(name) \(ShellWord.quoted($0))" } ?? "" }
        func file(_ name: String, _ value: String?) -> String { option(name, value.map { Paths.resolve($0, in: directory) }) }
        let jarvis = Configuration.directory(option: options.directory, environment: environment, workingDirectory: directory)
        before = Self.carried(options, environment, atPrompt).map { "\($0)=\(ShellWord.quoted($1)) " }.joined()
        after = atPrompt && jarvis.source == .builtIn ? "" : option("-C", jarvis.value)
        targets =
            file("--runbook", options.runbook ?? (atPrompt ? nil : LoadedRunbook.own(in: directory))) + option("--url", options.url)
            + file("--database", options.database) + file("--outbox", options.outbox)
    }

    /// Variables that decide where a command leads, and hold no secret.
    private static func carried(_ options: GlobalOptions, _ environment: [String: String], _ atPrompt: Bool) -> [(String, String)] {
        var names = ["JARVIS_OPS_ENVIRONMENT", StateDirectory.variable] + (options.outbox == nil ? ["JARVIS_MESH_OUTBOX_PATH"] : [])
        if !atPrompt {
            if environment[StateDirectory.variable, default: ""].isEmpty { names.append("XDG_STATE_HOME") }
            if options.url == nil { names.append("JARVIS_API_URL") }
            if options.database == nil { names.append("JARVIS_OPS_DATABASE") }
            names += ["JARVIS_OPS_REDIS_URL", "JARVIS_OPS_SUPERVISOR_URL", "JARVIS_OPS_COMPOSE_FILE", "COMPOSE_FILE"]
            names += ["JARVIS_OPS_UNIT", "JARVIS_OPS_SERVICE"]
        }
        let redactor = Redactor(secrets: [])
        return names.compactMap { name in
            environment[name].flatMap { $0.isEmpty || redactor.redact($0) != $0 ? nil : (name, $0) }
        }
    }

    private static let history: Set<String> = ["audit", "report", "runs"]
    private static let present: Set<String> = [
        "diagnose", "doctor", "escalate", "explain", "handoff", "mesh", "resolve", "rollback", "show", "triage", "watch",
    ]
    private static let name = Array("jarvis-ops ".utf8)

    /// - Parameters:
    ///   - inJSON: the bytes are JSON, and the commands stand in strings of it.
    ///   - width: of the terminal; what became longer is laid out anew, and the command itself stays whole.
    func placed(_ bytes: [UInt8], inJSON: Bool, width: Int?) -> [UInt8] {
        let longer = placed(bytes, inJSON: inJSON)
        guard let width, !inJSON, longer.count != bytes.count else { return longer }
        return Array(Layout.fitted(String(decoding: longer, as: UTF8.self), to: width).utf8)
    }

    /// - Parameter inJSON: the bytes are JSON, and the commands stand in strings of it.
    func placed(_ bytes: [UInt8], inJSON: Bool) -> [UInt8] {
        var result: [UInt8] = []
        var done = 0
        var at = 0
        while at + Self.name.count < bytes.count {
            guard bytes[at] == Self.name[0], bytes[at...].starts(with: Self.name), at == 0 || !Self.isName(bytes[at - 1]) else {
                at += 1
                continue
            }
            let word = String(decoding: bytes[(at + Self.name.count)...].prefix(while: Self.isName), as: UTF8.self)
            let start = at
            at += Self.name.count
            let isHistory = Self.history.contains(word)
            guard isHistory || Self.present.contains(word) else { continue }
            let line = "\(before)jarvis-ops\(after)\(isHistory ? "" : targets) "
            result += bytes[done..<start]
            result += inJSON ? Array(JSONWriter.shown(.compact).text(line.json).utf8.dropFirst().dropLast()) : Array(line.utf8)
            done = at
        }
        return done == 0 ? bytes : result + bytes[done...]
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "/"): true
        default: false
        }
    }
}

extension OpsCommand {
    /// nil where commands are about no Jarvis, and printed as they are written.
    func pastedCommands(_ environment: [String: String], _ workingDirectory: String, atPrompt: Bool) -> PastedCommands? {
        guard isAboutOneJarvis else { return nil }
        return PastedCommands(options, in: workingDirectory, environment, atPrompt: atPrompt)
    }
}
