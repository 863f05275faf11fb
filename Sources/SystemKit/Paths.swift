/// Paths as text: nothing here looks at the disk.
public enum Paths {
    /// `path` as seen from `directory`: absolute paths stay as they are.
    public static func resolve(_ path: String, in directory: String) -> String {
        if path.hasPrefix("/") { return path }
        if path.isEmpty || path == "." { return directory }
        return directory.hasSuffix("/") ? directory + path : directory + "/" + path
    }

    /// The last part: `data/jarvis.db` → `jarvis.db`.
    public static func name(_ path: String) -> String {
        String(path.split(separator: "/", omittingEmptySubsequences: true).last ?? "")
    }

    /// All but the last part: `data/jarvis.db` → `data`; `jarvis.db` → `.`.
    public static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
