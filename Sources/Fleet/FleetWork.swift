internal import JSONKit
internal import SystemKit

/// What every host is asked: command lines of `jarvis-ops` after its own options, one after the other over one connection.
public struct FleetWork: Sendable {
    public var commands: [[String]]
    /// Those of hosts that are asked something else, by name: an approval is for one plan on one host.
    public var own: [String: [[String]]] = [:]
    /// The program that each host gets, or that it loses it; nil: they are asked.
    public var setup: Setup?
    /// How long a host may take for all of them, its connection included, in whole seconds.
    public var limitSeconds: Int
    /// The most that a host may answer; what is longer is no answer.
    public var bytes = 4 << 20

    public enum Setup: Sendable, Hashable {
        /// A file of this machine, and its SHA-256 in hexadecimal digits.
        case install(program: String, sha256: String)
        case remove
    }

    public init(_ commands: [[String]], limitSeconds: Int) { (self.commands, self.limitSeconds) = (commands, limitSeconds) }

    /// As the plugin reads it.
    ///
    /// - Parameters:
    ///   - answers: the directory of the answers.
    ///   - marker: what ends an answer; nobody can guess it.
    func document(answers: String, marker: String) -> JSONValue {
        let hosts = own.sorted { $0.key < $1.key }.map { JSONMember(JSONString($0.key), .array($0.value.map(\.json))) }
        return [
            "commands": .array(commands.map(\.json)), "own": .object(JSONObject(hosts)), "answers": answers.json, "marker": marker.json,
            "bytes": bytes.json, "setup": setupDocument,
        ]
    }

    private var setupDocument: JSONValue {
        switch setup {
        case .install(let program, let sha256)?: ["program": program.json, "sha256": sha256.json]
        case .remove?: .object(JSONObject())
        case nil: .null
        }
    }
}
