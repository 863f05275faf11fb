/// `scheme://user:password@host`, `https://TOKEN@host`, and addresses whose path is the secret.
enum URLShape {
    static let mark = Array("://".utf8)

    /// - Parameter at: the place of `://`.
    static func find(_ text: [UInt8], at: Int) -> [SecretSpan] {
        var first = at
        while first > 0, at - first < 32, Bytes.isAlphanumeric(text[first - 1]) || "+.-".utf8.contains(text[first - 1]) { first -= 1 }
        guard first < at else { return [] }
        let scheme = String(decoding: text[first..<at], as: UTF8.self).lowercased()
        let start = at + mark.count
        let authority = authority(text, start, end(text, start))
        var spans: [SecretSpan] = []
        var host = start
        if let sign = text[start..<authority].lastIndex(of: UInt8(ascii: "@")) {
            host = sign + 1
            spans += credentials(text, start, sign, scheme)
        }
        if let path = WebhookPath.find(text, host: host..<authority, end: end(text, authority)) { spans.append(path) }
        return spans
    }

    /// The end of the whole URL; the next one in it is looked at for itself.
    private static func end(_ text: [UInt8], _ start: Int) -> Int {
        var end = start
        while end < text.count, end - start < 1024, isPart(text[end]), !Bytes.hasPrefix(text, at: end, mark) { end += 1 }
        return end
    }

    /// Quotes, white space and angle brackets are in no URL.
    private static func isPart(_ byte: UInt8) -> Bool { !Bytes.isBlank(byte) && !Bytes.isQuote(byte) && !"<>\\".utf8.contains(byte) }

    /// The end of user, host and port. A password may hold a `/` that its writer did not encode; then the last `@` counts.
    private static func authority(_ text: [UInt8], _ start: Int, _ end: Int) -> Int {
        let authority = text[start..<end].firstIndex { "/?#".utf8.contains($0) } ?? end
        guard !text[start..<authority].contains(UInt8(ascii: "@")),
            let colon = text[start..<authority].firstIndex(of: UInt8(ascii: ":")),
            !text[(colon + 1)..<authority].allSatisfy(Bytes.isDigit) || colon == start, text[start] != UInt8(ascii: "[")
        else { return authority }
        var sign: Int?
        var index = authority
        while index < text.count, index - start < 512, isPart(text[index]) {
            if text[index] == UInt8(ascii: "@") { sign = index }
            index += 1
        }
        guard let sign else { return authority }
        return text[sign..<max(sign, end)].firstIndex { "/?#".utf8.contains($0) } ?? max(sign + 1, end)
    }

    private static func credentials(_ text: [UInt8], _ start: Int, _ sign: Int, _ scheme: String) -> [SecretSpan] {
        func span(_ range: Range<Int>) -> [SecretSpan] {
            let content = text[range]
            if content.isEmpty || SecretValue.isPlaceholder(content) || SecretValue.isReference(content) { return [] }
            return [SecretSpan(start: range.lowerBound, end: range.upperBound)]
        }
        guard let colon = text[start..<sign].firstIndex(of: UInt8(ascii: ":")) else {
            // Alone, a user is a token where the scheme has no users to speak of.
            let name = String(decoding: text[start..<sign], as: UTF8.self)
            return tokenSchemes.contains(scheme) && !["git", "user", "default", "anonymous"].contains(name) ? span(start..<sign) : []
        }
        let user = text[start..<colon]
        let password = colon + 1..<sign
        let isTokenUser = password.isEmpty || text[password].elementsEqual("x-oauth-basic".utf8) || SecretValue.looksRandom(user)
        return (isTokenUser && !user.isEmpty ? span(start..<colon) : []) + span(password)
    }

    private static let tokenSchemes: Set<String> = ["http", "https", "redis", "rediss", "nats", "amqp", "amqps", "tls", "ws", "wss"]
}

/// Addresses that whoever knows them may post to: the path is the secret.
enum WebhookPath {
    static func find(_ text: [UInt8], host: Range<Int>, end: Int) -> SecretSpan? {
        guard host.upperBound < end else { return nil }
        let name = String(decoding: text[host], as: UTF8.self).lowercased()
        let path = host.upperBound..<end
        if ["hooks.", "hook.", "webhook.", "webhooks."].contains(where: name.hasPrefix) || name.contains("webhook") {
            return secret(text, path.lowerBound + 1..<end)
        }
        if name == "api.telegram.org", Bytes.hasPrefix(text, at: path.lowerBound, bot) {
            return secret(text, path.lowerBound + bot.count..<(text[(path.lowerBound + 1)..<end].firstIndex(of: UInt8(ascii: "/")) ?? end))
        }
        for word in words {
            var index = path.lowerBound
            while index + word.count <= end {
                if Bytes.hasPrefix(text, at: index, word) { return secret(text, index + word.count..<end) }
                index += 1
            }
        }
        return nil
    }

    private static func secret(_ text: [UInt8], _ range: Range<Int>) -> SecretSpan? {
        var range = range
        // A sentence's full stop or a closing bracket is no part of it.
        while let last = text[range].last, ".,;:!?)]}".utf8.contains(last), !text[range].elementsEqual(Marker.bytes) {
            range = range.lowerBound..<range.upperBound - 1
        }
        let content = text[range]
        return content.isEmpty || SecretValue.isPlaceholder(content) || SecretValue.isReference(content)
            ? nil : SecretSpan(start: range.lowerBound, end: range.upperBound)
    }

    private static let words = ["/webhook/", "/webhooks/", "/webhookb2/", "/hooks/", "/hook/"].map { Array($0.utf8) }
    /// Telegram's API carries the token in the path.
    private static let bot = Array("/bot".utf8)
}
