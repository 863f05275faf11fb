/// A mailbox: `Name <user@example.org>` or `user@example.org` (RFC 5322, 3.4; no comments, no quoted local parts, ASCII addresses only).
///
/// Nothing but letters, digits and the marks that an address may have gets in, so it cannot carry a line break into a header or into
/// the conversation with the server.
public struct MailAddress: Sendable, Equatable {
    /// Any text; it is encoded where it is written.
    public let name: String?
    /// `user@example.org`.
    public let address: String

    /// Throws: `MailError` `.invalid`.
    public init(_ text: String) throws(MailError) {
        let whole = trimmed(text[...])
        var name: Substring?
        var address = whole
        if whole.last == ">", let open = whole.lastIndex(of: "<") {
            name = trimmed(whole[..<open])
            address = whole[whole.index(after: open)...].dropLast()
        }
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let local = parts.first, let domain = parts.last, isDotted(local, isAtomText), local.utf8.count <= 64,
            isDotted(domain, isHostText), domain.utf8.count <= 253
        else { throw MailError(.invalid, "it is no mail address") }
        let plain = name.map { $0.first == "\"" && $0.last == "\"" && $0.count > 1 ? $0.dropFirst().dropLast() : $0 }
        self.name = plain.flatMap { $0.isEmpty ? nil : String($0) }
        self.address = String(address)
    }

    public var domain: String { address.split(separator: "@").last.map(String.init) ?? "" }

    /// As a header has it.
    var header: String { name.map { "\(HeaderText.phrase($0)) <\(address)>" } ?? address }
}

private func trimmed(_ text: Substring) -> Substring {
    var rest = text.drop { $0 == " " || $0 == "\t" }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return rest
}

private func isDotted(_ text: Substring, _ allows: (UInt8) -> Bool) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(allows) }
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: false
    }
}

/// `atext` of RFC 5322, 3.2.3.
private func isAtomText(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte) }

private func isHostText(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == UInt8(ascii: "-") }
