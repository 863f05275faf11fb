/// The words after an opening fence: `bash {name=logs timeout=5s container="jarvis-api"}`.
struct FenceInfo: Equatable {
    var language: String
    var attributes = StepAttributes()
    /// The directory that Runme runs the block in.
    var directory: String?
    /// What its attributes make of the block: a file, an output, nothing to be run.
    var remark = Verdict.meant
    /// Names that are not known, or whose value could not be read.
    var unknown: [String] = []

    init(_ info: String) {
        let open = info.firstIndex(of: "{")
        let words = info[..<(open ?? info.endIndex)].split(whereSeparator: \.isWhitespace).map(String.init)
        language = words.first?.lowercased() ?? ""
        // mkdocs and Docusaurus: `bash title="Logs" linenums="1"`.
        if language.contains("=") { language = "" }
        // Other attributes than these mean something only in braces.
        let front = info[..<(open ?? info.endIndex)].drop { $0.isWhitespace }
        for (name, value) in FenceInfo.pairs(language.isEmpty ? front : front.drop { !$0.isWhitespace }) { hear(name, value) }
        guard let open else { return }
        for (name, value) in FenceInfo.pairs(info[info.index(after: open)...]) { set(name, value) }
    }

    /// `title="deploy.sh"`, `filename=…`, `norun`, `eval=false`.
    private mutating func hear(_ name: String, _ value: String) {
        let word = name.lowercased().filter(\.isLetter)
        switch word {
        case "filename", "file", "path": if !value.isEmpty { remark = .mentioned("its `\(name)` says that it is a file") }
        case "title", "caption", "label", "name":
            if FileName.of(value) != nil || word != "name" && value.contains("/") && !value.contains(where: \.isWhitespace) {
                remark = .mentioned("its \(name) names the file that it stands in")
            } else if word != "name", !value.isEmpty, let left = Framing.of(value + ":").left {
                remark = left.kind == .prohibition ? .forbidden("its \(name) forbids it") : .mentioned("its \(name) says that it is shown")
            }
        case "norun", "noexec", "noexecute", "ignore", "skip", "donotrun", "dontrun", "example", "output", "norunnable":
            if !["false", "0", "no"].contains(value.lowercased()) { remark = .mentioned("its attribute `\(name)` says so") }
        case "run", "eval", "exec", "execute", "runnable":
            if ["false", "0", "no", "never"].contains(value.lowercased()) { remark = .mentioned("its attribute `\(name)` says so") }
        default: break
        }
    }

    private mutating func set(_ name: String, _ value: String) {
        hear(name.hasPrefix(".") ? String(name.dropFirst()) : name, value)
        // Pandoc: `{.bash #logs .numberLines}`.
        if name.hasPrefix(".") {
            if language.isEmpty { language = name.dropFirst().lowercased() }
            return
        }
        if language.isEmpty, value.isEmpty, !name.isEmpty, name.allSatisfy(\.isLetter) {
            language = name.lowercased()
            return
        }
        if name.hasPrefix("#") || name.hasPrefix("-") || FenceInfo.isLineList(name) { return }
        switch name {
        case "name": attributes.name = value
        case "container": attributes.container = value
        case "expect": attributes.expect = value
        case "cwd": directory = value.isEmpty ? nil : value
        // Another program than a shell reads the block.
        case "interpreter": language = value.split(separator: "/").last.map { $0.lowercased() } ?? language
        case "timeout":
            attributes.timeoutMilliseconds = Durations.milliseconds(value)
            if attributes.timeoutMilliseconds == nil { unknown.append("timeout=\(value)") }
        case "action":
            attributes.action = NamedAction(rawValue: value)
            if attributes.action == nil { unknown.append("action=\(value)") }
        default: if !FenceInfo.others.contains(name) { unknown.append(name) }
        }
    }

    /// Attributes of Runme, mkdocs, Docusaurus and Pandoc that say nothing about what is run.
    private static let others: Set<String> = [
        "interactive", "excludeFromRunAll", "background", "closeTerminalOnSuccess", "mimeType", "promptEnv", "category", "terminalRows",
        "tag", "id", "skipPrompts", "ignore", "norun", "no-run", "example", "output", "run", "eval", "exec", "file",
        "title", "linenums", "linenostart", "hl_lines", "showLineNumbers", "numberLines", "startFrom", "filename", "caption", "label",
        "lineno", "copy", "noCopy",
    ]

    /// `{1,3-5}`: lines to be shown in another colour.
    private static func isLineList(_ name: String) -> Bool { !name.isEmpty && name.allSatisfy { $0.isNumber || "-,".contains($0) } }

    /// `name=value`, `name="some value"` and, as Runme writes them, `"name":"value"`, up to the closing brace.
    private static func pairs(_ text: Substring) -> [(String, String)] {
        var result: [(String, String)] = []
        var rest = text
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "," }
            guard let first = rest.first, first != "}" else { return result }
            let name: String
            if first == "\"" {
                name = String(rest.dropFirst().prefix { $0 != "\"" })
                rest = rest.dropFirst(name.count + 1).dropFirst()
            } else {
                name = String(rest.prefix { $0 != "=" && $0 != "}" && !$0.isWhitespace })
                rest = rest.dropFirst(name.count)
            }
            guard rest.first == "=" || first == "\"" && rest.first == ":" else {
                result.append((name, ""))
                // A stray character that is no name must still move on.
                if name.isEmpty { rest = rest.dropFirst() }
                continue
            }
            rest = rest.dropFirst()
            let value: Substring
            if let quote = rest.first, quote == "\"" || quote == "'" {
                rest = rest.dropFirst()
                value = rest.prefix { $0 != quote }
                rest = rest.dropFirst(value.count).dropFirst()
            } else {
                value = rest.prefix { $0 != "}" && !$0.isWhitespace && !(first == "\"" && $0 == ",") }
                rest = rest.dropFirst(value.count)
            }
            result.append((name, String(value)))
        }
    }
}
