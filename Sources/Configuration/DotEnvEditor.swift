/// Placeholder until the room is merged.
public struct DotEnvEdit {
    public let bytes: [UInt8]
    public let line: Int
    public let oldValue: String?
}

public struct DotEnvEditError: Error { public let description: String }

public enum DotEnvEditor {
    public static func set(name: String, value: String, in bytes: [UInt8]) throws(DotEnvEditError) -> DotEnvEdit {
        let text = String(decoding: bytes, as: UTF8.self)
        let old = DotEnv(text).entries.last { $0.name == name }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if let old { lines[old.line - 1] = "\(name)=\(value)" } else { lines.insert("\(name)=\(value)", at: max(0, lines.count - 1)) }
        return DotEnvEdit(bytes: Array(lines.joined(separator: "\n").utf8), line: old?.line ?? lines.count, oldValue: old?.value)
    }

    public static func remove(name: String, in bytes: [UInt8]) throws(DotEnvEditError) -> DotEnvEdit {
        let text = String(decoding: bytes, as: UTF8.self)
        let old = DotEnv(text).entries.last { $0.name == name }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if let old { lines.remove(at: old.line - 1) }
        return DotEnvEdit(bytes: Array(lines.joined(separator: "\n").utf8), line: old?.line ?? 0, oldValue: old?.value)
    }
}
