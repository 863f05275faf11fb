internal import JSONKit

/// The environment files that Jarvis's supervisor loads itself at its start (facts.md, "Deployment"): each line split at the first `=` and
/// trimmed, no quotes taken off, no `export`; a name that is set already stays as it is, so that the first file wins.
public enum LoadedFiles {
    /// Below its root, in the order in which they are loaded.
    public static let paths = ["tg_bot/.env", "bots/twitter/.env", ".env"]

    /// One of them.
    public enum File: Sendable, Hashable {
        case missing
        case read([UInt8])
        /// Why it is not known what it holds.
        case unreadable(String)
    }

    /// Whether the flag is on in a process that was given this environment and loads these files; nil when that cannot be told.
    ///
    /// - Parameter given: what the container or the unit gives, which wins over all of them.
    public static func isOn(_ flag: MeshFlag, given: [String: String], _ files: [File]) -> Bool? {
        var values = given.filter { $0.key == flag.variable || $0.key == flag.legacyVariable }
        for file in files where values[flag.variable] == nil {
            switch file {
            case .missing: continue
            case .unreadable: return nil
            case .read(let bytes):
                for name in [flag.variable, flag.legacyVariable] where values[name] == nil {
                    // A byte order mark is part of the first name for one reader and none for another.
                    guard !isMarked(bytes, name) else { return nil }
                    values[name] = value(of: name, in: bytes)
                }
            }
        }
        guard let value = values[flag.variable] ?? values[flag.legacyVariable] else { return false }
        return MeshFlags.reads(value)
    }

    /// What the first line that sets it says.
    private static func value(of name: String, in bytes: [UInt8]) -> String? {
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let text = String(decoding: line, as: UTF8.self)
            guard !text.hasPrefix("#"), let equals = text.firstIndex(of: "="), trimmed(text[..<equals]) == name else { continue }
            return trimmed(text[text.index(after: equals)...])
        }
        return nil
    }

    private static func isMarked(_ bytes: [UInt8], _ name: String) -> Bool {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) && bytes.dropFirst(3).starts(with: name.utf8)
    }

    private static func trimmed(_ text: Substring) -> String { PythonText.strip(JSONString(String(text))).text }
}
