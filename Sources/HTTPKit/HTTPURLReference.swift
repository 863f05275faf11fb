extension HTTPURL {
    /// The URL that a reference means when it stands in this one's document: a `Location` header, for example (RFC 3986, 5.2).
    /// User and password are kept within the origin.
    ///
    /// - Throws: `HTTPError` as `parse` does.
    public func resolving(_ reference: String) throws(HTTPError) -> HTTPURL {
        let text = String(reference.prefix { $0 != "#" })
        if text.isEmpty { return self }
        let beforePath = text.prefix { $0 != "/" && $0 != "?" }
        if beforePath.contains(":") { return keepingCredentials(try HTTPURL.parse(text)) }
        if text.hasPrefix("//") { return keepingCredentials(try HTTPURL.parse(scheme.rawValue + ":" + text)) }

        let path = text.prefix { $0 != "?" }
        let query = text.dropFirst(path.count)
        var merged = self.path
        if path.hasPrefix("/") {
            merged = removingDotSegments(String(path))
        } else if !path.isEmpty {
            let directory = self.path[...(self.path.lastIndex(of: "/") ?? self.path.startIndex)]
            merged = removingDotSegments(String(directory) + path)
        }
        // Through the parser, so that a reference is held to the same grammar.
        return keepingCredentials(try HTTPURL.parse(origin.description + merged + query))
    }

    private func keepingCredentials(_ url: HTTPURL) -> HTTPURL {
        guard url.origin == origin, url.user == nil, url.password == nil else { return url }
        return HTTPURL(origin: url.origin, user: user, password: password, path: url.path, query: url.query)
    }
}

/// RFC 3986, 5.2.4, on an absolute path.
private func removingDotSegments(_ path: String) -> String {
    var kept: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (index, segment) in segments.enumerated() {
        let isLast = index == segments.count - 1
        switch segment {
        case ".": if isLast { kept.append("") }
        case "..":
            if !kept.isEmpty { kept.removeLast() }
            if isLast { kept.append("") }
        default: kept.append(segment)
        }
    }
    return "/" + kept.joined(separator: "/")
}
