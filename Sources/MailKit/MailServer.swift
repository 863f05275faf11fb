internal import HTTPKit

/// Where mail is handed in (RFC 6409): `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte (RFC 8314).
public struct MailServer: Sendable, Equatable {
    /// How `smtp://` is protected. `smtps://` is TLS in any case.
    public enum Protection: Sendable, Equatable {
        /// STARTTLS, or nothing is sent.
        case startTLS
        /// In the clear; only to this machine itself.
        case none
    }

    public let host: String
    public let port: Int
    public let user: String?
    public let password: String?
    public let isTLSFromStart: Bool
    public let protection: Protection
    /// A file of PEM certificates that are trusted instead of the system's.
    public let certificates: String?
    let isLoopback: Bool

    /// Throws: `MailError` `.invalid`; the message never holds the address, since a password may stand in it.
    public init(_ address: String, protection: Protection = .startTLS, certificates: String? = nil) throws(MailError) {
        let scheme = address.prefix { $0 != ":" }.lowercased()
        guard scheme == "smtp" || scheme == "smtps" else { throw MailError(.invalid, "it does not begin with smtp:// or smtps://") }
        let url: HTTPURL
        // The rest has the same grammar. No mail server listens on port 80, so that it means no port here.
        do { url = try HTTPURL.parse("http" + address.dropFirst(scheme.count)) } catch {
            throw MailError(.invalid, error.kind == .invalidURL ? error.message : "it cannot be read")
        }
        guard url.path == "/", url.query == nil else { throw MailError(.invalid, "nothing may stand behind the port") }
        guard protection == .startTLS || url.isLoopback else {
            throw MailError(.invalid, "without TLS mail is only handed to this machine itself")
        }
        guard (url.user == nil) == (url.password == nil) else { throw MailError(.invalid, "a user needs a password") }
        host = url.host
        isTLSFromStart = scheme == "smtps"
        port = url.port == 80 ? (isTLSFromStart ? 465 : 587) : url.port
        user = url.user
        password = url.password
        self.protection = protection
        self.certificates = certificates
        isLoopback = url.isLoopback
    }

    /// `mail.example.org:587`.
    public var place: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// The address without user and password.
    public var withoutCredentials: String { (isTLSFromStart ? "smtps://" : "smtp://") + place }
}
