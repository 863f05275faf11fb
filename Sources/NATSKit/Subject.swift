/// What may be sent as a subject or in a header. libnats writes subjects as they are: a space in one would begin the next argument.
enum Subject {
    /// The server takes lines of 4096 bytes, which a subject shares with numbers and an inbox.
    static let longest = 2048

    /// - Parameter wildcards: whether `*` and a last `>` may stand for tokens.
    /// - Throws: `NATSError` `.rejected`.
    static func check(_ subject: String, wildcards: Bool = false) throws(NATSError) {
        guard !subject.isEmpty else { throw NATSError(.rejected, "a subject is empty") }
        guard subject.utf8.count <= longest else { throw NATSError(.rejected, "a subject is longer than \(longest) bytes") }
        guard !subject.unicodeScalars.contains(where: { $0.value <= 32 || $0.value == 127 || $0.properties.isWhitespace }) else {
            throw NATSError(.rejected, "the subject \"\(shown(subject))\" contains white space or a control character")
        }
        let tokens = subject.split(separator: ".", omittingEmptySubsequences: false)
        guard !tokens.contains("") else { throw NATSError(.rejected, "the subject \(subject) has an empty part between dots") }
        for (index, token) in tokens.enumerated() where token == "*" || token == ">" {
            guard wildcards, token == "*" || index == tokens.count - 1 else {
                throw NATSError(.rejected, "the subject \(subject) contains the wildcard \(token)")
            }
        }
    }

    /// Whether a header arrives as it is sent.
    static func isHeaderValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 32 && $0 != 127 } && value.first != " " && value.last != " "
    }

    private static func shown(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : $0 }))
    }
}
