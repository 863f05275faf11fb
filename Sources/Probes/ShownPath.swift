public import Configuration

extension Configuration {
    /// A text for people, in which paths of the Jarvis directory stand as seen from there. Evidence keeps whole ones.
    public func shown(_ text: String) -> String {
        let prefix = directory.value + (directory.value.hasSuffix("/") ? "" : "/")
        guard prefix.count > 1, prefix.hasPrefix("/") else { return text }
        var result = ""
        var rest = text[...]
        while let found = rest.firstRange(of: prefix) {
            result += rest[..<found.lowerBound]
            // `/mnt/srv/jarvis/x` is not in `/srv/jarvis`, and a directory alone is no shorter.
            let isPart = result.last.map { !$0.isWhitespace && !"\"'(:;,=".contains($0) } ?? false
            let isAlone = rest[found.upperBound...].first.map(\.isWhitespace) ?? true
            if isPart || isAlone { result += prefix }
            rest = rest[found.upperBound...]
        }
        return result + rest
    }
}
