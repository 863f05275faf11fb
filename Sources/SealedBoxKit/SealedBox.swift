internal import CSodium

/// Secret-key boxes: XSalsa20 hides the message, Poly1305 shows that it is whole (libsodium's `crypto_secretbox_easy`).
public enum SealedBox {
    /// Bytes by which a sealed message is longer than the open one.
    public static let overhead = Int(crypto_secretbox_MACBYTES)

    /// Why a box stays closed.
    public enum Fault: Error, Sendable, Hashable {
        /// Shorter than the authenticator alone.
        case tooShort
        /// Another key, another nonce, or a bit that changed: nobody can tell which.
        case notAuthentic
    }

    /// - Returns: the authenticator and, after it, as many bytes as the message has.
    public static func seal(_ message: [UInt8], nonce: Nonce, key: SecretKey) -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: message.count + overhead)
        // Writes exactly that many bytes; fails only for messages longer than any array.
        _ = unsafe key.withBytes { unsafe crypto_secretbox_easy(&sealed, message, UInt64(message.count), nonce.bytes, $0) }
        return sealed
    }

    /// - Throws: `Fault`; nothing of the message is given out before all of it was found authentic.
    public static func open(_ sealed: [UInt8], nonce: Nonce, key: SecretKey) throws(Fault) -> [UInt8] {
        guard sealed.count >= overhead else { throw .tooShort }
        // One byte at least, so that an empty message has an address too.
        var message = [UInt8](repeating: 0, count: max(sealed.count - overhead, 1))
        let code = unsafe key.withBytes { unsafe crypto_secretbox_open_easy(&message, sealed, UInt64(sealed.count), nonce.bytes, $0) }
        guard code == 0 else { throw .notAuthentic }
        return Array(message.prefix(sealed.count - overhead))
    }
}
