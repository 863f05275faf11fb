internal import SystemKit

extension HTTPURL {
    /// Reads an absolute URL. Strict: what RFC 3986 does not allow is refused and not mended, since a runbook's `{id}` or a
    /// stray space means that the text is not the URL yet. A fragment is dropped, as it is never sent.
    ///
    /// - Throws: `HTTPError` `.unsupportedProtocol` for another scheme, `.invalidURL` for the rest.
    public static func parse(_ text: String) throws(HTTPError) -> HTTPURL {
        for byte in text.utf8 where byte <= 0x20 || byte >= 0x7f || refused.contains(byte) {
            let shown = byte > 0x20 && byte < 0x7f ? String(UnicodeScalar(byte)) : "byte \(byte)"
            throw invalid("it contains \(shown), which must be percent-encoded")
        }
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = parts.first, isSchemeName(name) else {
            throw invalid("it does not begin with http:// or https://")
        }
        guard let scheme = Scheme(rawValue: name.lowercased()) else {
            throw HTTPError(.unsupportedProtocol, "the protocol \(name.lowercased()) is not supported; only http and https are")
        }
        let rest = parts[1].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest.dropFirst(authority.count)
        let path = target.prefix { $0 != "?" }
        let query = path.count < target.count ? String(target.dropFirst(path.count + 1)) : nil
        guard PercentEncoding.isWellFormed(target) else { throw invalid("a % is not followed by two hexadecimal digits") }

        let at = authority.lastIndex(of: "@")
        let (user, password) = try credentials(at.map { authority[..<$0] })
        let place = at.map { authority[authority.index(after: $0)...] } ?? authority
        let origin = try Origin(scheme: scheme, place)
        return HTTPURL(origin: origin, user: user, password: password, path: path.isEmpty ? "/" : String(path), query: query)
    }
}

extension HTTPURL.Origin {
    /// - Parameter place: `host`, `host:port`, `[v6]:port`.
    fileprivate init(scheme: HTTPURL.Scheme, _ place: Substring) throws(HTTPError) {
        let bracketed = place.first == "["
        let end = bracketed ? place.firstIndex(of: "]") : place.firstIndex(of: ":") ?? place.endIndex
        guard let end else { throw invalid("the ] of an IPv6 address is missing") }
        let host = bracketed ? place[..<end].dropFirst() : place[..<end]
        let portText = bracketed ? place[end...].dropFirst() : place[end...]
        guard bracketed ? isIPv6(host) : isHostName(host) else { throw invalid("the host is not a name or an address") }
        var port = scheme.defaultPort
        if !portText.isEmpty {
            let digits = portText.dropFirst()
            guard portText.first == ":", digits.allSatisfy(\.isNumber), let number = Int(digits), (1...65535).contains(number) else {
                throw invalid("the port is not a number from 1 to 65535")
            }
            port = number
        }
        self.init(scheme: scheme, host: host.lowercased(), port: port)
    }
}

private let refused = Set("\"<>\\^`{|}".utf8)

private func invalid(_ why: String) -> HTTPError { HTTPError(.invalidURL, "the URL cannot be read: \(why)") }

private func isSchemeName(_ text: Substring) -> Bool {
    text.first?.isLetter == true && text.allSatisfy { $0.isLetter || $0.isNumber || "+-.".contains($0) }
}

private func credentials(_ text: Substring?) throws(HTTPError) -> (user: String?, password: String?) {
    guard let text else { return (nil, nil) }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { PercentEncoding.decode($0) }
    // A second @, or a control character after decoding, would end up in a header.
    guard !text.contains("@"), parts.allSatisfy({ $0?.utf8.allSatisfy { $0 > 0x1f && $0 != 0x7f } == true }) else {
        throw invalid("the user or password contains a character that must be percent-encoded")
    }
    return (parts.first ?? nil, parts.dropFirst().first ?? nil)
}

private func isHostName(_ host: Substring) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    let named = labels.count > 1 && labels.last == "" ? labels.dropLast() : labels[...]
    return host.utf8.count <= 253
        && named.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" } }
}

/// Characters only: the system's own parser has the last word when it connects.
private func isIPv6(_ host: Substring) -> Bool {
    host.contains(":") && host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
}
