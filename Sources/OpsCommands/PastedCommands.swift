internal import JSONKit
internal import SystemKit
internal import TerminalKit

/// The one place in which commands to paste become commands for the Jarvis that was named: with the options and the environment by which
/// this program was called, wherever it prints `jarvis-ops COMMAND`. Whoever writes a hint writes the command alone.
struct PastedCommands: Sendable {
    /// What stands before `jarvis-ops`, and between it and the command.
    private let before: String
    private let after: String
    /// Options of looks and changes, which history does not take.
    private let targets: String

    /// nil where commands are the same without.
    ///
    /// - Parameter directory: the Jarvis directory as it is found from anywhere.
    init?(_ options: GlobalOptions, directory: String, _ environment: [String: String]) {
        before = ["JARVIS_OPS_ENVIRONMENT", "JARVIS_OPS_STATE"].compactMap { name in
            environment[name].flatMap { $0.isEmpty ? nil : "\(name)=\(ShellWord.quoted($0)) " }
        }.joined()
        func option(_ name: String, _ value: String?) -> String { value.map { " \(name) \(ShellWord.quoted($0))" } ?? "" }
        after = options.directory == nil ? "" : option("-C", directory)
        targets =
            option("--runbook", options.runbook) + option("--url", options.url) + option("--database", options.database)
            + option("--outbox", options.outbox)
        if (before + after + targets).isEmpty { return nil }
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
    /// nil where commands are printed as they are written.
    func pastedCommands(_ environment: [String: String], _ workingDirectory: String) -> PastedCommands? {
        guard isAboutOneJarvis else { return nil }
        let directory = options.directory.map { Paths.resolve($0, in: workingDirectory) } ?? workingDirectory
        return PastedCommands(options, directory: directory, environment)
    }
}
