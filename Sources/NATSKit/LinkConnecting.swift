internal import CNATS
internal import JSONKit
internal import SystemKit

extension Link {
    /// Connects on this thread.
    ///
    /// - Parameter number: the link's in `Link.all`.
    func connect(_ number: UInt, name: String, deadline: Deadline) throws(NATSError) -> Handle {
        var user: String?
        var password: String?
        var token: String?
        switch server.credentials {
        case .none: break
        case .user(let name, let secret): (user, password) = (escaped(name), escaped(secret))
        case .token(let secret): token = escaped(secret)
        }
        let time = Int64(min(max(1, deadline.remainingMilliseconds), 1e9))
        var connection: OpaquePointer?
        // The callbacks are functions; the context is a number that is never followed as an address.
        let context = unsafe UnsafeMutableRawPointer(bitPattern: number)
        let status = unsafe cnats_connect(
            library.table, &connection, server.withoutCredentials, user, password, token, escaped(name), time, context, attachSocket,
            reading, writing, detaching)
        if status == NATS_OK, let connection = unsafe connection { return unsafe Handle(pointer: connection) }
        throw notConnected(status, library.threadError, deadline)
    }

    private func notConnected(_ status: natsStatus, _ text: String, _ deadline: Deadline) -> NATSError {
        switch status {
        // libnats says this for every way in which a socket can fail to connect.
        case NATS_NO_SERVER: Reachability.failure(server, deadline: deadline)
        case NATS_TIMEOUT: NATSError(.timedOut, "\(server) did not introduce itself before the deadline")
        case NATS_CONNECTION_AUTH_FAILED: NATSError(.authorization, refusal)
        case NATS_SSL_ERROR, NATS_SECURE_CONNECTION_REQUIRED, NATS_SECURE_CONNECTION_WANTED:
            NATSError(.rejected, "\(server) demands TLS, which is not supported; use a local plain port or a stunnel")
        case NATS_PROTOCOL_ERROR, NATS_LINE_TOO_LONG: NATSError(.protocolError, "\(server) does not speak NATS")
        case NATS_CONNECTION_CLOSED, NATS_IO_ERROR: NATSError(.closed, "\(server) ended the connection while it was made")
        case NATS_ERR: NATSError(.rejected, "\(server) did not accept the connection: \(text)")
        default: NATSError(.protocolError, "\(server): \(text.isEmpty ? library.message(status) : text)")
        }
    }

    private var refusal: String {
        switch server.credentials {
        case .none: "\(server) wants a user and password, or a token"
        case .user: "\(server) refuses this user and password"
        case .token: "\(server) refuses this token"
        }
    }

    /// Why an open connection is over.
    func ended(_ status: natsStatus, _ text: String) -> NATSError {
        switch status {
        case NATS_CONNECTION_AUTH_FAILED: NATSError(.authorization, "\(server) ended the connection: \(text)")
        // The server's own words; what it says of a permission was before and is another matter.
        case NATS_ERR: NATSError(.closed, "\(server) ended the connection: \(text)")
        default: NATSError(.closed, "\(server) ended the connection")
        }
    }
}

/// A text as it stands between the quotes of a JSON string: libnats puts it there as it is.
private func escaped(_ text: String) -> String {
    String(JSONWriter.compact.text(.string(JSONString(text))).dropFirst().dropLast())
}
