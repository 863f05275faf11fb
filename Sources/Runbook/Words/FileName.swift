/// What a name in a sentence says of a file.
enum FileName {
    case path
    /// A file that is written or edited: a script, settings, a table of jobs.
    case text

    private static let endings: Set<Substring> = [
        "sh", "bash", "py", "rb", "pl", "conf", "cfg", "cnf", "ini", "yml", "yaml", "toml", "json", "service", "timer", "rules", "list",
        "properties", "xml", "tf", "crontab", "bashrc", "zshrc", "profile", "bash_profile", "env",
    ]

    /// - Parameter text: a word, a piece of code.
    static func of(_ text: String) -> FileName? {
        // Every word of a runbook comes by: nearly none has a slash, a dot or such an ending.
        let isNamed = text.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }
        guard isNamed || text.hasSuffix("rc") || text == "crontab", !text.contains(where: \.isWhitespace) else { return nil }
        let name = text.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let isPath = text.hasPrefix("/") || text.hasPrefix("~/") || text.hasPrefix("./")
        let ending = name.split(separator: ".").last ?? ""
        if text.hasPrefix("/etc/") || endings.contains(ending),
            isPath || name.contains(".") || ending.hasSuffix("rc") || ending == "crontab"
        {
            return .text
        }
        return isPath ? .path : nil
    }
}
