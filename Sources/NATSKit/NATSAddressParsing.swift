extension NATSAddress {
    /// Reads an address.
    ///
    /// - Throws: `NATSError` `.address`; its message never shows the text, which may hold a password.
    public static func parse(_ text: String) throws(NATSError) -> NATSAddress {
        var servers: [Server] = []
        for part in split(text) { servers.append(try Server(parsing: part)) }
        guard let first = servers.first else { throw bad("it is empty") }
        return NATSAddress(first, Array(servers.dropFirst()))
    }
}

extension NATSAddress.Server {
    fileprivate init(parsing text: Substring) throws(NATSError) {
        let trimmed = text.drop(while: \.isWhitespace)
        var rest = trimmed[..<(trimmed.lastIndex { !$0.isWhitespace }.map(trimmed.index(after:)) ?? trimmed.startIndex)]
        if let (scheme, after) = scheme(rest) {
            switch scheme {
            case "nats": break
            case "tls", "wss": throw NATSError(.address, "TLS to NATS is not supported; use a local plain port or a stunnel")
            case "ws": throw NATSError(.address, "NATS over WebSocket is not supported; use the server's client port")
            default: throw bad("unknown scheme \(scheme)")
            }
            rest = after
        }
        // As in any URL: what follows is no part of host and credentials. nats-py ignores it.
        rest = rest.prefix { !"/?#".contains($0) }
        let at = rest.lastIndex(of: "@")
        let place = at.map { rest[rest.index(after: $0)...] } ?? rest
        let (host, port) = try hostAndPort(place)
        self.init(host: host, port: port, credentials: try readCredentials(at.map { rest[..<$0] }))
    }
}

private func bad(_ why: String) -> NATSError { NATSError(.address, "the NATS address cannot be read: \(why)") }

/// Splits at commas. One in a password stays: what follows it has no scheme but an `@`.
private func split(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        if let last = parts.last, part.contains("@"), scheme(part.drop(while: \.isWhitespace)) == nil {
            parts[parts.count - 1] = text[last.startIndex..<part.endIndex]
        } else {
            parts.append(part)
        }
    }
    return parts.allSatisfy { $0.allSatisfy(\.isWhitespace) } ? [] : parts
}

private func scheme(_ text: Substring) -> (scheme: String, rest: Substring)? {
    let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let rest = text[name.endIndex...]
    return !name.isEmpty && rest.hasPrefix("://") ? (name.lowercased(), rest.dropFirst(3)) : nil
}

private func readCredentials(_ text: Substring?) throws(NATSError) -> NATSAddress.Credentials {
    guard let text, !text.isEmpty else { return .none }
    guard text.utf8.allSatisfy({ $0 > 0x1f && $0 != 0x7f }) else { throw bad("the user or password contains a control character") }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return parts.count == 2 ? .user(parts[0], password: parts[1]) : .token(String(text))
}

private func hostAndPort(_ place: Substring) throws(NATSError) -> (host: String, port: Int) {
    let bracketed = place.first == "["
    let end = bracketed ? place.firstIndex(of: "]") : place.firstIndex(of: ":") ?? place.endIndex
    guard let end else { throw bad("the ] of an IPv6 address is missing") }
    let host = bracketed ? place[..<end].dropFirst() : place[..<end]
    let rest = bracketed ? place[end...].dropFirst() : place[end...]
    guard !host.isEmpty, host.utf8.count <= 253, host.allSatisfy({ isHostCharacter($0, bracketed) }) else {
        throw bad("the host is not a name or an address")
    }
    guard !rest.isEmpty else { return (String(host), 4222) }
    let digits = rest.dropFirst()
    guard rest.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = digits.isEmpty ? 4222 : Int(digits),
        (1...65535).contains(port)
    else { throw bad("the port is not a number from 1 to 65535") }
    return (String(host), port)
}

private func isHostCharacter(_ character: Character, _ isV6: Bool) -> Bool {
    isV6 ? character.isHexDigit || ":.%".contains(character) : character.isLetter || character.isNumber || "-_.".contains(character)
}
